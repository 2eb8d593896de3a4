//! One execution of a node: the engine's side of the node's context, and the scope its expressions see.

use std::sync::atomic::AtomicU32;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use node_sdk::{
    ArtifactWriter, Caller, Credential, Decision, Dynamic, ErrorKind, Expr, FlowCall, Host, Kind, Message, NodeError,
    Notice, Progress, Question, RegionOutcome, RegionSpec, Runtime, Scope, Services, Str, Stream, Target, Value,
};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::board::Ready;
use super::driver::take;
use super::frame::Frame;
use super::mask::Masker;
use super::replay::PART;
use super::shared::{Run, Setter};
use super::variables::Variables;
use super::{large, region};
use crate::events::LogLine;
use crate::expr::{Compiled, Names};
use crate::program::{NodeIndex, NodePlan};

const MOST_VARIABLES: usize = 10_000;
/// How long a run is kept in memory while it waits for something of which it is not known when it comes.
const LINGER: Duration = Duration::from_secs(30);

/// One execution of a node.
pub(crate) struct Activation {
    pub(crate) run: Arc<Run>,
    pub(crate) frame: Arc<Frame>,
    pub(crate) node: NodeIndex,
    pub(crate) message: Message,
    pub(crate) joined: Vec<(NodeIndex, Message)>,
    pub(crate) from: Option<NodeIndex>,
    pub(crate) vars: Mutex<Variables>,
    /// Names that only the node's own expressions see.
    pub(crate) own: Mutex<Vec<(Str, Value)>>,
    pub(crate) attempt: u32,
    pub(crate) started_at: i64,
    pub(crate) stop: CancellationToken,
    pub(crate) deadline: Option<Instant>,
    /// How often an expression looked at the clock or asked for chance.
    pub(crate) chances: AtomicU32,
    /// Where it works, once that is known.
    pub(crate) machines: OnceLock<Vec<Arc<Target>>>,
    /// Whether it is the work on one of several machines.
    pub(crate) is_part: bool,
    /// What its own outcome must not show.
    pub(crate) secrets: Masker,
}

impl Activation {
    /// The first attempt at a node that is ready.
    pub(crate) fn new(run: &Arc<Run>, frame: &Arc<Frame>, ready: Ready, stop: &CancellationToken) -> Self {
        Self {
            run: Arc::clone(run),
            frame: Arc::clone(frame),
            node: ready.node,
            message: ready.input.message,
            joined: ready.joined,
            from: ready.input.from,
            vars: Mutex::new(ready.input.vars),
            own: Mutex::default(),
            attempt: 1,
            started_at: 0,
            stop: stop.clone(),
            deadline: None,
            chances: AtomicU32::new(0),
            machines: OnceLock::new(),
            is_part: false,
            secrets: Masker::default(),
        }
    }

    /// The same work on one of its machines.
    pub(crate) fn on(&self, machine: &Arc<Target>) -> Self {
        Self {
            run: Arc::clone(&self.run),
            frame: Arc::clone(&self.frame),
            node: self.node,
            message: self.message.clone(),
            joined: self.joined.clone(),
            from: self.from,
            vars: Mutex::new(self.vars.lock().clone()),
            own: Mutex::default(),
            attempt: self.attempt,
            started_at: self.started_at,
            stop: self.stop.clone(),
            deadline: self.deadline,
            chances: AtomicU32::new(0),
            machines: OnceLock::from(vec![Arc::clone(machine)]),
            is_part: true,
            secrets: Masker::default(),
        }
    }

    /// The next attempt; it takes its message and variables over, and looks anew where it works.
    pub(crate) fn again(self: Arc<Self>, stop: &CancellationToken) -> Self {
        let (run, frame, attempt) = (Arc::clone(&self.run), Arc::clone(&self.frame), self.attempt + 1);
        let (node, from, joined) = (self.node, self.from, self.joined.clone());
        let (message, vars) = take(self);
        Self {
            run,
            frame,
            node,
            message,
            joined,
            from,
            vars: Mutex::new(vars),
            own: Mutex::default(),
            attempt,
            started_at: 0,
            stop: stop.clone(),
            deadline: None,
            chances: AtomicU32::new(0),
            machines: OnceLock::new(),
            is_part: false,
            secrets: Masker::default(),
        }
    }

    pub(crate) fn plan(&self) -> &NodePlan {
        &self.run.program.nodes[self.node]
    }

    /// The structural key: scope path, node, and the attempt where it is not the first.
    pub(crate) fn key(&self) -> String {
        let mut key = String::new();
        self.frame.write_path(&self.run.program, &mut key);
        key.push_str(&self.plan().key);
        if self.attempt > 1 {
            key.push_str(&format!("#{}", self.attempt));
        }
        if let Some(machine) = self.machine().filter(|_| self.is_part) {
            key.push(PART);
            key.push_str(&machine.id);
        }
        key
    }

    /// The key of a decision made in this activation.
    pub(crate) fn choice(&self, what: &str) -> String {
        let mut key = self.key();
        key.push('!');
        key.push_str(what);
        key
    }

    pub(crate) fn caller(&self) -> Caller {
        Caller { run: self.run.id.to_string(), node: self.plan().id.clone(), key: self.key() }
    }

    /// A variable that all runs share, as it is or was when it was first read here.
    pub(crate) fn global(&self, name: &str) -> Option<Value> {
        let read = |value: Option<Value>| Value::from(value.map_or_else(Vec::new, |value| vec![value]));
        let key = self.choice(&format!("global:{name}"));
        let found = self.run.fix(key, &mut || read(self.run.services.globals.get(name)));
        found.at(0).cloned()
    }

    /// Opens a credential; nothing the run says from then on shows what is secret in it.
    pub(crate) async fn credential(&self, name: &str, purpose: &str) -> Result<Credential, NodeError> {
        let credential = self.run.services.credentials.open(&self.caller(), name, purpose).await?;
        credential.secrets().for_each(|secret| self.conceal(secret));
        Ok(credential)
    }

    fn conceal(&self, secret: &str) {
        self.run.masker.add(secret);
        self.secrets.add(secret);
    }

    pub(crate) fn compute(
        self: &Arc<Self>,
        compiled: &Compiled,
        text: impl FnOnce() -> String,
    ) -> Result<Value, NodeError> {
        let names: Arc<dyn Names> = Arc::<Self>::clone(self);
        compiled.eval(&names).map_err(|error| error.into_node_error(&text()))
    }

    /// Renders a whole configuration.
    pub(crate) fn render(self: &Arc<Self>, compiled: &Compiled) -> Result<Value, NodeError> {
        self.compute(compiled, || format!("the configuration of {}", self.plan().id))
    }

    /// A variable of step scope, here or in a body around.
    fn of_bodies(&self, name: &str) -> Option<Value> {
        let own = self.vars.lock().step.get(name).map(|variable| variable.value.clone());
        own.or_else(|| self.frame.local(name))
    }
}

/// The context's other half: it owns a reference to the activation.
pub(crate) struct Side(pub(crate) Arc<Activation>);

impl Side {
    fn is_effect(&self) -> bool {
        self.0.plan().kind == Kind::Effect
    }
}

impl Runtime for Side {
    fn eval(&self, expr: &Expr) -> Result<Value, NodeError> {
        let scripts = &self.0.run.program.expressions.scripts;
        let compiled = expr.slot().get_or_init(|| match scripts.get(expr.source()) {
            Some(compiled) => Arc::new(Arc::clone(compiled)),
            None => Arc::new(()),
        });
        let compiled = compiled.downcast_ref::<Arc<Compiled>>().ok_or_else(uncompiled)?;
        self.0.compute(compiled, || expr.source().to_string())
    }

    fn resolve(&self, value: &Dynamic) -> Result<Value, NodeError> {
        let values = &self.0.run.program.expressions.values;
        let compiled = value.slot().get_or_init(|| match values.get(&value.source().to_string()) {
            Some(compiled) => Arc::new(Arc::clone(compiled)),
            None => Arc::new(()),
        });
        let compiled = compiled.downcast_ref::<Arc<Compiled>>().ok_or_else(uncompiled)?;
        self.0.compute(compiled, || shown(value.source()))
    }

    fn variable(&self, name: &str) -> Option<Value> {
        self.0.get(name)
    }

    fn variable_in(&self, name: &str, scope: Scope) -> Option<Value> {
        let it = &self.0;
        match scope {
            Scope::Step => it.of_bodies(name),
            Scope::Job => it.vars.lock().job.get(name).map(|variable| variable.value.clone()),
            Scope::Global => it.global(name),
        }
    }

    fn bind(&self, name: Str, value: Value) {
        let mut own = self.0.own.lock();
        own.retain(|(known, _)| *known != name);
        own.push((name, value));
    }

    fn set_variable(&self, name: &Str, value: Value, scope: Scope) -> Result<(), NodeError> {
        let run = &self.0.run;
        if scope == Scope::Global {
            let message = "A global variable can be set by an effect only; please report it.";
            return Err(NodeError::new(ErrorKind::INTERNAL, message));
        }
        check_size(run, &value, &format!("the variable `{name}`"))?;
        run.tell_variable(Setter(self.0.node, &|| self.0.key()), name, scope, &value);
        let mut vars = self.0.vars.lock();
        if vars.len() >= MOST_VARIABLES {
            let message = format!("The run has {MOST_VARIABLES} variables already. Keep related values in one object.");
            return Err(NodeError::new(ErrorKind::LIMIT, message));
        }
        vars.set(name, value, scope, run.stamp());
        Ok(())
    }

    fn global(&self, name: &str) -> Option<Value> {
        self.0.global(name)
    }

    fn set_global<'s>(&'s self, name: &'s Str, value: Value) -> BoxFuture<'s, Result<(), NodeError>> {
        let it = &self.0;
        async move {
            check_size(&it.run, &value, &format!("the variable `{name}`"))?;
            it.run.tell_variable(Setter(it.node, &|| it.key()), name, Scope::Global, &value);
            it.run.services.globals.set(it.caller(), name, value).await
        }
        .boxed()
    }

    fn chosen(&self, what: &str) -> Option<Value> {
        self.0.run.replay.choice(&self.0.choice(what)).cloned()
    }

    fn choose<'s>(&'s self, what: &'s str, value: Value) -> BoxFuture<'s, Result<Value, NodeError>> {
        let it = &self.0;
        async move {
            let _busy = it.run.idle.busy();
            let value = it.run.fix(it.choice(what), &mut || value.clone());
            it.run.settle().await.map(|()| value)
        }
        .boxed()
    }

    fn fix(&self, what: &str, value: &mut dyn FnMut() -> Value) -> Value {
        self.0.run.fix(self.0.choice(what), value)
    }

    fn sleep_until(&self, time: i64) -> BoxFuture<'_, ()> {
        async move {
            let run = &self.0.run;
            if run.rehearsal.as_ref().is_some_and(|rehearsal| rehearsal.dry) {
                return;
            }
            let _timer = run.idle.timer(time);
            let _paused = self.is_effect().then(|| run.idle.pause());
            run.services.clock.sleep_until(time).await;
        }
        .boxed()
    }

    fn call_flow(&self, call: FlowCall) -> BoxFuture<'_, Result<Value, NodeError>> {
        async move {
            let target = self.0.machine().map(|machine| machine.id.clone());
            let call = FlowCall { target: call.target.or(target), ..call };
            let (flows, it) = (&self.0.run.services.flows, &self.0);
            let calling = flows.call(it.caller(), call, it.stop.clone());
            tokio::pin!(calling);
            tokio::select! {
                answer = &mut calling => return answer,
                () = tokio::time::sleep(LINGER) => {}
            }
            let _paused = self.is_effect().then(|| it.run.idle.pause());
            calling.await
        }
        .boxed()
    }

    fn notify(&self, notice: Notice) -> BoxFuture<'_, Result<String, NodeError>> {
        let run = &self.0.run;
        run.services.notices.send(self.0.caller(), run.masker.notice(notice))
    }

    fn ask(&self, question: Question) -> BoxFuture<'_, Result<Decision, NodeError>> {
        async move {
            let (run, caller) = (&self.0.run, self.0.caller());
            let question = run.masker.question(question);
            loop {
                if let Some(decision) = run.services.approvals.ask(&caller, &question).await? {
                    return Ok(decision);
                }
                let news = run.services.approvals.news(&caller);
                let Some(due) = question.due else {
                    let _paused = self.is_effect().then(|| run.idle.pause());
                    news.await;
                    continue;
                };
                tokio::select! {
                    () = news => {}
                    () = self.sleep_until(due) => {}
                }
            }
        }
        .boxed()
    }

    fn artifact<'s>(
        &'s self,
        name: &'s str,
        media_type: &'s str,
    ) -> BoxFuture<'s, Result<Box<dyn ArtifactWriter>, NodeError>> {
        async move {
            let run = &self.0.run;
            let _busy = run.idle.busy();
            let name = self.0.file_name(name);
            let inner = run.services.artifacts.create(self.0.caller(), &name, media_type).await?;
            Ok(Box::new(large::Writing::new(Arc::clone(run), inner)) as Box<dyn ArtifactWriter>)
        }
        .boxed()
    }

    fn run_region(&self, spec: RegionSpec) -> BoxFuture<'_, RegionOutcome> {
        region::run(&self.0, spec).boxed()
    }

    fn gather(&self, earlier: Option<node_sdk::Vars>, next: node_sdk::Vars) -> node_sdk::Vars {
        let base = self.0.vars.lock().entering();
        let both = earlier
            .as_ref()
            .and_then(|earlier| earlier.downcast_ref::<Variables>())
            .zip(next.downcast_ref::<Variables>());
        match both {
            Some((earlier, next)) if !Arc::ptr_eq(&base.job, &next.job) => {
                Arc::new(Variables::merge(&base, [earlier, next]))
            }
            Some(_) => earlier.unwrap_or(next),
            None => next,
        }
    }

    fn merge(&self, outcomes: &[RegionOutcome]) {
        let branches: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.vars.downcast_ref::<Variables>()).collect();
        let mut vars = self.0.vars.lock();
        let base = vars.entering();
        let merged = Variables::merge(&base, branches);
        vars.job = merged.job;
    }

    fn has_wire(&self, port: &str) -> bool {
        self.0.plan().port(port).is_some_and(|port| !port.wires.is_empty() || port.region.is_some() || port.yields)
    }

    fn log(&self, stream: Stream, line: &str) {
        let it = &self.0;
        let at = it.run.services.clock.now();
        let target = it.machine().map(|machine| machine.name.clone());
        it.run.tell_log(LogLine { at, node: it.plan().id.clone(), key: it.key(), target, stream, text: line.into() });
    }

    fn progress(&self, progress: Progress) {
        self.0.run.tally(|tally| tally.progress(self.0.node, progress));
    }

    fn cancel(&self) -> &CancellationToken {
        &self.0.stop
    }

    fn deadline(&self) -> Option<Instant> {
        self.0.deadline
    }

    fn started_at(&self) -> i64 {
        self.0.started_at
    }

    fn idempotency_key(&self) -> String {
        format!("{}/{}", self.0.run.id, self.0.key())
    }

    fn max_iterations(&self) -> u64 {
        self.0.run.program.bounds.iterations
    }

    fn max_output(&self) -> usize {
        self.0.run.program.bounds.output_bytes
    }

    fn services(&self) -> &Services {
        &self.0.run.services
    }

    fn host(&self) -> BoxFuture<'_, Result<Arc<dyn Host>, NodeError>> {
        self.0.host().boxed()
    }

    fn credential<'s>(&'s self, name: &'s str, purpose: &'s str) -> BoxFuture<'s, Result<Credential, NodeError>> {
        self.0.credential(name, purpose).boxed()
    }

    fn conceal(&self, secret: &str) {
        self.0.conceal(secret);
    }
}

/// Whether a value has at most so many bytes and is not nested too deep.
pub(crate) fn fits(value: &Value, most: usize) -> bool {
    matches!(value, Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_)) || value.weight(most) <= most
}

/// Refuses a value that is larger than a node may keep.
pub(crate) fn check_size(run: &Run, value: &Value, what: &str) -> Result<(), NodeError> {
    let most = run.program.bounds.output_bytes;
    if fits(value, most) {
        return Ok(());
    }
    let deepest = Value::DEEPEST;
    let message = format!(
        "The value of {what} has more than {most} bytes, or is nested more than {deepest} deep. \
         Write large data to a file and pass its path on."
    );
    Err(NodeError::new(ErrorKind::LIMIT, message))
}

/// A dynamic value as its author wrote it.
fn shown(source: &Value) -> String {
    source.get("$expr").unwrap_or(source).to_text()
}

fn uncompiled() -> NodeError {
    NodeError::new(ErrorKind::INTERNAL, "A field was evaluated that had not been compiled; please report it.")
}
