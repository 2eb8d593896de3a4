//! An outside world that never answers, to see that a node can be stopped.

use std::future::pending;
use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::{
    Approvals, Caller, Clock, Command, Credential, Credentials, Decision, Exit, FileEntry, FlowCall, Flows, Host,
    HostError, Hosts, Http, HttpRequest, HttpResponse, NodeError, Notice, Notices, OutputSink, Platform, Question,
    Services, Target, Value, WriteMode,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Accepts everything and finishes nothing. Tells when the first call came.
#[derive(Clone, Default)]
pub(crate) struct Stalled {
    /// Permits one wait after the first call.
    pub(crate) called: Arc<Notify>,
}

impl Stalled {
    async fn stall<T>(&self) -> T {
        self.called.notify_one();
        pending().await
    }
}

impl Stalled {
    /// Services of which none ever answers.
    pub(crate) fn services(&self) -> Services {
        let services = Services::new(Arc::new(self.clone()), Arc::new(self.clone()), Arc::new(self.clone()));
        Services {
            flows: Arc::new(self.clone()),
            notices: Arc::new(self.clone()),
            approvals: Arc::new(self.clone()),
            credentials: Arc::new(self.clone()),
            ..services
        }
    }
}

#[async_trait]
impl Clock for Stalled {
    fn now(&self) -> i64 {
        0
    }

    async fn sleep_until(&self, _: i64) {
        self.stall().await
    }
}

#[async_trait]
impl Flows for Stalled {
    async fn call(&self, _: Caller, _: FlowCall, _: CancellationToken) -> Result<Value, NodeError> {
        self.stall().await
    }
}

#[async_trait]
impl Approvals for Stalled {
    async fn ask(&self, _: &Caller, _: &Question) -> Result<Option<Decision>, NodeError> {
        self.stall().await
    }

    async fn news(&self, _: &Caller) {
        self.stall().await
    }
}

#[async_trait]
impl Credentials for Stalled {
    async fn open(&self, _: &Caller, _: &str, _: &str) -> Result<Credential, NodeError> {
        self.stall().await
    }
}

#[async_trait]
impl Notices for Stalled {
    async fn send(&self, _: Caller, _: Notice) -> Result<String, NodeError> {
        self.stall().await
    }

    fn run_address(&self, _: &str) -> Option<String> {
        None
    }
}

#[async_trait]
impl Hosts for Stalled {
    async fn connect(&self, _: &Caller, _: Option<&Target>, _: Option<Credential>) -> Result<Arc<dyn Host>, NodeError> {
        Ok(Arc::new(self.clone()))
    }
}

#[async_trait]
impl Http for Stalled {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, NodeError> {
        self.stall().await
    }
}

#[async_trait]
impl Host for Stalled {
    fn platform(&self) -> Platform {
        Platform::Local
    }

    async fn exec(&self, _: Command, _: &dyn OutputSink) -> Result<Exit, HostError> {
        self.stall().await
    }

    async fn read(&self, _: &str, _: u64) -> Result<Vec<u8>, HostError> {
        self.stall().await
    }

    async fn write(&self, _: &str, _: &[u8], _: WriteMode, _: Option<u32>, _: bool) -> Result<(), HostError> {
        self.stall().await
    }

    async fn stat(&self, _: &str) -> Result<Option<FileEntry>, HostError> {
        self.stall().await
    }

    async fn list(&self, _: &str, _: bool, _: usize) -> Result<Vec<FileEntry>, HostError> {
        self.stall().await
    }

    async fn delete(&self, _: &str, _: bool) -> Result<(), HostError> {
        self.stall().await
    }
}
