//! All topics: one a run that is executed or watched, and one for the list of runs.

use std::collections::HashMap;
use std::sync::Arc;

use engine::RunId;
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::messages::RunEvent;
use super::topic::{Pulled, RunState, Topic};
use crate::runs::RunRow;

const AT_ONCE: usize = 256;

/// All topics.
pub struct Hub {
    epoch: String,
    list: Arc<Topic>,
    runs: Mutex<HashMap<RunId, Arc<Topic>>>,
}

/// What a watcher gets.
pub enum Update {
    /// Replaces what the watcher has.
    Snapshot {
        /// The number of the last event in it.
        seq: u64,
        /// The state; `None` for the list of runs.
        state: Option<Box<RunState>>,
    },
    /// To be applied in order.
    Events(Vec<(u64, Arc<str>)>),
}

impl Hub {
    /// No topics yet. The epoch is another for each process, since numbers start anew.
    pub fn new(epoch: String) -> Arc<Self> {
        Arc::new(Self { epoch, list: Arc::default(), runs: Mutex::default() })
    }

    /// Which numbering the events have.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// The topic of a run that is about to be executed.
    pub fn open(&self, run: RunId) -> Arc<Topic> {
        let topic = Arc::clone(self.runs.lock().entry(run).or_default());
        topic.set_running(true);
        topic
    }

    /// The run is over; its topic stays for as long as somebody watches.
    pub fn close(&self, run: RunId) {
        let mut runs = self.runs.lock();
        if let Some(topic) = runs.get(&run) {
            topic.set_running(false);
            if topic.is_idle() {
                runs.remove(&run);
            }
        }
    }

    /// The topic of a run that is executed now.
    pub fn running(&self, run: RunId) -> Option<Arc<Topic>> {
        self.runs.lock().get(&run).filter(|topic| topic.is_running()).cloned()
    }

    /// Passes an event of a run on that is not executed, if somebody watches.
    pub fn publish(&self, run: RunId, event: &RunEvent) {
        let topic = self.runs.lock().get(&run).cloned();
        if let Some(topic) = topic {
            topic.publish(event);
        }
    }

    /// Tells those who watch the list that a run changed.
    pub fn list_changed(&self, run: impl FnOnce() -> RunRow) {
        self.list.mention(|| RunEvent::Listed { run: Box::new(run().into()) });
    }

    /// Starts to watch a run, or the list of runs. `seen` is the last event seen, if it is of this epoch.
    pub fn subscribe(self: &Arc<Self>, run: Option<RunId>, seen: Option<u64>, watcher: &Arc<Notify>) -> Subscription {
        let topic = match run {
            None => Arc::clone(&self.list),
            Some(run) => Arc::clone(self.runs.lock().entry(run).or_default()),
        };
        topic.watch(watcher);
        Subscription { hub: Arc::clone(self), run, topic, seen, watcher: Arc::clone(watcher) }
    }
}

/// Somebody who watches a topic.
pub struct Subscription {
    hub: Arc<Hub>,
    run: Option<RunId>,
    topic: Arc<Topic>,
    seen: Option<u64>,
    watcher: Arc<Notify>,
}

impl Subscription {
    /// Takes the state over from the store, for a run that is not executed now.
    pub fn seed(&self, state: RunState) {
        self.topic.seed(state);
    }

    /// What came since the last time; `None` if nothing did.
    pub fn pull(&mut self) -> Option<Update> {
        match self.topic.pull(self.seen, AT_ONCE) {
            Pulled::Snapshot(seq, state) => {
                self.seen = Some(seq);
                Some(Update::Snapshot { seq, state })
            }
            Pulled::Events(events) => {
                self.seen = Some(events.last()?.0);
                Some(Update::Events(events))
            }
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut runs = self.hub.runs.lock();
        self.topic.unwatch(&self.watcher);
        if let Some(run) = self.run.filter(|_| self.topic.is_idle()) {
            runs.remove(&run);
        }
    }
}
