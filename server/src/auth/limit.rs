//! How often one may try to sign in, per address and per user name, and how many accounts one address may make.

use std::time::Duration;

use super::Error;
use crate::web::Limit;

const PER_ADDRESS: (Duration, u32) = (Duration::from_secs(1), 60);
const PER_USER: (Duration, u32) = (Duration::from_secs(3), 20);
const PER_NEWCOMER: (Duration, u32) = (Duration::from_secs(30), 10);

/// Counts attempts.
pub(super) struct Attempts {
    by_address: Limit,
    by_user: Limit,
}

impl Attempts {
    /// Nobody has tried yet.
    pub(super) fn new() -> Self {
        Self { by_address: Limit::new(PER_ADDRESS.0, PER_ADDRESS.1), by_user: Limit::new(PER_USER.0, PER_USER.1) }
    }

    /// Counts one attempt.
    ///
    /// # Errors
    /// If there were too many.
    pub(super) fn count(&self, address: &str, user: &str) -> Result<(), Error> {
        let user: String = user.to_lowercase().chars().take(100).collect();
        check(&self.by_address, address)?;
        check(&self.by_user, &user)
    }
}

/// Counts accounts that people make for themselves.
pub(super) struct Newcomers(Limit);

impl Newcomers {
    /// Nobody has come yet.
    pub(super) fn new() -> Self {
        Self(Limit::new(PER_NEWCOMER.0, PER_NEWCOMER.1))
    }

    /// Counts one account.
    ///
    /// # Errors
    /// If there were too many from this address.
    pub(super) fn count(&self, address: &str) -> Result<(), Error> {
        check(&self.0, address)
    }
}

fn check(limit: &Limit, who: &str) -> Result<(), Error> {
    limit.count(who).map_err(|seconds| Error::TooManyAttempts { seconds })
}
