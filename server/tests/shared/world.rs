//! What tests of several doors start from: a place for a server's data, and a clock.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use node_hosts::SystemClock;
use node_sdk::Clock;

/// The real time, which a test can move on.
#[derive(Default)]
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).expect("a short time"), Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> i64 {
        SystemClock.now() + self.0.load(Ordering::SeqCst)
    }

    async fn sleep_until(&self, time: i64) {
        SystemClock.sleep_until(time - self.0.load(Ordering::SeqCst)).await;
    }
}

/// Where a server keeps what it has. The module says on which database.
pub(crate) struct Home(databases::Home);

impl Home {
    pub(crate) async fn new() -> Self {
        Self(databases::Home::of(module_path!()).await)
    }
}

impl std::ops::Deref for Home {
    type Target = databases::Home;

    fn deref(&self) -> &databases::Home {
        &self.0
    }
}
