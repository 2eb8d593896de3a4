//! What a run is told beside its parameters and input, as it is kept.

use engine::Rehearsal;
use node_sdk::{Map, Target};
use serde::{Deserialize, Serialize};

/// What a run is told beside its parameters and input.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Options {
    /// Outputs that nodes give without being run, by node id.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) pins: Map,
    /// The id of the start it begins at, where that is not the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) start: Option<String>,
    /// The machine its nodes work on, as it was when the run was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) target: Option<Target>,
    /// Ids of the machines that a run over several is for, and how many it works on at the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) over: Option<(Vec<String>, u32)>,
}

impl Options {
    /// As they are kept.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".into())
    }

    /// Reads what was kept.
    pub(crate) fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// What is not really done.
    pub(crate) fn rehearsal(pins: Map) -> Option<Rehearsal> {
        (!pins.is_empty()).then(|| Rehearsal { pins, ..Rehearsal::default() })
    }
}
