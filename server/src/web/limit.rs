//! How often something may be done, for each of many who do it.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Those who have done nothing for a while are forgotten once there are more.
const MANY: usize = 10_000;

/// Counts what each does.
pub(crate) struct Limit(DefaultKeyedRateLimiter<String>);

impl Limit {
    /// Each may do it `burst` times at once, and once more each `period`.
    pub(crate) fn new(period: Duration, burst: u32) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(period).unwrap_or(Quota::per_second(NonZeroU32::MIN));
        Self(RateLimiter::keyed(quota.allow_burst(burst)))
    }

    /// Counts one more time.
    ///
    /// # Errors
    /// After how many seconds it may be done again, if it was done too often.
    pub(crate) fn count(&self, who: &str) -> Result<(), u64> {
        if self.0.len() > MANY {
            self.0.retain_recent();
        }
        let refused =
            |refusal: governor::NotUntil<_>| refusal.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        self.0.check_key(&who.to_owned()).map_err(refused)
    }
}
