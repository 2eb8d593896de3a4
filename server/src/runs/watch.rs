//! Waiting for the end of a run that is executed here or elsewhere.

use std::sync::Arc;
use std::time::Duration;

use engine::{RunId, RunStatus};
use tokio::sync::Notify;

use super::Runner;
use super::store::{self, RunRow};
use crate::live::Update;
use crate::wire::of_word;

/// How often the end of a run is looked for even if nobody tells.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How the event that tells of a run's end begins.
const ABOUT_RUN: &str = "{\"kind\":\"run\"";

/// The run, once it is over; `None` if it was deleted.
pub(crate) async fn ended(runner: &Runner, id: &str) -> crate::store::Result<Option<RunRow>> {
    let told = Arc::new(Notify::new());
    let run = id.parse().map(RunId).ok();
    let mut watching = run.map(|run| runner.hub.subscribe(Some(run), None, &told));
    loop {
        let Some(row) = store::find(&runner.store, id).await? else { return Ok(None) };
        if of_word(&row.status).is_some_and(RunStatus::is_final) {
            return Ok(Some(row));
        }
        let news = async {
            loop {
                told.notified().await;
                if watching.as_mut().is_none_or(|watching| tells_of_run(watching.pull())) {
                    return;
                }
            }
        };
        let _ = tokio::time::timeout(LOOK_EVERY, news).await;
    }
}

fn tells_of_run(update: Option<Update>) -> bool {
    match update {
        Some(Update::Events(events)) => events.iter().any(|(_, text)| text.starts_with(ABOUT_RUN)),
        Some(Update::Snapshot { .. }) => true,
        None => false,
    }
}
