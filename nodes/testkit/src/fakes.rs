//! The outside world of a test: real files and commands in a folder of its own, a web server that exists
//! only in memory, and a clock that stands still.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use node_hosts::{Commands, LocalHosts};
use node_sdk::{Caller, Clock, FlowCall, Flows, Http, HttpRequest, HttpResponse, NodeError, Services, Value};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::{FakeClock, Kept};

/// What lies in a fresh workspace, so that the examples of nodes have something to work on.
const FILES: [(&str, &str); 4] = [
    ("hello.txt", "Hello\n"),
    ("data.json", "{\"servers\": [\"web-1\", \"web-2\"]}\n"),
    ("logs/app.log", "started\nready\n"),
    ("logs/old/app.log", "stopped\n"),
];

/// A test need not wait long for a command that does not stop.
const COMMANDS: Commands = Commands { grace: Duration::from_secs(1), ..Commands::ALLOWED };

/// Services for one test; the workspace is deleted with it.
pub struct Fakes {
    workspace: TempDir,
    /// Stands still until advanced.
    pub clock: Arc<FakeClock>,
    /// What nodes are given.
    pub services: Services,
    /// Global variables, artifacts and notices.
    pub kept: Kept,
}

impl Default for Fakes {
    fn default() -> Self {
        let workspace = tempfile::tempdir().expect("a folder for the workspace");
        for (path, content) in FILES {
            put(&workspace.path().join(path), content);
        }
        let clock = Arc::new(FakeClock::default());
        let hosts = Arc::new(LocalHosts::new(workspace.path().into(), COMMANDS));
        let mut services = Services::new(hosts, Arc::new(HealthyServer), Arc::clone(&clock) as Arc<dyn Clock>);
        let kept = Kept::default();
        services.flows = Arc::new(Echo);
        services.globals = Arc::new(kept.clone());
        services.artifacts = Arc::new(kept.clone());
        services.notices = Arc::new(kept.clone());
        services.approvals = Arc::new(kept.clone());
        Self { workspace, clock, services, kept }
    }
}

impl Fakes {
    /// The same with another way to web servers.
    #[must_use]
    pub fn with_http(mut self, http: impl Http + 'static) -> Self {
        self.services.http = Arc::new(http);
        self
    }

    /// Where a path of the workspace really is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.workspace.path().join(path)
    }

    /// Puts a file into the workspace.
    pub fn put(&self, path: &str, content: &str) {
        put(&self.path(path), content);
    }

    /// The text of a file in the workspace, if it is there.
    pub fn text(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.path(path)).ok()
    }
}

fn put(path: &Path, content: &str) {
    fs::create_dir_all(path.parent().expect("a folder above the file")).expect("the folder is made");
    fs::write(path, content).expect("the file is written");
}

/// Every flow there is: it answers with its parameters and its input.
struct Echo;

#[async_trait]
impl Flows for Echo {
    async fn call(&self, _: Caller, call: FlowCall, _: CancellationToken) -> Result<Value, NodeError> {
        let FlowCall { flow, parameters, input, .. } = call;
        Ok(Value::object([("flow", flow.into()), ("parameters", parameters.into()), ("input", input)]))
    }
}

/// Answers every request with status 200 and a little JSON.
struct HealthyServer;

#[async_trait]
impl Http for HealthyServer {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, NodeError> {
        let headers = vec![("content-type".into(), "application/json".into())];
        Ok(HttpResponse { status: 200, headers, body: br#"{"status":"ok"}"#.to_vec(), truncated: false })
    }
}
