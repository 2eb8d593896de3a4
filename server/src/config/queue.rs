//! Settings of the queue of runs.

use std::time::Duration;

use anyhow::ensure;
use serde::Deserialize;

use crate::runs::{Full, Queue};

/// The most runs that may be executed at once.
const MOST_AT_ONCE: usize = 10_000;
/// The most runs that may wait.
const MOST_WAITING: usize = 1_000_000;
/// The longest a start may wait for a place, in seconds.
const LONGEST_WAIT: u64 = 300;
const WAIT_SECONDS: u64 = 30;

/// How many runs may go on and wait; as flags, and in the file.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct QueueFlags {
    /// How many runs are executed at the same time [default: 16]
    #[arg(long, env = "OPSCONDUCTOR_RUNS_AT_ONCE")]
    pub runs_at_once: Option<usize>,
    /// How many runs may wait for their turn [default: 10000]
    #[arg(long, env = "OPSCONDUCTOR_QUEUE_LIMIT")]
    pub queue_limit: Option<usize>,
    /// What happens to a start when as many wait [default: refuse]
    #[arg(long, env = "OPSCONDUCTOR_QUEUE_FULL")]
    pub queue_full: Option<QueueFull>,
    /// Seconds that such a start waits for a place, with `--queue-full wait` [default: 30]
    #[arg(long, env = "OPSCONDUCTOR_QUEUE_WAIT_SECONDS")]
    pub queue_wait_seconds: Option<u64>,
}

/// What happens to a start when as many runs wait as may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum QueueFull {
    /// It is refused at once.
    Refuse,
    /// It waits for a place.
    Wait,
}

/// Puts flags and file together.
pub(super) fn queue(flags: &QueueFlags, file: &QueueFlags) -> anyhow::Result<Queue> {
    let usual = Queue::default();
    let at_once = flags.runs_at_once.or(file.runs_at_once).unwrap_or(usual.at_once);
    let limit = flags.queue_limit.or(file.queue_limit).unwrap_or(usual.limit);
    let wait = flags.queue_wait_seconds.or(file.queue_wait_seconds).unwrap_or(WAIT_SECONDS);
    ensure!((1..=MOST_AT_ONCE).contains(&at_once), "runs_at_once must be from 1 to {MOST_AT_ONCE}, not {at_once}");
    ensure!((1..=MOST_WAITING).contains(&limit), "queue_limit must be from 1 to {MOST_WAITING}, not {limit}");
    ensure!(wait <= LONGEST_WAIT, "queue_wait_seconds must be at most {LONGEST_WAIT}, not {wait}");
    let full = match flags.queue_full.or(file.queue_full).unwrap_or(QueueFull::Refuse) {
        QueueFull::Refuse => Full::Refuse,
        QueueFull::Wait => Full::Wait(Duration::from_secs(wait)),
    };
    Ok(Queue { at_once, limit, full, ..usual })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_go_before_the_file_and_what_cannot_be_is_refused_by_name() {
        let file = QueueFlags {
            queue_limit: Some(7),
            runs_at_once: Some(3),
            queue_full: Some(QueueFull::Wait),
            queue_wait_seconds: None,
        };
        let flags = QueueFlags { queue_limit: Some(9), ..QueueFlags::default() };
        let both = queue(&flags, &file).expect("settings");
        assert_eq!((both.at_once, both.limit, both.full), (3, 9, Full::Wait(Duration::from_secs(30))));
        let none = QueueFlags { runs_at_once: Some(0), ..QueueFlags::default() };
        let refused = queue(&none, &QueueFlags::default()).expect_err("nothing would run").to_string();
        assert!(refused.contains("runs_at_once"), "{refused}");
    }
}
