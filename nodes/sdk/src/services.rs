//! The services nodes work with, each behind a trait.

use std::sync::Arc;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::{
    Approvals, Credential, Credentials, Decision, ErrorKind, Host, Http, Map, NodeError, Notice, Notices, Question,
    Str, Target, Value,
};

/// Everything outside the engine that a node can reach.
#[derive(Clone)]
pub struct Services {
    /// Machines.
    pub hosts: Arc<dyn Hosts>,
    /// Web servers.
    pub http: Arc<dyn Http>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Other flows.
    pub flows: Arc<dyn Flows>,
    /// Variables that all runs share.
    pub globals: Arc<dyn Globals>,
    /// Files kept with a run.
    pub artifacts: Arc<dyn Artifacts>,
    /// The way to people.
    pub notices: Arc<dyn Notices>,
    /// People who decide.
    pub approvals: Arc<dyn Approvals>,
    /// Secrets that are kept apart from flows.
    pub credentials: Arc<dyn Credentials>,
}

impl Services {
    /// Services without other flows, shared variables, artifacts, people and credentials: a node that needs them says so.
    pub fn new(hosts: Arc<dyn Hosts>, http: Arc<dyn Http>, clock: Arc<dyn Clock>) -> Self {
        let nothing = Arc::new(Nothing);
        let (flows, globals) = (Arc::clone(&nothing) as Arc<dyn Flows>, Arc::clone(&nothing) as Arc<dyn Globals>);
        let artifacts = Arc::clone(&nothing) as Arc<dyn Artifacts>;
        let notices = Arc::clone(&nothing) as Arc<dyn Notices>;
        let approvals = Arc::clone(&nothing) as Arc<dyn Approvals>;
        Self { hosts, http, clock, flows, globals, artifacts, notices, approvals, credentials: nothing }
    }
}

/// Finds the machines that nodes work on, and the ways to them.
#[async_trait]
pub trait Hosts: Send + Sync {
    /// The machines that a text stands for: one by its name or id, all of `group:NAME` or `tag:NAME`, or
    /// [`Target::LOCAL`].
    ///
    /// # Errors
    /// Kind `validation_error`, if there is none.
    fn select(&self, selector: &str) -> Result<Vec<Arc<Target>>, NodeError> {
        if selector == Target::LOCAL { Ok(vec![Arc::new(Target::local())]) } else { Err(Target::unknown(selector)) }
    }

    /// The way to a machine; to the one OpsConductor runs on, where none is given.
    ///
    /// # Errors
    /// If it cannot be reached, or does not let us in.
    async fn connect(
        &self,
        caller: &Caller,
        target: Option<&Target>,
        credential: Option<Credential>,
    ) -> Result<Arc<dyn Host>, NodeError>;

    /// Closes what was opened for a run.
    async fn release(&self, _run: &str) {}

    /// Waits until all that was stopped on the machines has ended.
    async fn settle(&self) {}
}

/// The time, so that tests can set it.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970.
    fn now(&self) -> i64;
    /// Waits until the given time, in milliseconds since 1970.
    async fn sleep_until(&self, time: i64);
}

/// One execution of a node, as services know it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Caller {
    /// The run's id.
    pub run: String,
    /// The node's id.
    pub node: Str,
    /// The activation: scope path, node and attempt.
    pub key: String,
}

/// Another flow to run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowCall {
    /// Its id or name.
    pub flow: String,
    /// Its version; the newest where absent.
    pub version: Option<u64>,
    /// What it is given.
    pub parameters: Map,
    /// The message at its start.
    pub input: Value,
    /// Id of the machine it works on.
    pub target: Option<Str>,
}

/// Runs other flows.
#[async_trait]
pub trait Flows: Send + Sync {
    /// Starts the flow, unless this caller did before, and waits for its end. Stops it when `cancel` fires.
    ///
    /// # Errors
    /// If there is no such flow, it cannot be started, or it does not complete.
    async fn call(&self, caller: Caller, call: FlowCall, cancel: CancellationToken) -> Result<Value, NodeError>;
}

/// Variables that all runs share.
#[async_trait]
pub trait Globals: Send + Sync {
    /// The value of a variable, as far as this process knows it.
    fn get(&self, name: &str) -> Option<Value>;
    /// The names there are.
    fn names(&self) -> Vec<String>;
    /// Sets a variable, and writes down who did.
    ///
    /// # Errors
    /// If it cannot be kept.
    async fn set(&self, caller: Caller, name: &str, value: Value) -> Result<(), NodeError>;
}

/// A file kept with a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Its id within the run.
    pub id: String,
    /// What people call it, such as `results.jsonl`.
    pub name: String,
    /// Such as `text/plain`.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

impl Artifact {
    /// What a flow sees: `artifact` (its id), `name`, `media_type`, `size`.
    pub fn to_value(&self) -> Value {
        Value::object([
            ("artifact", self.id.as_str().into()),
            ("name", self.name.as_str().into()),
            ("media_type", self.media_type.as_str().into()),
            ("size", Value::Int(i64::try_from(self.size).unwrap_or(i64::MAX))),
        ])
    }
}

/// Keeps files with a run.
#[async_trait]
pub trait Artifacts: Send + Sync {
    /// Opens a file; one of the same caller and name is replaced when the new one is finished.
    ///
    /// # Errors
    /// If it cannot be written.
    async fn create(&self, caller: Caller, name: &str, media_type: &str) -> Result<Box<dyn ArtifactWriter>, NodeError>;
}

/// A file being written. Dropped before it is finished, it leaves no trace.
#[async_trait]
pub trait ArtifactWriter: Send {
    /// Adds to the file.
    ///
    /// # Errors
    /// If it cannot be written, or grows too large.
    async fn write(&mut self, content: &[u8]) -> Result<(), NodeError>;
    /// Keeps the file.
    ///
    /// # Errors
    /// If it cannot be written.
    async fn finish(self: Box<Self>) -> Result<Artifact, NodeError>;
}

/// What there is where nothing was set up.
struct Nothing;

fn missing(what: &str) -> NodeError {
    NodeError::new(ErrorKind::NOT_PERMITTED, format!("{what} are not available where this flow is run."))
}

#[async_trait]
impl Flows for Nothing {
    async fn call(&self, _: Caller, _: FlowCall, _: CancellationToken) -> Result<Value, NodeError> {
        Err(missing("Other flows"))
    }
}

#[async_trait]
impl Globals for Nothing {
    fn get(&self, _: &str) -> Option<Value> {
        None
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    async fn set(&self, _: Caller, _: &str, _: Value) -> Result<(), NodeError> {
        Err(missing("Global variables"))
    }
}

#[async_trait]
impl Artifacts for Nothing {
    async fn create(&self, _: Caller, _: &str, _: &str) -> Result<Box<dyn ArtifactWriter>, NodeError> {
        Err(missing("Artifacts"))
    }
}

#[async_trait]
impl Notices for Nothing {
    async fn send(&self, _: Caller, _: Notice) -> Result<String, NodeError> {
        Err(missing("Notifications"))
    }

    fn run_address(&self, _: &str) -> Option<String> {
        None
    }
}

#[async_trait]
impl Approvals for Nothing {
    async fn ask(&self, _: &Caller, _: &Question) -> Result<Option<Decision>, NodeError> {
        Err(missing("Approvals"))
    }

    async fn news(&self, _: &Caller) {}
}

#[async_trait]
impl Credentials for Nothing {
    async fn open(&self, _: &Caller, _: &str, _: &str) -> Result<Credential, NodeError> {
        Err(missing("Credentials"))
    }
}
