//! The runs that this process executes now, and the way to stop them and to wake who starts them.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use engine::RunId;
use engine::debug::Debugger;
use parking_lot::Mutex;
use tokio::sync::{Notify, Semaphore};
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
    /// The places of runs, once somebody executes runs of the queue.
    places: OnceLock<Arc<Semaphore>>,
}

#[derive(Default)]
struct Runs {
    running: HashMap<RunId, Running>,
    /// Cancelled while nobody here executed them: their claim may be on its way.
    cancelled: HashSet<RunId>,
    /// Something was asked of their debuggers meanwhile.
    news: HashSet<RunId>,
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
    /// Holds it, once it is under way.
    pub(super) debugger: Option<Arc<Debugger>>,
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
        let mut runs = self.runs.lock();
        runs.cancelled.clear();
        runs.news.clear();
    }

    /// The debugger of a run that is executed now.
    pub(super) fn debugger(&self, run: RunId) -> Option<Arc<Debugger>> {
        self.runs.lock().running.get(&run)?.debugger.clone()
    }

    /// The same; if there is none, whoever takes the run up next is told to look again what is asked of it.
    pub(super) fn debugger_or_news(&self, run: RunId) -> Option<Arc<Debugger>> {
        let mut runs = self.runs.lock();
        let debugger = runs.running.get(&run).and_then(|running| running.debugger.clone());
        if debugger.is_none() {
            runs.news.insert(run);
        }
        debugger
    }

    /// Notes the debugger of a run that is taken up; `true` if something was asked of it meanwhile.
    pub(super) fn debugged(&self, run: RunId, claim: Claim, debugger: &Arc<Debugger>) -> bool {
        let mut runs = self.runs.lock();
        if let Some(running) = runs.running.get_mut(&run).filter(|running| running.claim == claim) {
            running.debugger = Some(Arc::clone(debugger));
        }
        runs.news.remove(&run)
    }

    pub(super) async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Whether somebody asked since the last time to look everywhere.
    pub(super) fn takes_look_everywhere(&self) -> bool {
        self.look_everywhere.swap(false, Ordering::AcqRel)
    }

    /// Says what the places of runs are.
    pub(super) fn has_places(&self, places: &Arc<Semaphore>) {
        let _ = self.places.set(Arc::clone(places));
    }

    /// Gives the place of a run that only waits for another one away.
    pub(super) fn lend_place(&self) {
        if let Some(places) = self.places.get() {
            places.add_permits(1);
            self.wake();
        }
    }

    /// Takes it back: the next one that becomes free is not given away again.
    pub(super) fn take_place_back(&self) {
        let (Some(places), Ok(runtime)) = (self.places.get(), tokio::runtime::Handle::try_current()) else { return };
        let places = Arc::clone(places);
        runtime.spawn(async move {
            if let Ok(place) = places.acquire_owned().await {
                place.forget();
            }
        });
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
        let (cancel, lost) = (CancellationToken::new(), CancellationToken::new());
        Running { claim, flow: String::new(), cancel, lost, debugger: None }
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
