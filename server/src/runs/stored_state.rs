//! The state of a run that is not executed now, as the live channel shows it.

use engine::RunStatus;

use super::store;
use super::view::RunItem;
use crate::live::RunState;
use crate::store::{Result, Store};
use crate::wire::{of_word, preview};

/// What the database knows of a run.
pub async fn stored_state(store: &Store, id: &str) -> Result<Option<RunState>> {
    let Some((row, details)) = store::find(store, id).await?.zip(store::details(store, id).await?) else {
        return Ok(None);
    };
    let status = of_word(&row.status).unwrap_or(RunStatus::Failed);
    let item = RunItem::from(row);
    let result = details.result.and_then(|text| serde_json::from_str(&text).ok());
    Ok(Some(RunState {
        status,
        nodes: details.nodes.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
        error: item.error,
        result: result.map(|value| preview(value).0),
        started_at: item.started_at,
        finished_at: item.finished_at,
        variables: indexmap::IndexMap::default(),
    }))
}
