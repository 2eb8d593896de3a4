//! How many runs of a flow may go on at the same time, as its document says.
//!
//! The one place that reads `settings.concurrency`.

use node_sdk::{Map, Value};
use serde::Deserialize;

use crate::flows::Checked;

/// How many runs of a flow, or of one key of it, may go on at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Concurrency {
    /// So many; at least one.
    pub(crate) limit: u32,
    /// A template over the parameters: runs with the same text share the limit.
    #[serde(default)]
    pub(crate) key: String,
    /// What happens to a start beyond the limit.
    #[serde(default)]
    pub(crate) on_limit: OnLimit,
}

/// What happens to a start beyond the limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OnLimit {
    /// It waits.
    #[default]
    Queue,
    /// It is not run.
    Drop,
    /// It takes the place of the oldest.
    CancelRunning,
}

/// The limit of a flow, if its document sets one.
pub(crate) fn concurrency(checked: &Checked) -> Option<Concurrency> {
    if !checked.body.contains("\"concurrency\"") {
        return None;
    }
    let document: serde_json::Value = serde_json::from_str(&checked.body).ok()?;
    let concurrency = serde_json::from_value::<Concurrency>(document.pointer("/settings/concurrency")?.clone()).ok()?;
    (concurrency.limit > 0).then_some(concurrency)
}

/// The key of a run: the template with the values of the parameters it names.
pub(crate) fn concurrency_key(concurrency: &Concurrency, parameters: &Map) -> String {
    let (mut key, mut rest) = (String::new(), concurrency.key.as_str());
    while let Some((text, hole)) = rest.split_once("{{") {
        let Some((name, tail)) = hole.split_once("}}") else { break };
        key += text;
        let name = name.trim();
        let value = parameters.iter().find(|(known, _)| known.as_ref() as &str == name).map(|(_, value)| value);
        key += &value.map(Value::to_text).unwrap_or_default();
        rest = tail;
    }
    key + rest
}
