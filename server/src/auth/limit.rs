//! How often one may try to sign in, per address and per user name, and how many accounts one address may make.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Error;

const PER_ADDRESS: (u64, u32) = (1, 60);
const PER_USER: (u64, u32) = (3, 20);
const PER_NEWCOMER: (u64, u32) = (30, 10);
const MANY: usize = 10_000;

/// Counts attempts.
pub(super) struct Attempts {
    by_address: DefaultKeyedRateLimiter<String>,
    by_user: DefaultKeyedRateLimiter<String>,
}

impl Attempts {
    /// Nobody has tried yet.
    pub(super) fn new() -> Self {
        Self { by_address: limiter(PER_ADDRESS), by_user: limiter(PER_USER) }
    }

    /// Counts one attempt.
    ///
    /// # Errors
    /// If there were too many.
    pub(super) fn count(&self, address: &str, user: &str) -> Result<(), Error> {
        let user: String = user.to_lowercase().chars().take(100).collect();
        check(&self.by_address, &address.to_owned())?;
        check(&self.by_user, &user)
    }
}

/// Counts accounts that people make for themselves.
pub(super) struct Newcomers(DefaultKeyedRateLimiter<String>);

impl Newcomers {
    /// Nobody has come yet.
    pub(super) fn new() -> Self {
        Self(limiter(PER_NEWCOMER))
    }

    /// Counts one account.
    ///
    /// # Errors
    /// If there were too many from this address.
    pub(super) fn count(&self, address: &str) -> Result<(), Error> {
        check(&self.0, &address.to_owned())
    }
}

fn limiter((seconds, burst): (u64, u32)) -> DefaultKeyedRateLimiter<String> {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(Duration::from_secs(seconds)).unwrap_or(Quota::per_second(NonZeroU32::MIN));
    RateLimiter::keyed(quota.allow_burst(burst))
}

fn check(limiter: &DefaultKeyedRateLimiter<String>, key: &String) -> Result<(), Error> {
    if limiter.len() > MANY {
        limiter.retain_recent();
    }
    limiter.check_key(key).map_err(|refusal| {
        let wait = refusal.wait_time_from(DefaultClock::default().now());
        Error::TooManyAttempts { seconds: wait.as_secs() + 1 }
    })
}
