//! One stream of events, what it adds up to, and who waits for more.

use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::RunStatus;
use indexmap::IndexMap;
use node_sdk::{Scope, Str, Value};
use parking_lot::Mutex;
use serde::Serialize;
use tokio::sync::Notify;

use super::messages::RunEvent;
use super::ring::Ring;
use crate::runs::view::{ErrorView, NodeStateView};

/// What a run has come to so far.
#[derive(Clone, Serialize)]
pub struct RunState {
    /// How it stands.
    pub status: RunStatus,
    /// Each node's summary.
    pub nodes: IndexMap<Str, NodeStateView>,
    /// Why it failed.
    pub error: Option<ErrorView>,
    /// What it gave.
    pub result: Option<Value>,
    /// When it started.
    pub started_at: Option<String>,
    /// When it ended.
    pub finished_at: Option<String>,
    /// The variables so far.
    #[serde(skip)]
    pub variables: IndexMap<Str, (Scope, Value)>,
}

impl Default for RunState {
    fn default() -> Self {
        Self {
            status: RunStatus::Pending,
            nodes: IndexMap::default(),
            error: None,
            result: None,
            started_at: None,
            finished_at: None,
            variables: IndexMap::default(),
        }
    }
}

/// How long events are kept for whoever lost the connection.
const KEPT: Duration = Duration::from_secs(60);

/// A stream of events.
#[derive(Default)]
pub struct Topic {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    ring: Ring,
    /// When somebody watched last; who comes back soon gets what came meanwhile.
    left: Option<Instant>,
    /// `None` for the list of runs, which has no state of its own.
    state: Option<RunState>,
    watchers: Vec<Arc<Notify>>,
    is_running: bool,
}

/// What a watcher gets next.
pub(super) enum Pulled {
    /// The state so far; the watcher had missed too much.
    Snapshot(u64, Option<Box<RunState>>),
    /// What came since.
    Events(Vec<(u64, Arc<str>)>),
}

impl Topic {
    /// Takes an event into the state, and passes it on if somebody watches.
    pub fn publish(&self, event: &RunEvent) {
        let mut inner = self.inner.lock();
        if let Some(state) = &mut inner.state {
            event.apply(state);
        }
        inner.pass_on(|| serde_json::to_string(event).unwrap_or_default());
    }

    /// Passes an event on that does not change the state; it is made only if somebody watches.
    pub(super) fn mention(&self, event: impl FnOnce() -> RunEvent) {
        self.inner.lock().pass_on(|| serde_json::to_string(&event()).unwrap_or_default());
    }

    /// The number of the latest event, and the state it led to.
    pub fn look<T>(&self, view: impl FnOnce(u64, Option<&RunState>) -> T) -> T {
        let inner = self.inner.lock();
        view(inner.ring.seq(), inner.state.as_ref())
    }

    /// Marks that a run feeds the topic, from an empty state on; or that it no longer does.
    pub(super) fn set_running(&self, is_running: bool) {
        let mut inner = self.inner.lock();
        inner.is_running = is_running;
        if is_running {
            inner.state = Some(RunState::default());
        }
    }

    /// Takes the state over from the store, unless a run feeds the topic, or has fed it to its end since the
    /// state was read.
    pub(super) fn seed(&self, state: RunState) {
        let mut inner = self.inner.lock();
        let is_over = inner.state.as_ref().is_some_and(|known| known.status.is_final());
        if !inner.is_running && !is_over {
            inner.state = Some(state);
        }
    }

    /// Whether nobody needs the topic.
    pub(super) fn is_idle(&self) -> bool {
        let inner = self.inner.lock();
        !inner.is_running && inner.watchers.is_empty()
    }

    pub(super) fn is_running(&self) -> bool {
        self.inner.lock().is_running
    }

    pub(super) fn watch(&self, watcher: &Arc<Notify>) {
        self.inner.lock().watchers.push(Arc::clone(watcher));
    }

    /// Takes one watcher off; the same one may watch twice.
    pub(super) fn unwatch(&self, watcher: &Arc<Notify>) {
        let mut inner = self.inner.lock();
        if let Some(place) = inner.watchers.iter().position(|known| Arc::ptr_eq(known, watcher)) {
            inner.watchers.swap_remove(place);
            inner.left = Some(Instant::now());
        }
    }

    /// What a watcher who has seen `seen` gets next.
    pub(super) fn pull(&self, seen: Option<u64>, most: usize) -> Pulled {
        let inner = self.inner.lock();
        let events = seen.and_then(|seen| inner.ring.after(seen, most));
        events.map_or_else(|| Pulled::Snapshot(inner.ring.seq(), inner.state.clone().map(Box::new)), Pulled::Events)
    }
}

impl Inner {
    fn pass_on(&mut self, text: impl FnOnce() -> String) {
        let is_watched = !self.watchers.is_empty() || self.left.is_some_and(|left| left.elapsed() < KEPT);
        if !is_watched {
            self.ring.skip();
            return;
        }
        self.ring.push(text().into());
        self.watchers.iter().for_each(|watcher| watcher.notify_one());
    }
}

#[cfg(test)]
mod tests {
    use super::super::messages::run_event;
    use super::*;

    #[test]
    fn what_nobody_watches_is_not_kept_and_who_comes_back_gets_what_came_meanwhile() {
        let event = || run_event(RunStatus::Running, String::new(), None, None);
        let (topic, watcher) = (Topic::default(), Arc::default());
        topic.mention(|| panic!("nobody watches"));
        topic.publish(&event());
        assert!(matches!(topic.pull(Some(1), 10), Pulled::Snapshot(2, None)));
        topic.watch(&watcher);
        topic.mention(event);
        topic.unwatch(&watcher);
        topic.publish(&event());
        let Pulled::Events(events) = topic.pull(Some(2), 10) else { panic!("they are kept") };
        assert_eq!(events.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [3, 4]);
    }

    #[test]
    fn a_state_that_was_read_before_the_end_does_not_hide_the_end() {
        let topic = Topic::default();
        topic.set_running(true);
        topic.publish(&run_event(RunStatus::Completed, String::new(), None, None));
        topic.set_running(false);
        topic.seed(RunState { status: RunStatus::Running, ..RunState::default() });
        assert_eq!(topic.look(|_, state| state.map(|state| state.status)), Some(RunStatus::Completed));
    }
}
