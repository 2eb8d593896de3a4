//! The runs that this process executes now, and the way to stop them and to wake who starts them.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use engine::RunId;
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::journal::Claim;

/// The runs that are executed now.
#[derive(Default)]
pub struct Active {
    runs: Mutex<Runs>,
    wake: Notify,
    /// Whether to look also for runs that were left, or put away and are due.
    look_everywhere: AtomicBool,
    room: Notify,
}

#[derive(Default)]
struct Runs {
    running: HashMap<RunId, Running>,
    /// Cancelled while nobody here executed them: their claim may be on its way.
    cancelled: HashSet<RunId>,
}

/// A run that is executed now.
#[derive(Clone)]
pub(super) struct Running {
    /// What it is held by.
    pub(super) claim: Claim,
    /// The flow it belongs to.
    pub(super) flow: String,
    /// Cancels it: clean-up runs.
    pub(super) cancel: CancellationToken,
    /// Drops it: somebody else executes it.
    pub(super) lost: CancellationToken,
}

impl Active {
    /// There is a new run in the queue.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// A run that is put away may have to go on.
    pub(super) fn wake_for_parked(&self) {
        self.look_everywhere.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    /// Stops a run, if it is executed now or was claimed a moment ago.
    pub fn cancel(&self, run: RunId) {
        let mut runs = self.runs.lock();
        match runs.running.get(&run) {
            Some(running) => running.cancel.cancel(),
            None => drop(runs.cancelled.insert(run)),
        }
    }

    /// Claims that were on their way are known by now.
    pub(super) fn forget_cancelled(&self) {
        self.runs.lock().cancelled.clear();
    }

    pub(super) async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Whether somebody asked since the last time to look everywhere.
    pub(super) fn takes_look_everywhere(&self) -> bool {
        self.look_everywhere.swap(false, Ordering::AcqRel)
    }

    /// Some runs left the queue.
    pub(super) fn made_room(&self) {
        self.room.notify_waiters();
    }

    /// Resolves once runs have left the queue.
    pub(super) fn room(&self) -> tokio::sync::futures::Notified<'_> {
        self.room.notified()
    }

    /// Notes a run that is about to be executed. An earlier claim on it by this process is lost.
    pub(super) fn add(&self, run: RunId, running: Running) {
        let mut runs = self.runs.lock();
        if runs.cancelled.remove(&run) {
            running.cancel.cancel();
        }
        if let Some(earlier) = runs.running.insert(run, running) {
            earlier.lost.cancel();
        }
    }

    /// Notes that a run is executed no more; `false` if it is, by a later claim.
    pub(super) fn remove(&self, run: RunId, claim: Claim) -> bool {
        let mut runs = self.runs.lock();
        let is_latest = runs.running.get(&run).is_none_or(|running| running.claim == claim);
        if is_latest {
            runs.running.remove(&run);
        }
        is_latest
    }

    /// How many runs of each flow are executed.
    pub(super) fn by_flow(&self) -> HashMap<String, usize> {
        let mut flows = HashMap::new();
        for running in self.runs.lock().running.values() {
            *flows.entry(running.flow.clone()).or_default() += 1;
        }
        flows
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<Running> {
        self.runs.lock().running.values().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running() -> Running {
        let claim = Claim { no: 1, fence: 1 };
        Running { claim, flow: String::new(), cancel: CancellationToken::new(), lost: CancellationToken::new() }
    }

    #[test]
    fn a_run_that_is_cancelled_while_its_claim_is_on_its_way_is_stopped() {
        let (active, run, other) = (Active::default(), RunId::fresh(), RunId::fresh());
        active.cancel(run);
        let (first, second) = (running(), running());
        active.add(run, first.clone());
        active.add(other, second.clone());
        assert!(first.cancel.is_cancelled() && !second.cancel.is_cancelled());
    }

    #[test]
    fn a_later_claim_of_the_same_run_drops_the_earlier_one() {
        let (active, run, earlier) = (Active::default(), RunId::fresh(), running());
        active.add(run, earlier.clone());
        let later = Running { claim: Claim { no: 1, fence: 2 }, ..running() };
        active.add(run, later.clone());
        assert!(earlier.lost.is_cancelled() && !later.lost.is_cancelled());
        assert!(!active.remove(run, earlier.claim) && active.remove(run, later.claim));
        assert!(active.all().is_empty());
    }
}
