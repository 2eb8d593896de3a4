//! How many messages go out, so that a loop does not flood anybody.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use node_sdk::{ErrorKind, NodeError};

const PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("it is more than zero");
const PER_RUN: NonZeroU32 = NonZeroU32::new(100).expect("it is more than zero");
/// How long the messages of a run count.
const DAY: Duration = Duration::from_secs(86_400);
const MANY_RUNS: usize = 10_000;

/// Counts messages.
pub(super) struct Limits {
    by_channel: DefaultKeyedRateLimiter<&'static str>,
    by_run: DefaultKeyedRateLimiter<String>,
    per_minute: NonZeroU32,
    per_run: NonZeroU32,
}

impl Limits {
    pub(super) fn new(per_minute: Option<u32>, per_run: Option<u32>) -> Self {
        let per_minute = per_minute.and_then(NonZeroU32::new).unwrap_or(PER_MINUTE);
        let per_run = per_run.and_then(NonZeroU32::new).unwrap_or(PER_RUN);
        let a_run = Quota::with_period(DAY / per_run.get()).unwrap_or(Quota::per_hour(per_run));
        Self {
            by_channel: RateLimiter::keyed(Quota::per_minute(per_minute)),
            by_run: RateLimiter::keyed(a_run.allow_burst(per_run)),
            per_minute,
            per_run,
        }
    }

    /// Counts one message.
    ///
    /// # Errors
    /// `limit` if there were too many.
    pub(super) fn count(&self, run: &str, channel: &'static str) -> Result<(), NodeError> {
        if self.by_run.len() > MANY_RUNS {
            self.by_run.retain_recent();
        }
        if self.by_run.check_key(&run.to_owned()).is_err() {
            return Err(too_many(&format!(
                "The run has sent {} messages, which is the most it may send",
                self.per_run
            )));
        }
        if self.by_channel.check_key(&channel).is_err() {
            let most = self.per_minute;
            return Err(too_many(&format!("More than {most} messages a minute are on their way by `{channel}`")));
        }
        Ok(())
    }
}

fn too_many(what: &str) -> NodeError {
    let message = format!(
        "{what}. Send one message for many things, or ask an administrator to raise the limit (`--notify-per-minute`, \
         `--notify-per-run`)."
    );
    NodeError::new(ErrorKind::LIMIT, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_and_a_channel_have_their_limits() {
        let limits = Limits::new(Some(3), Some(2));
        assert!(limits.count("a", "email").is_ok() && limits.count("a", "slack").is_ok());
        let run = limits.count("a", "email").expect_err("the run has sent two");
        assert!(run.message.contains("The run has sent 2"), "{run}");
        assert!(limits.count("b", "email").is_ok() && limits.count("b", "email").is_ok());
        let channel = limits.count("c", "email").expect_err("three went by mail");
        assert!(channel.message.contains("More than 3"), "{channel}");
        assert_eq!(channel.kind, ErrorKind::LIMIT);
    }
}
