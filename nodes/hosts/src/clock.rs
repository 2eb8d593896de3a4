//! The time of this machine: the one place that reads it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use node_sdk::Clock;

/// The longest single wait, so that a changed system time is noticed.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the Clock that everything else takes the time from")]
    fn now(&self) -> i64 {
        millis(SystemTime::now())
    }

    async fn sleep_until(&self, time: i64) {
        loop {
            let Ok(left @ 1..) = u64::try_from(time.saturating_sub(self.now())) else { return };
            tokio::time::sleep(Duration::from_millis(left).min(LONGEST_WAIT)).await;
        }
    }
}

/// Milliseconds since 1970; negative before.
pub(crate) fn millis(time: SystemTime) -> i64 {
    let count = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    time.duration_since(UNIX_EPOCH).map_or_else(|before| -count(before.duration()), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_before_1970_are_negative() {
        assert_eq!(millis(UNIX_EPOCH + Duration::from_millis(5)), 5);
        assert_eq!(millis(UNIX_EPOCH - Duration::from_millis(5)), -5);
    }

    #[tokio::test]
    async fn sleeps_until_the_given_time_and_not_at_all_for_the_past() {
        let clock = SystemClock;
        let due = clock.now() + 20;
        clock.sleep_until(due).await;
        assert!(clock.now() >= due);
        clock.sleep_until(i64::MIN).await;
    }
}
