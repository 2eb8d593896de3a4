//! Each node's summary while a run goes on, told to the observer a few times a second.

use std::time::{Duration, Instant};

use node_sdk::Progress;

use crate::events::{Branches, Iteration, NodeState, StepStatus};
use crate::program::NodeIndex;

/// How often what changed is told.
pub(crate) const EVERY: Duration = Duration::from_millis(50);

/// The summaries of all nodes of a run.
pub(crate) struct Tally {
    states: Vec<NodeState>,
    /// The node that each is shown as.
    shown: Vec<NodeIndex>,
    changed: Vec<NodeIndex>,
    is_changed: Vec<bool>,
    told: Instant,
}

impl Tally {
    /// Nothing has run yet.
    pub(crate) fn new(shown: Vec<NodeIndex>) -> Self {
        let nodes = shown.len();
        Self {
            states: vec![NodeState::default(); nodes],
            shown,
            changed: Vec::new(),
            is_changed: vec![false; nodes],
            told: Instant::now(),
        }
    }

    /// A node started.
    pub(crate) fn start(&mut self, node: NodeIndex, at: i64) {
        let state = self.change(node);
        state.running += 1;
        state.status = StepStatus::Running;
        state.started_at = Some(at);
    }

    /// A node that was started ended.
    pub(crate) fn end(&mut self, node: NodeIndex, status: StepStatus, duration_us: u64, message: Option<String>) {
        let state = self.change(node);
        state.running = state.running.saturating_sub(1);
        state.duration_us = Some(duration_us);
        self.count(node, status, message);
    }

    /// A node ended that was not told to have started.
    pub(crate) fn count(&mut self, node: NodeIndex, status: StepStatus, message: Option<String>) {
        let state = self.change(node);
        match status {
            StepStatus::Skipped => state.skipped += 1,
            StepStatus::Completed => state.count += 1,
            _ => {
                state.count += 1;
                state.failed += 1;
                state.message = message;
            }
        }
        let hides = status == StepStatus::Skipped && state.count > 0;
        if !hides {
            state.status = if state.running > 0 { StepStatus::Running } else { status };
        }
    }

    /// A node came further.
    pub(crate) fn progress(&mut self, node: NodeIndex, progress: Progress) {
        let state = self.change(node);
        match progress {
            Progress::Iterations { done, total } => state.iteration = Some(Iteration { done, total }),
            Progress::Branches { done, total } => state.branches = Some(Branches { done, total }),
        }
    }

    /// The summaries to tell now: all that changed, if it is time or `now` says so.
    pub(crate) fn due(&mut self, now: bool) -> Vec<(NodeIndex, NodeState)> {
        if self.changed.is_empty() || !(now || self.told.elapsed() >= EVERY) {
            return Vec::new();
        }
        self.told = Instant::now();
        let changed = std::mem::take(&mut self.changed);
        changed
            .into_iter()
            .map(|node| {
                self.is_changed[node] = false;
                (node, self.states[node].clone())
            })
            .collect()
    }

    /// Whether something changed that was not told yet.
    pub(crate) fn has_untold(&self) -> bool {
        !self.changed.is_empty()
    }

    fn change(&mut self, node: NodeIndex) -> &mut NodeState {
        let node = self.shown[node];
        if !self.is_changed[node] {
            self.is_changed[node] = true;
            self.changed.push(node);
        }
        &mut self.states[node]
    }
}
