//! Settings of what is kept, and for how long.

use std::time::Duration;

use anyhow::ensure;

use crate::retention::Retention;
use crate::runs::Queue;

const MOST_DAYS: u64 = 36_500;
const MOST_RUNS: i64 = 1_000_000_000;
const MOST_MEGABYTES: u64 = 1 << 20;
const LONGEST_PARK: u64 = 86_400;
/// What the files of one run may have together, where nothing else is said.
const MEGABYTES: u64 = 1024;

/// What is kept, and for how long; as flags, and in the file.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct KeepFlags {
    /// Days that finished runs are kept [default: 90]
    #[arg(long, env = "OPSCONDUCTOR_RETENTION_DAYS")]
    pub retention_days: Option<u64>,
    /// How many finished runs are kept at most [default: 100000]
    #[arg(long, env = "OPSCONDUCTOR_RETENTION_RUNS")]
    pub retention_runs: Option<i64>,
    /// Megabytes that the files of one run may have together [default: 1024]
    #[arg(long, env = "OPSCONDUCTOR_ARTIFACTS_MB")]
    pub artifacts_mb: Option<u64>,
    /// Seconds after which a run that only waits is put away from memory [default: 60]
    #[arg(long, env = "OPSCONDUCTOR_PARK_AFTER_SECONDS")]
    pub park_after_seconds: Option<u64>,
}

/// Bytes that the files of one run may have together, where nothing else is said.
pub(super) const ARTIFACT_BYTES: u64 = MEGABYTES << 20;

/// How long runs are kept; flags go before the file.
pub(super) fn retention(flags: &KeepFlags, file: &KeepFlags) -> anyhow::Result<Retention> {
    let usual = Retention::default();
    let days = flags.retention_days.or(file.retention_days).unwrap_or(usual.days);
    let runs = flags.retention_runs.or(file.retention_runs).unwrap_or(usual.runs);
    ensure!((1..=MOST_DAYS).contains(&days), "retention_days must be from 1 to {MOST_DAYS}, not {days}");
    ensure!((1..=MOST_RUNS).contains(&runs), "retention_runs must be from 1 to {MOST_RUNS}, not {runs}");
    Ok(Retention { days, runs })
}

/// Bytes that the files of one run may have together.
pub(super) fn artifact_bytes(flags: &KeepFlags, file: &KeepFlags) -> anyhow::Result<u64> {
    let megabytes = flags.artifacts_mb.or(file.artifacts_mb).unwrap_or(MEGABYTES);
    ensure!(
        (1..=MOST_MEGABYTES).contains(&megabytes),
        "artifacts_mb must be from 1 to {MOST_MEGABYTES}, not {megabytes}"
    );
    Ok(megabytes << 20)
}

/// The queue, with how long a run that only waits stays in memory.
pub(super) fn parking(queue: Queue, flags: &KeepFlags, file: &KeepFlags) -> anyhow::Result<Queue> {
    let Some(seconds) = flags.park_after_seconds.or(file.park_after_seconds) else { return Ok(queue) };
    ensure!(
        (1..=LONGEST_PARK).contains(&seconds),
        "park_after_seconds must be from 1 to {LONGEST_PARK}, not {seconds}"
    );
    Ok(Queue { park_after: Some(Duration::from_secs(seconds)), ..queue })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_keep_nothing_is_refused_by_name() {
        let none = KeepFlags { retention_days: Some(0), artifacts_mb: Some(0), ..KeepFlags::default() };
        let file = KeepFlags { retention_days: Some(7), retention_runs: Some(9), ..KeepFlags::default() };
        let refused = retention(&none, &file).expect_err("nothing would be kept").to_string();
        assert!(refused.contains("retention_days"), "{refused}");
        assert!(artifact_bytes(&none, &file).is_err());
        assert_eq!(retention(&KeepFlags::default(), &file).expect("settings"), Retention { days: 7, runs: 9 });
        assert_eq!(artifact_bytes(&KeepFlags::default(), &file).expect("settings"), ARTIFACT_BYTES);
    }
}
