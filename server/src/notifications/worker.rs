//! Sends what runs left behind, each message until it is taken or has been tried often enough.

use std::sync::Arc;
use std::time::Duration;

use node_sdk::{Caller, ErrorKind, NodeError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::message::Words;
use super::store::{self, Fate, NotificationRow};
use crate::runs::{self, Runner};
use crate::wire::of_word;

/// How long a new message may lie.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Messages that are looked at together.
const MANY: i64 = 20;
/// Nobody else sends a message in this time, or anybody does after it, if this process is gone.
const CLAIM_MS: i64 = 120_000;
/// How long a message may take; so much shorter than that, that what became of it is written down in time.
const PATIENCE: Duration = Duration::from_secs(90);
/// Pauses between attempts; after the last, the message has failed.
const PAUSES_MS: [i64; 5] = [10_000, 60_000, 300_000, 1_800_000, 7_200_000];

/// Sends what is due, until it is stopped.
pub(crate) fn start(runner: Arc<Runner>, stop: CancellationToken) {
    tokio::spawn(async move {
        while !stop.is_cancelled() {
            if let Err(error) = send_due(&runner).await {
                tracing::error!(%error, "messages about runs could not be looked at; trying again");
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = stop.cancelled() => {}
            }
        }
    });
}

async fn send_due(runner: &Arc<Runner>) -> crate::store::Result<()> {
    if !runner.queue.is_alone {
        runner.preferences.refresh(&runner.store).await?;
    }
    let mut sending = JoinSet::new();
    for row in store::due(&runner.store, runner.clock.now(), MANY).await? {
        if store::claim(&runner.store, &row, runner.clock.now().saturating_add(CLAIM_MS)).await? {
            sending.spawn(deliver(Arc::clone(runner), row));
        }
    }
    while let Some(done) = sending.join_next().await {
        match done {
            Ok(noted) => noted?,
            Err(error) => tracing::error!(%error, "a message about a run could not be sent"),
        }
    }
    Ok(())
}

/// Sends a claimed message, and writes down what became of it.
async fn deliver(runner: Arc<Runner>, row: NotificationRow) -> crate::store::Result<()> {
    let answer = tokio::time::timeout(PATIENCE, send(&runner, &row)).await;
    let answer = answer.unwrap_or_else(|_| {
        let message = format!("It was not taken within {} s.", PATIENCE.as_secs());
        Err(NodeError::new(ErrorKind::TIMEOUT, message))
    });
    store::note(&runner.store, &row, &fate(runner.clock.now(), row.attempts, answer)).await
}

/// What becomes of a message after an attempt that had so many before it.
fn fate(now: i64, before: i64, answer: Result<(), NodeError>) -> Fate {
    let Err(error) = answer else { return Fate { state: "sent", next_at: now, sent_at: Some(now), error: None } };
    let pause = usize::try_from(before).ok().and_then(|before| PAUSES_MS.get(before)).filter(|_| may_pass(&error));
    let state = if pause.is_some() { "pending" } else { "failed" };
    Fate { state, next_at: now.saturating_add(*pause.unwrap_or(&0)), sent_at: None, error: Some(error.message) }
}

/// Whether the same message may be taken later.
fn may_pass(error: &NodeError) -> bool {
    [ErrorKind::NETWORK, ErrorKind::TIMEOUT, ErrorKind::LIMIT, ErrorKind::HTTP_5XX, ErrorKind::DATABASE]
        .contains(&error.kind)
}

async fn send(runner: &Runner, row: &NotificationRow) -> Result<(), NodeError> {
    let unread = |error: crate::store::Error| NodeError::new(ErrorKind::DATABASE, error.to_string());
    let nothing = |what: String| NodeError::new(ErrorKind::VALIDATION, what);
    let run = runs::find(runner, &row.run_id).await;
    let run = run.map_err(|error| NodeError::new(ErrorKind::DATABASE, error.to_string()))?;
    let channel = of_word(&row.channel).ok_or_else(|| nothing(format!("There is no channel `{}`.", row.channel)))?;
    let to = match &row.username {
        Some(user) => {
            let address = store::address(&runner.store, user).await.map_err(unread)?;
            vec![address.ok_or_else(|| nothing(format!("`{user}` has no e-mail address, or may not sign in.")))?]
        }
        None => serde_json::from_str(&row.recipients).unwrap_or_default(),
    };
    let children = match run.target_count {
        Some(_) => runs::child_totals(&runner.store, &run.id).await.map_err(unread)?,
        None => runs::ChildTotals::default(),
    };
    let notices = &runner.services.notices;
    let words = Words::new(&run, &children, notices.run_address(&run.id));
    // The same in each attempt, so that a mail that comes twice can be told by its id.
    let caller = Caller { run: run.id.clone(), node: "".into(), key: format!("ended/{}", row.id) };
    notices.send(caller, words.notice(channel, to)).await.map(drop)
}
