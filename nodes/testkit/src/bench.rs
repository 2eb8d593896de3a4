//! Runs one node by itself, without an engine: for tests of what a node does with its configuration, the
//! message and the outside world. Expressions and regions need the engine and fail here.

use std::sync::Arc;
use std::time::Instant;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use node_sdk::{
    ActiveNode, ArtifactWriter, Behaviour, Caller, Credential, Ctx, Decision, Dynamic, ErrorKind, Expr, FlowCall, Host,
    Http, Message, Node, NodeError, Notice, Outcome, Progress, PureNode, Question, RegionOutcome, RegionSpec, Runtime,
    Scope, Services, Str, Stream, Value,
};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use crate::Fakes;

/// A line that a node logged.
pub type Line = (Stream, String);

/// A place to run single nodes, with fakes around it.
pub struct Bench {
    /// The outside world.
    pub fakes: Fakes,
    max_output: usize,
    wired: Vec<&'static str>,
    cancel: CancellationToken,
    lines: Mutex<Vec<Line>>,
    variables: Mutex<Vec<(Str, Value)>>,
}

impl Default for Bench {
    fn default() -> Self {
        Self {
            fakes: Fakes::default(),
            max_output: 1 << 20,
            wired: Vec::new(),
            cancel: CancellationToken::new(),
            lines: Mutex::default(),
            variables: Mutex::default(),
        }
    }
}

impl Bench {
    /// The same with another way to web servers.
    #[must_use]
    pub fn with_http(mut self, http: impl Http + 'static) -> Self {
        self.fakes = self.fakes.with_http(http);
        self
    }

    /// The same with something wired to a port.
    #[must_use]
    pub fn with_wire(mut self, port: &'static str) -> Self {
        self.wired.push(port);
        self
    }

    /// The same with another limit of output, in bytes.
    #[must_use]
    pub fn with_max_output(mut self, bytes: usize) -> Self {
        self.max_output = bytes;
        self
    }

    /// Runs an effect with this configuration on an empty message.
    ///
    /// # Errors
    /// What the node says.
    ///
    /// # Panics
    /// If the node cannot read the configuration.
    pub async fn run<N: ActiveNode>(&self, node: N, config: serde_json::Value) -> Result<Outcome, NodeError> {
        self.run_erased(&Node::active(node), config).await
    }

    /// Runs a pure node with this configuration on an empty message.
    ///
    /// # Errors
    /// What the node says.
    ///
    /// # Panics
    /// If the node cannot read the configuration.
    pub async fn run_pure<N: PureNode>(&self, node: N, config: serde_json::Value) -> Result<Outcome, NodeError> {
        self.run_erased(&Node::pure(node), config).await
    }

    /// The content of a file that was kept, by its id.
    pub fn artifact(&self, id: &str) -> Option<Vec<u8>> {
        self.fakes.kept.artifact(id)
    }

    /// What was logged so far.
    pub fn lines(&self) -> Vec<Line> {
        self.lines.lock().clone()
    }

    async fn run_erased(&self, node: &Node, config: serde_json::Value) -> Result<Outcome, NodeError> {
        let config = node.prepare(&config.into()).expect("the configuration fits");
        let (ctx, message) = (Ctx::new(self), Message::default());
        match &node.behaviour {
            Behaviour::Pure(run) => run(&ctx, &config, &message),
            Behaviour::Active(run) | Behaviour::Mixed(_, run) => run(&ctx, &config, &message).await,
        }
    }
}

impl Runtime for Bench {
    fn eval(&self, expr: &Expr) -> Result<Value, NodeError> {
        Err(needs_engine(&format!("the expression `{}`", expr.source())))
    }

    fn resolve(&self, value: &Dynamic) -> Result<Value, NodeError> {
        Ok(value.source().clone())
    }

    fn variable(&self, name: &str) -> Option<Value> {
        self.variables.lock().iter().rev().find(|(known, _)| &**known == name).map(|(_, value)| value.clone())
    }

    fn set_variable(&self, name: &Str, value: Value, _: Scope) -> Result<(), NodeError> {
        self.variables.lock().push((name.clone(), value));
        Ok(())
    }

    fn variable_in(&self, name: &str, _: Scope) -> Option<Value> {
        self.variable(name)
    }

    fn bind(&self, name: Str, value: Value) {
        self.variables.lock().push((name, value));
    }

    fn global(&self, name: &str) -> Option<Value> {
        self.fakes.services.globals.get(name)
    }

    fn set_global<'s>(&'s self, name: &'s Str, value: Value) -> BoxFuture<'s, Result<(), NodeError>> {
        self.fakes.services.globals.set(caller(), name, value)
    }

    fn chosen(&self, _: &str) -> Option<Value> {
        None
    }

    fn choose<'s>(&'s self, _: &'s str, value: Value) -> BoxFuture<'s, Result<Value, NodeError>> {
        std::future::ready(Ok(value)).boxed()
    }

    fn fix(&self, _: &str, value: &mut dyn FnMut() -> Value) -> Value {
        value()
    }

    fn sleep_until(&self, time: i64) -> BoxFuture<'_, ()> {
        self.fakes.services.clock.sleep_until(time)
    }

    fn call_flow(&self, call: FlowCall) -> BoxFuture<'_, Result<Value, NodeError>> {
        self.fakes.services.flows.call(caller(), call, self.cancel.clone())
    }

    fn notify(&self, notice: Notice) -> BoxFuture<'_, Result<String, NodeError>> {
        self.fakes.services.notices.send(caller(), notice)
    }

    fn ask(&self, question: Question) -> BoxFuture<'_, Result<Decision, NodeError>> {
        async move {
            let (caller, approvals) = (caller(), &self.fakes.services.approvals);
            loop {
                if let Some(decision) = approvals.ask(&caller, &question).await? {
                    return Ok(decision);
                }
                approvals.news(&caller).await;
            }
        }
        .boxed()
    }

    fn artifact<'s>(
        &'s self,
        name: &'s str,
        media_type: &'s str,
    ) -> BoxFuture<'s, Result<Box<dyn ArtifactWriter>, NodeError>> {
        self.fakes.services.artifacts.create(caller(), name, media_type)
    }

    fn run_region(&self, spec: RegionSpec) -> BoxFuture<'_, RegionOutcome> {
        panic!("{}", needs_engine(&format!("the region `{}`", spec.port)))
    }

    fn gather(&self, _: Option<node_sdk::Vars>, next: node_sdk::Vars) -> node_sdk::Vars {
        next
    }

    fn merge(&self, _: &[RegionOutcome]) {}

    fn has_wire(&self, port: &str) -> bool {
        self.wired.contains(&port)
    }

    fn log(&self, stream: Stream, line: &str) {
        self.lines.lock().push((stream, line.to_owned()));
    }

    fn progress(&self, _: Progress) {}

    fn cancel(&self) -> &CancellationToken {
        &self.cancel
    }

    fn deadline(&self) -> Option<Instant> {
        None
    }

    fn started_at(&self) -> i64 {
        self.fakes.services.clock.now()
    }

    fn idempotency_key(&self) -> String {
        "bench".into()
    }

    fn max_iterations(&self) -> u64 {
        1_000
    }

    fn max_output(&self) -> usize {
        self.max_output
    }

    fn services(&self) -> &Services {
        &self.fakes.services
    }

    fn host(&self) -> BoxFuture<'_, Result<Arc<dyn Host>, NodeError>> {
        async { self.fakes.services.hosts.connect(&caller(), None, None).await }.boxed()
    }

    fn credential<'s>(&'s self, name: &'s str, purpose: &'s str) -> BoxFuture<'s, Result<Credential, NodeError>> {
        async move { self.fakes.services.credentials.open(&caller(), name, purpose).await }.boxed()
    }

    fn conceal(&self, _: &str) {}
}

fn caller() -> Caller {
    Caller { run: "bench".into(), node: "it".into(), key: "it".into() }
}

fn needs_engine(what: &str) -> NodeError {
    NodeError::new(ErrorKind::INTERNAL, format!("The bench has no engine for {what}; test it by a flow."))
}
