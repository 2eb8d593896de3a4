//! A clock that stands still until a test moves it.

use async_trait::async_trait;
use node_sdk::Clock;
use tokio::sync::watch;

/// When a test begins: 1 January 2026, 00:00 UTC.
const START: i64 = 1_767_225_600_000;

/// Time that passes only when a test says so.
pub struct FakeClock {
    now: watch::Sender<i64>,
}

impl FakeClock {
    /// Lets time pass; whoever waits for a moment in it wakes up.
    pub fn advance(&self, milliseconds: i64) {
        self.now.send_modify(|now| *now += milliseconds);
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self { now: watch::Sender::new(START) }
    }
}

#[async_trait]
impl Clock for FakeClock {
    fn now(&self) -> i64 {
        *self.now.borrow()
    }

    async fn sleep_until(&self, time: i64) {
        // The sender lives as long as this future, so the wait cannot fail.
        let _ = self.now.subscribe().wait_for(|now| *now >= time).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_its_time_has_come_and_not_before() {
        let clock = FakeClock::default();
        let due = clock.now() + 100;
        let mut sleeping = clock.sleep_until(due);
        clock.advance(99);
        let early = std::future::poll_fn(|context| std::task::Poll::Ready(sleeping.as_mut().poll(context))).await;
        assert!(early.is_pending());
        clock.advance(1);
        sleeping.await;
    }
}
