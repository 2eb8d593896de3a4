//! How many runs may go on, how many may wait, and what happens beyond.

use std::time::Duration;

/// The most runs that may be executed at once, or wait, whatever the settings say.
pub(crate) const MOST: usize = 1_000_000;

/// Limits of the queue.
#[derive(Clone, Copy, Debug)]
pub struct Queue {
    /// How many runs are executed at the same time.
    pub at_once: usize,
    /// How many runs may wait for their turn.
    pub limit: usize,
    /// What happens to a start beyond that.
    pub full: Full,
    /// How long a claim holds without being renewed; after that another process may take the run over.
    pub lease: Duration,
    /// Whether no other process executes runs of this database, so that what is left of an earlier one
    /// can be taken over at once.
    pub is_alone: bool,
    /// A run that only waits, for longer than this, is put away. Never where absent.
    pub park_after: Option<Duration>,
}

/// What happens to a start when as many runs wait as may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// It is refused at once.
    Refuse,
    /// It waits this long for a place, and is refused then.
    Wait(Duration),
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            at_once: 16,
            limit: 10_000,
            full: Full::Refuse,
            lease: Duration::from_secs(30),
            is_alone: true,
            park_after: Some(Duration::from_secs(60)),
        }
    }
}

impl Queue {
    /// The limit as the database counts.
    pub(crate) fn most_waiting(&self) -> i64 {
        i64::try_from(self.limit.min(MOST)).unwrap_or(i64::MAX)
    }

    /// The lease in milliseconds.
    pub(crate) fn lease_ms(&self) -> i64 {
        i64::try_from(self.lease.as_millis()).unwrap_or(i64::MAX)
    }
}
