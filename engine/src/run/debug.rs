//! Breakpoints and steps: where a run stops for somebody to look, and what they change there.
//!
//! What was changed at a pause is recorded, so that a resumed run passes it the same way. While a run is
//! paused nothing new starts in it, and it need not be kept in memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use node_sdk::{Scope, Str, Value};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::activation::Activation;
use super::board::Ready;
use super::frame::Frame;
use super::shared::{Run, Setter};
use crate::events::Event;
use crate::expr::{self, Names, Root};
use crate::journal::Record;

/// How long a paused run is kept in memory.
const LINGER: Duration = Duration::from_secs(60);

/// Where a run is to pause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakpoint {
    /// Before this node.
    pub node: String,
    /// Only if this expression is true there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Only in this round of the nearest loop, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iteration: Option<u64>,
}

/// How a paused run goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Go {
    /// To the next breakpoint.
    Continue,
    /// To the next node of the same body, or of one around it.
    StepOver,
    /// To the very next node.
    StepInto,
    /// To the next node after the body.
    StepOut,
    /// To this node.
    RunTo(String),
}

/// A variable to set before a paused run goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// Its name.
    pub name: Str,
    /// Its value.
    pub value: Value,
    /// How far it reaches: `step` or `job`.
    #[serde(default)]
    pub scope: Scope,
}

/// What is changed before a node runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Edits {
    /// Variables to set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<Edit>,
    /// Another payload for the node's message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Value>,
}

/// What must be kept of a debugger while its run is not in memory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// Where the run is to pause.
    #[serde(default)]
    pub breakpoints: Vec<Breakpoint>,
    /// Whether it is to pause at the next node.
    #[serde(default)]
    pub pause: bool,
    /// The activation it is paused before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_at: Option<String>,
    /// How it is to go on from there, if somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub go: Option<(Go, Edits)>,
}

/// What can be seen of a run that is paused; secrets are masked.
#[derive(Clone, Debug, Serialize)]
pub struct Paused {
    /// The activation it is paused before.
    pub key: String,
    /// Its node.
    pub node: Str,
    /// The message that came in.
    pub message: Value,
    /// Every variable in reach.
    pub variables: Value,
    /// The outputs of the nodes in reach.
    pub nodes: Value,
}

/// Watches where a run is, and holds it.
pub struct Debugger {
    state: Mutex<State>,
    /// Whether nothing can hold the run, so that nodes need not ask.
    is_quiet: AtomicBool,
    changes: watch::Sender<u64>,
}

struct State {
    breakpoints: Vec<Breakpoint>,
    mode: Mode,
    held: Option<Held>,
    /// The activation a resumed run was paused before; until it is there, nothing new is done.
    returning_to: Option<String>,
    go: Option<(Go, Edits)>,
    /// What was changed before an activation that may go on.
    released: Option<(String, Edits)>,
}

struct Held {
    it: Arc<Activation>,
    key: String,
    path: String,
}

enum Mode {
    Run,
    Pause,
    Into,
    Over(String),
    Out(String),
    To(String),
}

enum Look {
    Pass,
    Wait,
    Pause,
    Go(Edits),
}

impl Debugger {
    /// A debugger as it was saved, or a fresh one.
    pub fn new(saved: Saved) -> Arc<Self> {
        let state = State {
            breakpoints: saved.breakpoints,
            mode: if saved.pause { Mode::Pause } else { Mode::Run },
            held: None,
            returning_to: saved.paused_at,
            go: saved.go,
            released: None,
        };
        let is_quiet = AtomicBool::new(state.is_quiet());
        Arc::new(Self { state: Mutex::new(state), is_quiet, changes: watch::Sender::new(0) })
    }

    /// Changes the state.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock();
        let answer = change(&mut state);
        self.is_quiet.store(state.is_quiet(), Ordering::Release);
        answer
    }

    /// What must be kept of it.
    pub fn saved(&self) -> Saved {
        let state = self.state.lock();
        let held = state.held.as_ref().map(|held| held.key.clone());
        Saved {
            breakpoints: state.breakpoints.clone(),
            pause: matches!(state.mode, Mode::Pause),
            paused_at: held.or_else(|| state.returning_to.clone()),
            go: state.go.clone(),
        }
    }

    /// Replaces the breakpoints.
    pub fn set_breakpoints(&self, breakpoints: Vec<Breakpoint>) {
        self.change(|state| state.breakpoints = breakpoints);
    }

    /// Pauses the run before the next node.
    pub fn pause(&self) {
        self.change(|state| {
            if state.held.is_none() {
                state.mode = Mode::Pause;
            }
        });
    }

    /// Lets a paused run go on; false if it is not paused.
    pub fn go(&self, go: Go, edits: Edits) -> bool {
        let is_paused = self.change(|state| {
            if let Some(held) = state.held.take() {
                state.mode = mode_of(go, held.path);
                state.released = Some((held.key, edits));
            } else if state.returning_to.is_some() {
                state.go = Some((go, edits));
            } else {
                return false;
            }
            true
        });
        if is_paused {
            self.changes.send_modify(|count| *count += 1);
        }
        is_paused
    }

    /// What can be seen, if the run is paused.
    pub fn paused(&self) -> Option<Paused> {
        let state = self.state.lock();
        let Held { it, key, .. } = state.held.as_ref()?;
        let masker = &it.run.masker;
        Some(Paused {
            key: key.clone(),
            node: it.plan().id.clone(),
            message: masker.value(&it.message.clone().into()),
            variables: masker.value(&it.whole(Root::Vars)),
            nodes: masker.value(&it.whole(Root::Nodes)),
        })
    }

    /// The value of an expression where the run is paused, secrets masked; `None` if it is not.
    ///
    /// # Errors
    /// If it cannot be compiled or evaluated.
    pub fn watch(&self, expression: &str) -> Option<Result<Value, String>> {
        let it = self.state.lock().held.as_ref().map(|held| Arc::clone(&held.it))?;
        Some(evaluate(&it, expression).map(|value| it.run.masker.value(&value)))
    }

    /// Whether a node of the run may have to wait, or was changed when it was held before.
    pub(crate) fn may_hold(&self, run: &Run) -> bool {
        !self.is_quiet.load(Ordering::Acquire) || !run.replay.is_empty()
    }

    fn look(&self, it: &Arc<Activation>, key: &str, is_new_effect: bool) -> Look {
        self.change(|state| {
            if state.released.as_ref().is_some_and(|(released, _)| released == key) {
                return Look::Go(state.released.take().map(|(_, edits)| edits).unwrap_or_default());
            }
            if state.held.is_some() {
                return Look::Wait;
            }
            if let Some(goal) = &state.returning_to {
                return match goal == key {
                    true => state.arrive(it),
                    false if is_new_effect => Look::Wait,
                    false => Look::Pass,
                };
            }
            if state.is_due(it, key) { Look::Pause } else { Look::Pass }
        })
    }

    fn hold(&self, it: Arc<Activation>, key: &str) {
        let path = path_of(key).to_owned();
        self.change(|state| {
            state.mode = Mode::Run;
            state.returning_to = None;
            state.held = Some(Held { it, key: key.to_owned(), path });
        });
    }

    /// A resumed run has passed an activation that it went on from before.
    fn pass(&self, key: &str) {
        let has_arrived = self.change(|state| {
            let has_arrived = state.returning_to.as_deref() == Some(key);
            if has_arrived {
                state.returning_to = None;
            }
            has_arrived
        });
        if has_arrived {
            self.changes.send_modify(|count| *count += 1);
        }
    }
}

impl State {
    fn is_quiet(&self) -> bool {
        let is_free = self.held.is_none() && self.returning_to.is_none() && self.released.is_none();
        is_free && self.breakpoints.is_empty() && matches!(self.mode, Mode::Run)
    }

    fn arrive(&mut self, it: &Activation) -> Look {
        let Some((go, edits)) = self.go.take() else { return Look::Pause };
        self.returning_to = None;
        self.mode = mode_of(go, path_of(&it.key()).to_owned());
        Look::Go(edits)
    }

    fn is_due(&self, it: &Arc<Activation>, key: &str) -> bool {
        let (path, node) = (path_of(key), &*it.plan().id);
        let stepped = match &self.mode {
            Mode::Run => false,
            Mode::Pause | Mode::Into => true,
            Mode::Over(from) => from.starts_with(path) || is_next_round(from, path),
            Mode::Out(from) => path.len() < from.len() && from.starts_with(path),
            Mode::To(goal) => goal == node,
        };
        stepped || self.breakpoints.iter().any(|breakpoint| is_met(breakpoint, it, node))
    }
}

fn mode_of(go: Go, path: String) -> Mode {
    match go {
        Go::Continue => Mode::Run,
        Go::StepInto => Mode::Into,
        Go::StepOver => Mode::Over(path),
        Go::StepOut => Mode::Out(path),
        Go::RunTo(node) => Mode::To(node),
    }
}

/// The path of a key, up to and with its last slash.
fn path_of(key: &str) -> &str {
    key.rfind('/').map_or("", |at| &key[..=at])
}

/// Whether two paths are the same body in different rounds.
fn is_next_round(one: &str, other: &str) -> bool {
    let bare = |path: &str| path.rfind('[').map(|at| path[..at].to_owned());
    bare(one).is_some_and(|one| Some(one) == bare(other))
}

fn is_met(breakpoint: &Breakpoint, it: &Arc<Activation>, node: &str) -> bool {
    let Breakpoint { node: wanted, condition, iteration } = breakpoint;
    wanted == node
        && iteration.is_none_or(|round| it.frame.round() == Some(round))
        // A condition that cannot be evaluated pauses: whoever set it wants to know.
        && condition.as_ref().is_none_or(|condition| evaluate(it, condition).map_or(true, |value| value == true.into()))
}

fn evaluate(it: &Arc<Activation>, expression: &str) -> Result<Value, String> {
    let mut compiler = expr::Compiler::new();
    let compiled = compiler.script(expression).map_err(|error| error.message)?;
    compiler.finish();
    let names: Arc<dyn Names> = Arc::<Activation>::clone(it);
    compiled.eval(&names).map_err(|error| error.message)
}

/// Holds a node back while the run is paused, and pauses the run before it if it is to.
pub(crate) async fn gate(run: &Arc<Run>, frame: &Arc<Frame>, ready: Ready, stop: &CancellationToken) -> Ready {
    let Some(debugger) = &run.debugger else { return ready };
    let it = Arc::new(Activation::new(run, frame, ready.clone(), stop));
    let key = it.key();
    if let Some(edits) = run.replay.choice(&it.choice("debug")) {
        debugger.pass(&key);
        let edits = serde_json::from_value(edits.into()).unwrap_or_default();
        return apply(run, ready, edits, &key);
    }
    let is_new_effect = it.plan().kind == node_sdk::Kind::Effect && !run.replay.has_ended(&key);
    let mut changes = debugger.changes.subscribe();
    loop {
        match debugger.look(&it, &key, is_new_effect) {
            Look::Pass => return ready,
            Look::Wait => {}
            Look::Pause => {
                debugger.hold(Arc::clone(&it), &key);
                run.tell_debug(Event::Paused { key: key.clone(), node: it.plan().id.clone() });
            }
            Look::Go(edits) => {
                let value = serde_json::to_value(&edits).map_or(Value::Null, Value::from);
                run.ledger.add(Record::Choice { key: it.choice("debug"), value });
                run.tell_debug(Event::Resumed { key: key.clone() });
                return apply(run, ready, edits, &key);
            }
        }
        tokio::select! {
            () = stop.cancelled() => return ready,
            () = change(run, &mut changes) => {}
        }
    }
}

/// Waits for somebody to do something; after a while the run may be put away.
async fn change(run: &Run, changes: &mut watch::Receiver<u64>) {
    let busy = run.idle.busy();
    let lingering = tokio::time::timeout(LINGER, changes.changed()).await;
    drop(busy);
    if lingering.is_err() {
        // The debugger outlives the run, so the channel stays open.
        let _ = changes.changed().await;
    }
}

fn apply(run: &Run, mut ready: Ready, edits: Edits, key: &str) -> Ready {
    for Edit { name, value, scope } in edits.variables {
        run.tell_variable(Setter(ready.node, &|| key.to_owned()), &name, scope, &value);
        ready.input.vars.set(&name, value, scope, run.stamp());
    }
    if let Some(payload) = edits.payload {
        ready.input.message = ready.input.message.with_payload(payload);
    }
    ready
}
