//! A world to run a flow in: no machine, no web server, and time that passes only where everybody waits.

use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::{
    Caller, Clock, Credential, ErrorKind, Host, Hosts, Http, HttpRequest, HttpResponse, NodeError, Services, Target,
};
use tokio::time::{Duration, Instant, sleep};

/// The services of one run, which begins now.
pub(crate) fn services() -> Services {
    Services::new(Arc::new(Nowhere), Arc::new(Nowhere), Arc::new(Paused { since: Instant::now() }))
}

struct Nowhere;

#[async_trait]
impl Hosts for Nowhere {
    async fn connect(
        &self,
        _: &Caller,
        _: Option<&Target>,
        _: Option<Credential>,
    ) -> Result<Arc<dyn Host>, NodeError> {
        Err(NodeError::new(ErrorKind::NOT_PERMITTED, "There is no machine here."))
    }
}

#[async_trait]
impl Http for Nowhere {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, NodeError> {
        Err(NodeError::new(ErrorKind::NOT_PERMITTED, "There is no web server here."))
    }
}

/// When every run begins: 1 January 2026, 00:00 UTC.
const START: i64 = 1_767_225_600_000;

struct Paused {
    since: Instant,
}

#[async_trait]
impl Clock for Paused {
    fn now(&self) -> i64 {
        START + i64::try_from(self.since.elapsed().as_millis()).unwrap_or(i64::MAX - START)
    }

    async fn sleep_until(&self, time: i64) {
        sleep(Duration::from_millis(u64::try_from(time.saturating_sub(self.now())).unwrap_or(0))).await;
    }
}
