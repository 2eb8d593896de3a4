//! What the journal says a run has done before.

use std::collections::HashMap;

use node_sdk::{NodeError, Outcome};

use crate::journal::Record;

/// The journal of a run, by activation.
#[derive(Default)]
pub(crate) struct Replay {
    started: HashMap<String, i64>,
    finished: HashMap<String, Finished>,
}

/// An effect that ended before.
#[derive(Clone)]
pub(crate) struct Finished {
    pub(crate) started_at: i64,
    pub(crate) duration_us: u64,
    pub(crate) result: Result<Outcome, NodeError>,
}

/// What is known of an activation.
pub(crate) enum Known {
    /// Nothing: it never began.
    New,
    /// It began at this time, and its end is not known.
    Begun(i64),
    /// It ended.
    Ended(Finished),
}

impl Replay {
    /// Sorts the records.
    pub(crate) fn new(records: Vec<Record>) -> Self {
        let mut replay = Self::default();
        for record in records {
            match record {
                Record::Started { key, at } => {
                    replay.started.entry(key).or_insert(at);
                }
                Record::Finished { key, started_at, duration_us, result, .. } => {
                    replay.finished.insert(key, Finished { started_at, duration_us, result });
                }
                Record::Choice { .. } => {}
            }
        }
        replay
    }

    /// What is known of an activation.
    pub(crate) fn get(&self, key: &str) -> Known {
        if let Some(finished) = self.finished.get(key) {
            return Known::Ended(finished.clone());
        }
        self.started.get(key).map_or(Known::New, |at| Known::Begun(*at))
    }
}
