//! The context: everything a node may know and do while it runs.

use std::sync::Arc;
use std::time::Instant;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::region::{Region, RegionOutcome, RegionSpec, Vars};
use crate::{
    ArtifactWriter, Credential, Decision, Dynamic, ErrorKind, Expr, FlowCall, Host, Http, NodeError, Notice, Question,
    Services, Str, Value,
};

/// How far a variable reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Scope {
    /// Until the enclosing body ends.
    Step,
    /// Until the run ends.
    #[default]
    Job,
    /// Kept for all runs of all flows.
    Global,
}

/// Where a log line came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Standard output of a command.
    Stdout,
    /// Standard error of a command.
    Stderr,
    /// The node itself.
    Log,
}

/// How far a node has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Rounds of a loop; the total is absent where it is not known.
    Iterations {
        /// Rounds that ended.
        done: u64,
        /// Rounds there will be.
        total: Option<u64>,
    },
    /// Branches of a parallel node, or machines that it works on.
    Branches {
        /// Branches that ended.
        done: u64,
        /// Branches there are.
        total: u64,
    },
}

/// What the engine does for a running node. Nodes use [`Ctx`] instead.
pub trait Runtime: Send + Sync {
    /// Evaluates an expression in the node's scope.
    fn eval(&self, expr: &Expr) -> Result<Value, NodeError>;
    /// Evaluates a dynamic value in the node's scope.
    fn resolve(&self, value: &Dynamic) -> Result<Value, NodeError>;
    /// Reads a variable by name, nearest scope first.
    fn variable(&self, name: &str) -> Option<Value>;
    /// Reads a variable of one scope.
    fn variable_in(&self, name: &str, scope: Scope) -> Option<Value>;
    /// Lets the node's own expressions see a name.
    fn bind(&self, name: Str, value: Value);
    /// Sets a variable of the run.
    fn set_variable(&self, name: &Str, value: Value, scope: Scope) -> Result<(), NodeError>;
    /// Reads a variable that all runs share.
    fn global(&self, name: &str) -> Option<Value>;
    /// Sets a variable that all runs share.
    fn set_global<'s>(&'s self, name: &'s Str, value: Value) -> BoxFuture<'s, Result<(), NodeError>>;
    /// What was decided before under this name.
    fn chosen(&self, what: &str) -> Option<Value>;
    /// Records a decision; the one that holds once it is safe.
    fn choose<'s>(&'s self, what: &'s str, value: Value) -> BoxFuture<'s, Result<Value, NodeError>>;
    /// Records a decision; the one that holds.
    fn fix(&self, what: &str, value: &mut dyn FnMut() -> Value) -> Value;
    /// Waits until the given time, in milliseconds since 1970.
    fn sleep_until(&self, time: i64) -> BoxFuture<'_, ()>;
    /// Runs another flow to its end.
    fn call_flow(&self, call: FlowCall) -> BoxFuture<'_, Result<Value, NodeError>>;
    /// Sends a message to people.
    fn notify(&self, notice: Notice) -> BoxFuture<'_, Result<String, NodeError>>;
    /// Asks people, and waits for what they decide.
    fn ask(&self, question: Question) -> BoxFuture<'_, Result<Decision, NodeError>>;
    /// Opens a file that is kept with the run.
    fn artifact<'s>(
        &'s self,
        name: &'s str,
        media_type: &'s str,
    ) -> BoxFuture<'s, Result<Box<dyn ArtifactWriter>, NodeError>>;
    /// Runs a region.
    fn run_region(&self, spec: RegionSpec) -> BoxFuture<'_, RegionOutcome>;
    /// Puts the variables of one more isolated region on top of those of earlier ones.
    fn gather(&self, earlier: Option<Vars>, next: Vars) -> Vars;
    /// Merges the variables of isolated regions, in the order given.
    fn merge(&self, outcomes: &[RegionOutcome]);
    /// Whether any wire leaves by this port.
    fn has_wire(&self, port: &str) -> bool;
    /// Writes a log line.
    fn log(&self, stream: Stream, line: &str);
    /// Reports progress.
    fn progress(&self, progress: Progress);
    /// Fires when the node should stop.
    fn cancel(&self) -> &CancellationToken;
    /// When the node will be stopped.
    fn deadline(&self) -> Option<Instant>;
    /// When this execution first started, in milliseconds since 1970; the same after a crash.
    fn started_at(&self) -> i64;
    /// A key that is the same whenever this execution is repeated, and different from any other.
    fn idempotency_key(&self) -> String;
    /// The most rounds a loop may make in this run.
    fn max_iterations(&self) -> u64;
    /// The most bytes of output a node may keep.
    fn max_output(&self) -> usize;
    /// The services nodes work with.
    fn services(&self) -> &Services;
    /// The way to the machine the node works on.
    fn host(&self) -> BoxFuture<'_, Result<Arc<dyn Host>, NodeError>>;
    /// Opens a credential.
    fn credential<'s>(&'s self, name: &'s str, purpose: &'s str) -> BoxFuture<'s, Result<Credential, NodeError>>;
    /// Keeps a text out of everything people read.
    fn conceal(&self, secret: &str);
}

/// The context of one execution of a node.
pub struct Ctx<'a> {
    runtime: &'a dyn Runtime,
}

impl<'a> Ctx<'a> {
    /// Wraps the engine's side.
    pub fn new(runtime: &'a dyn Runtime) -> Self {
        Self { runtime }
    }

    /// The value of an expression.
    ///
    /// # Errors
    /// Kind `expression_error` with the position, or `limit` if it ran too long.
    pub fn eval(&self, expr: &Expr) -> Result<Value, NodeError> {
        self.runtime.eval(expr)
    }

    /// The truth of a condition.
    ///
    /// # Errors
    /// As [`Ctx::eval`]; also if the value is neither true nor false.
    pub fn is_true(&self, condition: &Expr) -> Result<bool, NodeError> {
        let value = self.runtime.eval(condition)?;
        value.as_bool().ok_or_else(|| {
            let message = format!(
                "The condition `{}` gave {} ({}). A condition must give true or false; compare the value with something.",
                condition.source(),
                value,
                value.type_name()
            );
            NodeError::new(ErrorKind::EXPRESSION, message)
        })
    }

    /// The value of a dynamic field.
    ///
    /// # Errors
    /// As [`Ctx::eval`].
    pub fn resolve(&self, value: &Dynamic) -> Result<Value, NodeError> {
        self.runtime.resolve(value)
    }

    /// A variable by name, nearest scope first.
    pub fn variable(&self, name: &str) -> Option<Value> {
        self.runtime.variable(name)
    }

    /// A variable of one scope: of the enclosing bodies, of the run, or shared by all runs.
    pub fn variable_in(&self, name: &str, scope: Scope) -> Option<Value> {
        self.runtime.variable_in(name, scope)
    }

    /// Lets this node's own expressions see `name`, before any variable; no other node does.
    pub fn bind(&self, name: impl Into<Str>, value: impl Into<Value>) {
        self.runtime.bind(name.into(), value.into());
    }

    /// Sets a variable of the run. Only pure and control nodes may: what an effect finds out is its output.
    ///
    /// # Errors
    /// Kind `limit` if there are too many variables or the value is too large.
    pub fn set_variable(&self, name: &Str, value: Value, scope: Scope) -> Result<(), NodeError> {
        self.runtime.set_variable(name, value, scope)
    }

    /// A variable that all runs share. What is read is recorded, so that a resumed run reads the same.
    pub fn global(&self, name: &str) -> Option<Value> {
        self.runtime.global(name)
    }

    /// Sets a variable that all runs share. Only effects may.
    ///
    /// # Errors
    /// If it cannot be kept, or is too large.
    pub async fn set_global(&self, name: &Str, value: Value) -> Result<(), NodeError> {
        self.runtime.set_global(name, value).await
    }

    /// What was decided before under this name in this execution, by a process that is gone.
    pub fn chosen(&self, what: &str) -> Option<Value> {
        self.runtime.chosen(what)
    }

    /// Records a decision that another time would come out differently, such as who won a race, and
    /// returns once it is safe. If it was made before, the earlier one holds and is returned.
    ///
    /// # Errors
    /// If it cannot be recorded; the run must not go on.
    pub async fn choose(&self, what: &str, value: impl Into<Value>) -> Result<Value, NodeError> {
        self.runtime.choose(what, value.into()).await
    }

    /// As [`Ctx::choose`], without waiting: nothing later can be safe before this is. For times to
    /// wait until, and chance.
    pub fn fix(&self, what: &str, value: impl FnOnce() -> Value) -> Value {
        let mut value = Some(value);
        self.runtime.fix(what, &mut || value.take().map_or(Value::Null, |value| value()))
    }

    /// A time limit that starts now and goes on counting through a restart: when it is over, in
    /// milliseconds since 1970.
    pub fn deadline_after(&self, what: &str, milliseconds: i64) -> i64 {
        self.fix(what, || Value::Int(self.now().saturating_add(milliseconds))).as_int().unwrap_or(i64::MAX)
    }

    /// Prepares to run what hangs on a body port.
    pub fn region<'b>(&'b self, port: &str) -> Region<'b>
    where
        'a: 'b,
    {
        Region::new(self, port)
    }

    pub(crate) async fn run_region(&self, spec: RegionSpec) -> RegionOutcome {
        self.runtime.run_region(spec).await
    }

    /// The variables of several isolated regions as those of one, for [`Ctx::merge`]: so that a loop of a million
    /// rounds need not keep the variables of each.
    pub fn gather(&self, earlier: Option<Vars>, next: Vars) -> Vars {
        self.runtime.gather(earlier, next)
    }

    /// Takes over the variables of isolated regions, in the order given; the last change wins.
    pub fn merge(&self, outcomes: &[RegionOutcome]) {
        self.runtime.merge(outcomes);
    }

    /// Whether any wire leaves by this port.
    pub fn has_wire(&self, port: &str) -> bool {
        self.runtime.has_wire(port)
    }

    /// Writes one line to the run's log; known secrets are masked.
    pub fn log(&self, stream: Stream, line: &str) {
        self.runtime.log(stream, line);
    }

    /// Shows how far the node has come.
    pub fn progress(&self, progress: Progress) {
        self.runtime.progress(progress);
    }

    /// Fires when the node should stop. A node that awaits need not watch it: it is dropped.
    pub fn cancel(&self) -> &CancellationToken {
        self.runtime.cancel()
    }

    /// When the node will be stopped for taking too long.
    pub fn deadline(&self) -> Option<Instant> {
        self.runtime.deadline()
    }

    /// When this execution first started, in milliseconds since 1970; the same after a crash.
    pub fn started_at(&self) -> i64 {
        self.runtime.started_at()
    }

    /// A key that is the same whenever this execution is repeated, and different from any other.
    pub fn idempotency_key(&self) -> String {
        self.runtime.idempotency_key()
    }

    /// The most rounds a loop may make in this run.
    pub fn max_iterations(&self) -> u64 {
        self.runtime.max_iterations()
    }

    /// The most bytes of output a node may keep.
    pub fn max_output(&self) -> usize {
        self.runtime.max_output()
    }

    /// The time, as the run sees it.
    pub fn now(&self) -> i64 {
        self.runtime.services().clock.now()
    }

    /// Waits until the given time, in milliseconds since 1970. A run that only waits is put away
    /// meanwhile, so take the time from [`Ctx::started_at`] or [`Ctx::fix`].
    pub async fn sleep_until(&self, time: i64) {
        self.runtime.sleep_until(time).await;
    }

    /// Runs another flow as a run of its own, and waits for its end. Asked again after a restart, it
    /// is the same run.
    ///
    /// # Errors
    /// If there is no such flow, it cannot be started, or it does not complete.
    pub async fn call_flow(&self, call: FlowCall) -> Result<Value, NodeError> {
        self.runtime.call_flow(call).await
    }

    /// Sends a message to people and returns what the other side said to it.
    ///
    /// # Errors
    /// As [`crate::Notices::send`].
    pub async fn notify(&self, notice: Notice) -> Result<String, NodeError> {
        self.runtime.notify(notice).await
    }

    /// Asks people, and waits for what they decide, or until it is too late. A run that only waits is put away
    /// meanwhile; asked again after that, it is the same question.
    ///
    /// # Errors
    /// If nobody can be asked.
    pub async fn ask(&self, question: Question) -> Result<Decision, NodeError> {
        self.runtime.ask(question).await
    }

    /// Opens a file that is kept with the run, for what is too large for an output. One of the same
    /// name that this execution wrote before is replaced.
    ///
    /// # Errors
    /// If it cannot be written.
    pub async fn artifact(&self, name: &str, media_type: &str) -> Result<Box<dyn ArtifactWriter>, NodeError> {
        self.runtime.artifact(name, media_type).await
    }

    /// The machine the node works on. Only effects may ask.
    ///
    /// # Errors
    /// If there is no such target, it cannot be reached, or does not let us in.
    pub async fn host(&self) -> Result<Arc<dyn Host>, NodeError> {
        self.runtime.host().await
    }

    /// Opens a credential by name or id; that it was opened, and for what, is written down. None of its secrets is
    /// shown by anything the run says from then on. Only effects may ask.
    ///
    /// # Errors
    /// If there is none, or it cannot be opened.
    pub async fn credential(&self, name: &str, purpose: &str) -> Result<Credential, NodeError> {
        self.runtime.credential(name, purpose).await
    }

    /// Keeps a text out of everything people read: for what was made of a secret, such as its base64.
    pub fn conceal(&self, secret: &str) {
        self.runtime.conceal(secret);
    }

    /// The way to web servers.
    pub fn http(&self) -> &dyn Http {
        self.runtime.services().http.as_ref()
    }
}
