//! Notes when a run is held, and when it goes on.

use std::sync::Arc;

use engine::RunStatus;
use engine::debug::Debugger;
use node_sdk::Clock;

use super::super::store::RunRow;
use super::store::Mark;
use crate::journal::Hold;
use crate::live::{Hub, Place, RunEvent, Topic};
use crate::wire::word;

/// Notes when one run is held, and when it goes on.
pub struct Pauses {
    pub(in super::super) hold: Hold,
    pub(in super::super) hub: Arc<Hub>,
    pub(in super::super) row: RunRow,
    pub(in super::super) debugger: Arc<Debugger>,
    pub(in super::super) clock: Arc<dyn Clock>,
}

impl Pauses {
    /// Milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The run is held at a place, or goes on.
    pub fn tell(&self, topic: &Topic, at: Option<Place>) {
        let status = if at.is_some() { RunStatus::Paused } else { RunStatus::Running };
        let debug = serde_json::to_string(&self.debugger.saved()).unwrap_or_default();
        let mark = Mark { claim: self.hold.claim(), status: word(&status), debug };
        // In the queue of the writer; nobody waits for the answer.
        drop(self.hold.writer().submit(mark));
        topic.publish(&RunEvent::Status { status, at });
        self.hub.list_changed(|| RunRow { status: word(&status), ..self.row.clone() });
    }
}
