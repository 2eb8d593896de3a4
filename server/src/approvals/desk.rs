//! Where runs ask people.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use engine::RunId;
use node_sdk::{Approvals, Caller, Clock, Decision, ErrorKind, NodeError, Question, Verdict};
use serde_json::Value as Json;
use tokio::sync::Notify;
use uuid::Uuid;

use super::store::{self, Ask, Decide, StateRow};
use crate::journal::Writer;
use crate::live::{Hub, run_event};
use crate::runs;
use crate::store::Store;
use crate::web::iso;
use crate::wire::of_word;

/// How often a decision is looked for even if nobody tells: another process may have taken it.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Keeps what runs ask, and wakes those that wait here.
pub struct Desk {
    store: Store,
    writer: Writer,
    clock: Arc<dyn Clock>,
    hub: Arc<Hub>,
    decided: Notify,
}

impl Desk {
    /// Over a database.
    pub fn new(store: Store, writer: Writer, clock: Arc<dyn Clock>, hub: Arc<Hub>) -> Self {
        Self { store, writer, clock, hub, decided: Notify::new() }
    }

    /// Decides, and wakes who waits; `false` if it was decided before.
    pub(super) async fn decide(&self, decide: Decide) -> crate::store::Result<bool> {
        let run = decide.run.clone();
        let is_done = self.writer.apply(decide).await?;
        self.decided.notify_waiters();
        self.tell(&run).await?;
        Ok(is_done)
    }

    /// Tells those who watch the run, or the list of runs, that something is asked or decided.
    async fn tell(&self, run: &str) -> crate::store::Result<()> {
        let Some(row) = runs::store::find(&self.store, run).await? else { return Ok(()) };
        if let (Ok(id), Some(status)) = (run.parse().map(RunId), of_word(&row.status)) {
            let at = iso(row.started_at.unwrap_or(row.created_at));
            self.hub.publish(id, &run_event(status, at, None, None));
        }
        self.hub.list_changed(|| row);
        Ok(())
    }

    async fn settled(&self, caller: &Caller, question: &Question) -> crate::store::Result<Option<Decision>> {
        let Some(row) = store::by_key(&self.store, &caller.run, &caller.key).await? else {
            self.writer.apply(ask(caller, question, self.clock.now())).await?;
            self.tell(&caller.run).await?;
            return Ok(None);
        };
        if let Some(decision) = decision(&row) {
            return Ok(Some(decision));
        }
        let now = self.clock.now();
        if question.due.is_none_or(|due| now < due) {
            return Ok(None);
        }
        let (id, run) = (row.id, caller.run.clone());
        let comment = String::new();
        self.decide(Decide { id, run, state: "timed_out", by: None, at: now, comment, overrides: false }).await?;
        let row = store::by_key(&self.store, &caller.run, &caller.key).await?;
        Ok(row.as_ref().and_then(decision))
    }
}

fn ask(caller: &Caller, question: &Question, at: i64) -> Ask {
    Ask {
        id: Uuid::now_v7().to_string(),
        run: caller.run.clone(),
        key: caller.key.clone(),
        node: caller.node.to_string(),
        title: question.title.clone(),
        message: question.message.clone(),
        approvers: Json::from(question.approvers.clone()).to_string(),
        allows_self: question.allows_self,
        at,
        due: question.due,
    }
}

fn decision(row: &StateRow) -> Option<Decision> {
    let verdict = match row.state.as_str() {
        "approved" => Verdict::Approved,
        "rejected" => Verdict::Rejected,
        "timed_out" => Verdict::TimedOut,
        _ => return None,
    };
    let (by, at) = (row.decided_by.clone(), row.decided_at.unwrap_or_default());
    Some(Decision { verdict, by, at, comment: row.comment.clone() })
}

#[async_trait]
impl Approvals for Desk {
    async fn ask(&self, caller: &Caller, question: &Question) -> Result<Option<Decision>, NodeError> {
        self.settled(caller, question).await.map_err(|error| {
            tracing::error!(%error, run_id = caller.run, "nobody could be asked for approval");
            let message = "Nobody could be asked: the database failed. The server's log says why.";
            NodeError::new(ErrorKind::DATABASE, message)
        })
    }

    async fn news(&self, _: &Caller) {
        let _ = tokio::time::timeout(LOOK_EVERY, self.decided.notified()).await;
    }
}
