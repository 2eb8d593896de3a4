//! Handlers of the run routes.

pub(super) mod bulk;
pub(super) mod cancel;
pub(super) mod children;
pub(super) mod debug;
pub(super) mod delete;
pub(super) mod facets;
pub(super) mod get;
pub(super) mod histogram;
pub(super) mod history;
pub(super) mod interrupted;
pub(super) mod iterations;
pub(super) mod list;
pub(super) mod logs;
pub(super) mod priority;
pub(super) mod queue;
pub(super) mod rerun;
pub(super) mod retry;
pub(super) mod sessions;
pub(super) mod start;
pub(super) mod steps;
pub(super) mod variables;

use engine::{RunId, RunStatus};

use super::store::RunRow;
use crate::wire::of_word;

/// The id as the engine has it; rows hold no others.
fn id_of(row: &RunRow) -> RunId {
    RunId(row.id.parse().unwrap_or_default())
}

fn is_over(row: &RunRow) -> bool {
    of_word::<RunStatus>(&row.status).is_some_and(RunStatus::is_final)
}
