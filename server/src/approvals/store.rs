//! Queries of approvals.

use async_trait::async_trait;
use serde_json::json;
use sqlx::FromRow;

use crate::audit::{self, Author, Entry};
use crate::journal::Operation;
use crate::store::{Result, Store, Tx, change, read, within};

/// A request with its run, as a list shows it.
macro_rules! shown {
    () => {
        "SELECT a.id, a.run_id, r.flow_id, r.flow_name, a.node, a.title, a.message, a.approvers, a.allows_self,
            a.requested_at, r.created_by AS requested_by, a.due_at,
            CASE WHEN a.state = 'pending' AND r.status NOT IN ('pending', 'running', 'paused') THEN 'cancelled'
                ELSE a.state END AS state,
            a.decided_by, a.decided_at, a.comment
        FROM approvals a JOIN runs r ON r.id = a.run_id"
    };
}

const BY_KEY: &str = "SELECT id, state, decided_by, decided_at, comment FROM approvals WHERE run_id = $1 AND key = $2";
const ASK: &str =
    "INSERT INTO approvals (id, run_id, key, node, title, message, approvers, allows_self, requested_at, due_at,
        state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending')";
const ASKS: &str = "UPDATE runs SET asks = (SELECT count(*) FROM approvals WHERE run_id = $1 AND state = 'pending')
    WHERE id = $1";
const DECIDE: &str = "UPDATE approvals SET state = $2, decided_by = $3, decided_at = $4, comment = $5
    WHERE id = $1 AND state = 'pending'
      AND EXISTS (SELECT 1 FROM runs r WHERE r.id = approvals.run_id AND r.status IN ('pending', 'running', 'paused'))";
const FIND: &str = concat!(shown!(), " WHERE a.id = $1");
const LIST: &str = concat!(
    shown!(),
    " WHERE ($1 = '' OR a.run_id = $1) AND ($2 = '' OR (a.state = 'pending') = ($2 = 'pending'))
        AND ($2 <> 'pending' OR r.status IN ('pending', 'running', 'paused')) AND a.id < $3
    ORDER BY a.id DESC LIMIT $4"
);

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[BY_KEY, ASK, ASKS, DECIDE, FIND, LIST];

/// What is needed to go on.
#[derive(FromRow)]
pub(super) struct StateRow {
    pub(super) id: String,
    pub(super) state: String,
    pub(super) decided_by: Option<String>,
    pub(super) decided_at: Option<i64>,
    pub(super) comment: String,
}

/// A request as a list shows it.
#[derive(FromRow)]
pub(super) struct ApprovalRow {
    pub(super) id: String,
    pub(super) run_id: String,
    pub(super) flow_id: Option<String>,
    pub(super) flow_name: String,
    pub(super) node: String,
    pub(super) title: String,
    pub(super) message: String,
    /// A JSON array of user names.
    pub(super) approvers: String,
    pub(super) allows_self: bool,
    pub(super) requested_at: i64,
    pub(super) requested_by: String,
    pub(super) due_at: Option<i64>,
    pub(super) state: String,
    pub(super) decided_by: Option<String>,
    pub(super) decided_at: Option<i64>,
    pub(super) comment: String,
}

/// How a request stands.
pub(super) async fn by_key(store: &Store, run: &str, key: &str) -> Result<Option<StateRow>> {
    read!(store, db => sqlx::query_as(BY_KEY).bind(run).bind(key).fetch_optional(db))
}

pub(super) async fn find(store: &Store, id: &str) -> Result<Option<ApprovalRow>> {
    read!(store, db => sqlx::query_as(FIND).bind(id).fetch_optional(db))
}

/// Requests, the newest first: of a run where one is named, and that are pending or not where that is said.
pub(super) async fn list(
    store: &Store,
    (run, state): (&str, &str),
    before: &str,
    rows: i64,
) -> Result<Vec<ApprovalRow>> {
    read!(store, db => sqlx::query_as(LIST).bind(run).bind(state).bind(before).bind(rows).fetch_all(db))
}

/// Asks, unless the activation did before.
pub(super) struct Ask {
    pub(super) id: String,
    pub(super) run: String,
    pub(super) key: String,
    pub(super) node: String,
    pub(super) title: String,
    pub(super) message: String,
    /// A JSON array of user names.
    pub(super) approvers: String,
    pub(super) allows_self: bool,
    pub(super) at: i64,
    pub(super) due: Option<i64>,
}

#[async_trait]
impl Operation for Ask {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        let known: Option<StateRow> =
            within!(tx, db => sqlx::query_as(BY_KEY).bind(&self.run).bind(&self.key).fetch_optional(db))?;
        if known.is_some() {
            return Ok(());
        }
        change!(tx, db => sqlx::query(ASK)
            .bind(&self.id).bind(&self.run).bind(&self.key).bind(&self.node).bind(&self.title).bind(&self.message)
            .bind(&self.approvers).bind(self.allows_self).bind(self.at).bind(self.due).execute(db))?;
        change!(tx, db => sqlx::query(ASKS).bind(&self.run).execute(db))?;
        let author = audit::who_started(tx, &self.run).await?;
        let details = json!({ "run": self.run, "node": self.node });
        let object = format!("approval:{}", self.id);
        audit::record(tx, &Entry { at: self.at, author: &author, action: "approval.request", object, details }).await
    }
}

/// Decides; `false` if somebody did before, or nobody asks any more.
pub(super) struct Decide {
    pub(super) id: String,
    pub(super) run: String,
    /// `approved`, `rejected` or `timed_out`.
    pub(super) state: &'static str,
    /// Nobody decides where the time runs out.
    pub(super) by: Option<Author>,
    pub(super) at: i64,
    pub(super) comment: String,
    /// Whether somebody decides who was not asked, because administrators may.
    pub(super) overrides: bool,
}

#[async_trait]
impl Operation for Decide {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool> {
        let by = self.by.as_ref().map(|author| &author.name);
        let done = change!(tx, db => sqlx::query(DECIDE)
            .bind(&self.id).bind(self.state).bind(by).bind(self.at).bind(&self.comment).execute(db))?;
        if done == 0 {
            return Ok(false);
        }
        change!(tx, db => sqlx::query(ASKS).bind(&self.run).execute(db))?;
        let author = self.by.clone().unwrap_or_else(Author::system);
        let details = json!({ "run": self.run, "decision": self.state, "overrides": self.overrides });
        let object = format!("approval:{}", self.id);
        let entry = Entry { at: self.at, author: &author, action: "approval.decide", object, details };
        audit::record(tx, &entry).await?;
        Ok(true)
    }
}
