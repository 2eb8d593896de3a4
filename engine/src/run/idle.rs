//! Whether a run only waits, and for how long: then it need not be kept in memory.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;

/// What a run is busy with and what it waits for.
#[derive(Default)]
pub(crate) struct Idle {
    busy: AtomicU32,
    /// How many wait for each moment, in milliseconds since 1970.
    timers: Mutex<BTreeMap<i64, u32>>,
}

/// Something goes on that would be lost if the run were put away.
pub(crate) struct Busy<'a>(&'a Idle);

/// What is marked as busy only waits.
pub(crate) struct Paused<'a>(&'a Idle);

/// Something waits for a moment.
pub(crate) struct Timer<'a>(&'a Idle, i64);

impl Idle {
    /// Marks the run as busy until the mark is dropped.
    pub(crate) fn busy(&self) -> Busy<'_> {
        self.busy.fetch_add(1, Ordering::Relaxed);
        Busy(self)
    }

    /// What is marked as busy counts as waiting until this is dropped.
    pub(crate) fn pause(&self) -> Paused<'_> {
        self.busy.fetch_sub(1, Ordering::Relaxed);
        Paused(self)
    }

    /// Notes that something waits for a moment, until the note is dropped.
    pub(crate) fn timer(&self, due: i64) -> Timer<'_> {
        *self.timers.lock().entry(due).or_default() += 1;
        Timer(self, due)
    }

    /// Whether nothing goes on but waiting.
    pub(crate) fn is_waiting(&self) -> bool {
        self.busy.load(Ordering::Relaxed) == 0
    }

    /// The first moment that is waited for.
    pub(crate) fn due(&self) -> Option<i64> {
        self.timers.lock().first_key_value().map(|(due, _)| *due)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Paused<'_> {
    fn drop(&mut self) {
        self.0.busy.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        let mut timers = self.0.timers.lock();
        if let Some(count) = timers.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                timers.remove(&self.1);
            }
        }
    }
}
