//! What is told of pure nodes and of bodies: the first executions of each at once, the last ones at the
//! end, and of those between only their number; but bodies that failed, as long as they are not too many.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;

use super::shared::Run;
use crate::events::{Step, StepKind};
use crate::program::NodeIndex;

/// Executions of each that are told at once, and as many at the end.
const IN_FULL: usize = 100;
/// Executions of a node's bodies that are told because they failed.
const FAILED: u32 = 1000;

/// How far the telling is.
pub(crate) struct Trail {
    nodes: Vec<AtomicU32>,
    bodies: Vec<AtomicU32>,
    failures: Vec<AtomicU32>,
    late: Mutex<HashMap<(NodeIndex, StepKind), VecDeque<Late>>>,
}

/// What makes the step, once it is clear that it is among the last.
type Late = Box<dyn FnOnce(&Run) -> Step + Send>;

impl Trail {
    pub(crate) fn new(nodes: usize) -> Self {
        let counters = || std::iter::repeat_with(AtomicU32::default).take(nodes).collect();
        Self { nodes: counters(), bodies: counters(), failures: counters(), late: Mutex::default() }
    }

    /// Counts one more execution; whether it is told at once.
    pub(crate) fn is_early(&self, node: NodeIndex, kind: StepKind) -> bool {
        let counters = if kind == StepKind::Node { &self.nodes } else { &self.bodies };
        counters[node].fetch_add(1, Ordering::Relaxed) < u32::try_from(IN_FULL).unwrap_or(u32::MAX)
    }

    /// Counts one more body that failed; whether there were not too many.
    pub(crate) fn is_rare(&self, node: NodeIndex) -> bool {
        self.failures[node].fetch_add(1, Ordering::Relaxed) < FAILED
    }

    /// Whether the node's changes are still told one by one.
    pub(crate) fn is_young(&self, node: NodeIndex) -> bool {
        self.nodes[node].load(Ordering::Relaxed) <= u32::try_from(IN_FULL).unwrap_or(u32::MAX)
    }

    /// Keeps an execution that may turn out to be among the last.
    pub(crate) fn keep(&self, node: NodeIndex, kind: StepKind, step: impl FnOnce(&Run) -> Step + Send + 'static) {
        let mut late = self.late.lock();
        let kept = late.entry((node, kind)).or_default();
        if kept.len() == IN_FULL {
            kept.pop_front();
        }
        kept.push_back(Box::new(step));
    }

    /// The last executions, of each node in the order they ended.
    pub(crate) fn finish(&self, run: &Run) -> Vec<Step> {
        let mut late: Vec<_> = std::mem::take(&mut *self.late.lock()).into_iter().collect();
        late.sort_by_key(|((node, kind), _)| (*node, *kind == StepKind::Region));
        late.into_iter().flat_map(|(_, steps)| steps).map(|step| step(run)).collect()
    }
}
