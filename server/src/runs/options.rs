//! What a run is told beside its parameters and input, as it is kept.

use engine::Rehearsal;
use node_sdk::Map;
use serde::{Deserialize, Serialize};

/// What a run is told beside its parameters and input.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Options {
    /// Outputs that nodes give without being run, by node id.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) pins: Map,
}

impl Options {
    /// As they are kept.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".into())
    }

    /// What is not really done.
    pub(crate) fn rehearsal(text: &str) -> Option<Rehearsal> {
        let Self { pins } = serde_json::from_str(text).unwrap_or_default();
        (!pins.is_empty()).then(|| Rehearsal { pins, ..Rehearsal::default() })
    }
}
