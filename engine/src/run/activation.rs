//! One execution of a node: the engine's side of the node's context, and the scope its expressions see.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use node_sdk::{
    ArtifactWriter, Caller, Dynamic, ErrorKind, Expr, FlowCall, Kind, Message, NodeError, Progress, RegionOutcome,
    RegionSpec, Runtime, Scope, Services, Str, Stream, Value,
};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::board::Ready;
use super::frame::Frame;
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
    fn global(&self, name: &str) -> Option<Value> {
        let read = |value: Option<Value>| Value::from(value.map_or_else(Vec::new, |value| vec![value]));
        let key = self.choice(&format!("global:{name}"));
        let found = self.run.fix(key, &mut || read(self.run.services.globals.get(name)));
        found.at(0).cloned()
    }

    fn compute(self: &Arc<Self>, compiled: &Compiled, text: impl FnOnce() -> String) -> Result<Value, NodeError> {
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

    fn error_in_scope(&self) -> Option<Value> {
        self.frame.local("error").or_else(|| self.message.get("error").cloned())
    }

    fn previous(&self) -> Option<Value> {
        let from = self.from?;
        let done = self.frame.done(self.run.program.nodes[from].slot)?;
        Some(record(&done))
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

    fn artifact<'s>(
        &'s self,
        name: &'s str,
        media_type: &'s str,
    ) -> BoxFuture<'s, Result<Box<dyn ArtifactWriter>, NodeError>> {
        async move {
            let run = &self.0.run;
            let _busy = run.idle.busy();
            let inner = run.services.artifacts.create(self.0.caller(), name, media_type).await?;
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
        it.run.tell_log(LogLine { at, node: it.plan().id.clone(), key: it.key(), stream, text: line.into() });
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

    fn target(&self) -> Option<&str> {
        self.0.plan().target.as_deref()
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

/// A number from 0 to below 1, from the random bits of a fresh id.
#[expect(clippy::cast_precision_loss, reason = "53 bits are what a float holds exactly")]
fn random() -> f64 {
    let bits = uuid::Uuid::now_v7().as_u64_pair().1 & ((1 << 53) - 1);
    bits as f64 / (1_u64 << 53) as f64
}

/// A dynamic value as its author wrote it.
fn shown(source: &Value) -> String {
    source.get("$expr").unwrap_or(source).to_text()
}

fn uncompiled() -> NodeError {
    NodeError::new(ErrorKind::INTERNAL, "A field was evaluated that had not been compiled; please report it.")
}

/// How expressions see a node whose output was given.
fn given(output: &Value) -> Value {
    record(&super::frame::Done { output: output.clone(), ..super::frame::Done::default() })
}

/// How expressions see a finished node: what is known of it, and the fields of its output beside that.
fn record(done: &super::frame::Done) -> Value {
    let mut fields: node_sdk::Map = done.output.as_object().map(|map| map.as_ref().clone()).unwrap_or_default();
    let error = done.error.as_ref();
    let status = match error {
        None => "success",
        Some(error) if error.failed => "failed",
        Some(_) => "error",
    };
    let own: [(&str, Value); 5] = [
        ("status", status.into()),
        ("success", error.is_none().into()),
        ("port", done.port.clone().into()),
        ("output", done.output.clone()),
        ("error", error.map(NodeError::to_value).into()),
    ];
    fields.extend(own.map(|(key, value)| (Str::from(key), value)));
    if let Some(error) = error {
        fields.insert("error_message".into(), error.message.as_str().into());
        fields.insert("error_type".into(), error.kind.as_str().into());
        let code = error.details.get("exit_code").cloned();
        fields.extend(code.map(|code| ("exit_code".into(), code)));
    }
    if let Some((started_at, duration_us)) = done.timing {
        let milliseconds = i64::try_from(duration_us / 1000).unwrap_or(i64::MAX);
        fields.insert("started_at".into(), iso(started_at));
        fields.insert("completed_at".into(), iso(started_at.saturating_add(milliseconds)));
        fields.insert("execution_time_ms".into(), milliseconds.into());
    }
    fields.into()
}

impl Names for Activation {
    fn get(&self, name: &str) -> Option<Value> {
        if let Some((_, value)) = self.own.lock().iter().find(|(own, _)| &**own == name) {
            return Some(value.clone());
        }
        let vars = self.vars.lock();
        if let Some(variable) = vars.step.get(name) {
            return Some(variable.value.clone());
        }
        if let Some(value) = self.frame.local(name) {
            return Some(value);
        }
        if let Some(variable) = vars.job.get(name) {
            return Some(variable.value.clone());
        }
        drop(vars);
        self.run.parameters.get(name).cloned().or_else(|| self.built_in(name))
    }

    fn member(&self, root: crate::expr::Root, field: &str) -> Option<Value> {
        use crate::expr::Root;
        match root {
            Root::Msg => self.message.get(field).cloned(),
            Root::Params => self.run.parameters.get(field).cloned(),
            Root::Globals => self.global(field),
            Root::Nodes => {
                let program = &self.run.program;
                let Some(&node) = program.by_name.get(field) else {
                    return self.run.rehearsal.as_ref()?.nodes.get(field).map(given);
                };
                let copies = program.nodes[node].copies.iter().rev();
                let done = copies.chain([&node]).find_map(|node| self.frame.reach(program, *node));
                done.as_ref().map(record)
            }
            Root::Vars => {
                let vars = self.vars.lock();
                let own = vars.step.get(field).map(|variable| variable.value.clone());
                own.or_else(|| self.frame.local(field))
                    .or_else(|| vars.job.get(field).map(|variable| variable.value.clone()))
            }
        }
    }

    fn whole(&self, root: crate::expr::Root) -> Value {
        use crate::expr::Root;
        match root {
            Root::Msg => self.message.clone().into(),
            Root::Params => self.run.parameters.clone().into(),
            Root::Vars | Root::Nodes | Root::Globals => {
                let fields = self
                    .known(Some(root))
                    .into_iter()
                    .filter_map(|name| Some((name.clone(), self.member(root, &name)?)));
                Value::object(fields)
            }
        }
    }

    fn known(&self, root: Option<crate::expr::Root>) -> Vec<String> {
        use crate::expr::Root;
        let keys = |map: &node_sdk::Map| map.keys().map(ToString::to_string).collect::<Vec<_>>();
        match root {
            Some(Root::Msg) => Value::from(self.message.clone()).as_object().map(|map| keys(map)).unwrap_or_default(),
            Some(Root::Params) => keys(&self.run.parameters),
            Some(Root::Nodes) => {
                let program = &self.run.program;
                let finished = program.nodes.iter().enumerate();
                finished
                    .filter(|(node, _)| self.frame.reach(program, *node).is_some())
                    .map(|(_, plan)| plan.id.to_string())
                    .collect()
            }
            Some(Root::Globals) => self.run.services.globals.names(),
            Some(Root::Vars) => {
                let vars = self.vars.lock();
                let own = vars.step.keys().chain(vars.job.keys()).map(ToString::to_string);
                own.chain(self.frame.local_names()).collect()
            }
            None => {
                let mut names = self.known(Some(Root::Vars));
                names.extend(keys(&self.run.parameters));
                names
            }
        }
    }

    fn choose(&self, what: crate::expr::Chance) -> Value {
        use crate::expr::Chance;
        let number = self.chances.fetch_add(1, Ordering::Relaxed);
        self.run.fix(self.choice(&format!("chance{number}")), &mut || match what {
            Chance::Now => Value::Int(self.run.services.clock.now()),
            Chance::Uuid => uuid::Uuid::now_v7().to_string().into(),
            Chance::Random => Value::Float(random()),
        })
    }
}

impl Activation {
    fn built_in(&self, name: &str) -> Option<Value> {
        let of_error = |field: &str| self.error_in_scope()?.get(field).cloned();
        let of = |value: &Value, field: &str| value.get(field).cloned();
        match name {
            "error" => self.error_in_scope(),
            "error_message" => of_error("message"),
            "error_type" => of_error("kind"),
            "error_details" => of_error("details"),
            "error_stack" => of_error("stack"),
            "prev" => self.previous(),
            "previous_step_output" => of(&self.previous()?, "output"),
            "previous_step_error" => of(&self.previous()?, "error_message").or(Some(Value::Null)),
            "previous_step_exit_code" => of(&self.previous()?, "exit_code").or(Some(Value::Null)),
            "previous_step_success" => of(&self.previous()?, "success"),
            "step_status" => of(&self.previous()?, "status"),
            "execution_time" => of(&self.previous()?, "execution_time_ms")?.as_int().map(clock_time),
            "step_number" => i64::try_from(self.plan().shown + 1).ok().map(Value::Int),
            "step_name" => Some(self.plan().name.clone().into()),
            "started_at" => Some(iso(self.run.started_at)),
            "inputs" => Some(self.inputs()),
            "run" => Some(self.run.about_run.clone()),
            "flow" => Some(self.run.about_flow.clone()),
            "run_id" | "job_run_id" => of(&self.run.about_run, "id"),
            "flow_id" | "job_id" => of(&self.run.about_flow, "id"),
            "flow_name" | "job_name" => of(&self.run.about_flow, "name"),
            "target" | "target_hostname" => Some(self.plan().target.clone().into()),
            "target_list" => Some(self.plan().target.iter().cloned().map(Value::from).collect()),
            _ => self.member(crate::expr::Root::Nodes, name.strip_prefix("nodes.")?),
        }
    }

    /// Every live wire's message, by the node it came from.
    pub(crate) fn inputs(&self) -> Value {
        let of = |node: NodeIndex, message: &Message| (self.run.program.nodes[node].id.clone(), message.clone().into());
        if self.joined.is_empty() {
            return Value::object(self.from.map(|from| of(from, &self.message)));
        }
        Value::object(self.joined.iter().map(|(node, message)| of(*node, message)))
    }
}

/// Milliseconds since 1970 as ISO 8601 text.
fn iso(at: i64) -> Value {
    let time = chrono::DateTime::from_timestamp_millis(at);
    time.map_or(Value::Null, |time| time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true).into())
}

/// Milliseconds as `HH:MM:SS`.
fn clock_time(milliseconds: i64) -> Value {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60).into()
}
