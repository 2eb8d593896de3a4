//! What may be asked of a run's debugger, and how that reaches it wherever the run is.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use engine::RunId;
use engine::debug::{Breakpoint, Debugger, Edits, Go, Paused, Saved};
use node_sdk::{Scope, Value};
use serde_json::json;
use tokio::sync::Notify;

use super::super::store::RunRow;
use super::super::{Error, Runner};
use super::store::{Asked, Command, saved};
use crate::audit::Author;

const MOST_BREAKPOINTS: usize = 200;
const LONGEST_CONDITION: usize = 10_000;
const MOST_EDITS: usize = 100;
const MOST_BYTES: usize = 1 << 20;
/// How long somebody waits who looks at a run that is to be fetched back into memory.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is asked.
#[derive(Clone)]
pub(crate) enum Ask {
    /// Pause at these places.
    Breakpoints(Vec<Breakpoint>),
    /// Pause at the next node.
    Pause,
    /// Go on, with changes.
    Go(Go, Edits),
}

impl Ask {
    /// Does it to what is kept of a debugger; `false` if the run is to go on and is not held.
    pub(super) fn apply(&self, saved: &mut Saved) -> bool {
        match self {
            Self::Breakpoints(breakpoints) => saved.breakpoints.clone_from(breakpoints),
            Self::Pause => saved.pause |= saved.paused_at.is_none(),
            Self::Go(go, edits) => {
                if saved.paused_at.is_none() || saved.go.is_some() {
                    return false;
                }
                saved.go = Some((go.clone(), edits.clone()));
            }
        }
        true
    }

    /// Does it to a debugger.
    fn reach(self, debugger: &Debugger) {
        match self {
            Self::Breakpoints(breakpoints) => debugger.set_breakpoints(breakpoints),
            Self::Pause => debugger.pause(),
            Self::Go(go, edits) => drop(debugger.go(go, edits)),
        }
    }

    /// What the audit log says; of changed variables only the names.
    pub(super) fn told(&self) -> serde_json::Value {
        match self {
            Self::Breakpoints(breakpoints) => json!({ "breakpoints": breakpoints }),
            Self::Pause => json!({ "command": "pause" }),
            Self::Go(go, edits) => {
                let names: Vec<_> = edits.variables.iter().map(|edit| &edit.name).collect();
                json!({ "command": go, "variables": names, "payload": edits.payload.is_some() })
            }
        }
    }
}

/// Why something cannot be asked: the field, and what to do.
pub(crate) type Unfit = (String, String);

/// Checks what is asked against the nodes of the flow.
pub(crate) fn check(ask: &Ask, nodes: &HashSet<String>) -> Result<(), Unfit> {
    let known = |field: String, node: &String| match nodes.contains(node) {
        true => Ok(()),
        false => Err((field, format!("The flow has no node `{node}`. Name a node by its id."))),
    };
    match ask {
        Ask::Breakpoints(breakpoints) if breakpoints.len() > MOST_BREAKPOINTS => {
            Err(("breakpoints".into(), format!("A run can have {MOST_BREAKPOINTS} breakpoints at most.")))
        }
        Ask::Breakpoints(breakpoints) => breakpoints.iter().enumerate().try_for_each(|(index, breakpoint)| {
            if breakpoint.condition.as_ref().is_some_and(|condition| condition.len() > LONGEST_CONDITION) {
                let field = format!("breakpoints[{index}].condition");
                return Err((field, format!("A condition can have {LONGEST_CONDITION} bytes at most.")));
            }
            known(format!("breakpoints[{index}].node"), &breakpoint.node)
        }),
        Ask::Pause => Ok(()),
        Ask::Go(go, edits) => {
            check_edits(edits)?;
            if let Go::RunTo(node) = go { known("node".into(), node) } else { Ok(()) }
        }
    }
}

/// Checks what is to be changed before a node runs.
pub(crate) fn check_edits(edits: &Edits) -> Result<(), Unfit> {
    if edits.variables.len() > MOST_EDITS {
        return Err(("variables".into(), format!("At most {MOST_EDITS} variables can be set at once.")));
    }
    let is_large = |value: &Value| value.weight(MOST_BYTES) > MOST_BYTES;
    if edits.payload.as_ref().is_some_and(is_large) {
        return Err(("payload".into(), "The payload has more than 1 MiB, or is nested too deep.".into()));
    }
    edits.variables.iter().enumerate().try_for_each(|(index, edit)| {
        let field = |name: &str| format!("variables[{index}].{name}");
        if edit.scope == Scope::Global {
            let message = "Here variables of scope `step` or `job` can be set; global ones are set under /variables.";
            return Err((field("scope"), message.into()));
        }
        if !crate::globals::is_name(&edit.name) {
            return Err((field("name"), "A name has letters, digits and _, not a digit first.".into()));
        }
        if is_large(&edit.value) {
            return Err((field("value"), "The value has more than 1 MiB, or is nested too deep.".into()));
        }
        Ok(())
    })
}

/// Asks something of a run's debugger, wherever the run is.
///
/// # Errors
/// If there is no such run, it is over, or it is to go on and is not held.
pub(crate) async fn command(runner: &Runner, author: &Author, id: RunId, ask: Ask) -> Result<(), Error> {
    let live = runner.active.debugger_or_news(id);
    let noted = Command {
        run: id.to_string(),
        ask: ask.clone(),
        live: live.as_ref().map(|debugger| debugger.saved()),
        author: author.clone(),
        at: runner.clock.now(),
    };
    match runner.writer.apply(noted).await? {
        Asked::Noted => {}
        Asked::Unknown => return Err(Error::Unknown(id.to_string())),
        Asked::Over => return Err(Error::Finished),
        Asked::NotPaused => return Err(Error::NotPaused),
    }
    // It may have been taken up while this was written.
    if let Some(debugger) = live.or_else(|| runner.active.debugger(id)) {
        ask.reach(&debugger);
    }
    runner.active.wake_for_parked();
    Ok(())
}

/// What can be seen of a run's debugger.
pub(crate) struct Seen {
    pub(crate) saved: Saved,
    /// What can be seen where it is held, if it is.
    pub(crate) paused: Option<Paused>,
}

/// Looks at a run's debugger. A run that is held but not in memory is fetched.
///
/// # Errors
/// If the database fails.
pub(crate) async fn look(runner: &Runner, row: &RunRow, id: RunId) -> Result<Seen, Error> {
    if let Some(debugger) = held(runner, row, id).await? {
        return Ok(Seen { saved: debugger.saved(), paused: debugger.paused() });
    }
    match runner.active.debugger(id) {
        Some(debugger) => Ok(Seen { saved: debugger.saved(), paused: None }),
        None => Ok(Seen { saved: saved(&runner.store, &row.id).await?, paused: None }),
    }
}

/// The value of an expression where a run is held.
///
/// # Errors
/// If the run is not held; within, if the expression cannot be evaluated.
pub(crate) async fn watch(
    runner: &Runner,
    row: &RunRow,
    id: RunId,
    expression: &str,
) -> Result<Result<Value, String>, Error> {
    let debugger = held(runner, row, id).await?.ok_or(Error::NotPaused)?;
    debugger.watch(expression).ok_or(Error::NotPaused)
}

/// The debugger of a run that is held. One that was put away is waited for.
async fn held(runner: &Runner, row: &RunRow, id: RunId) -> Result<Option<Arc<Debugger>>, Error> {
    let here = || runner.active.debugger(id).filter(|debugger| debugger.paused().is_some());
    if let Some(debugger) = here() {
        return Ok(Some(debugger));
    }
    if row.status != "paused" {
        return Ok(None);
    }
    let told = Arc::new(Notify::new());
    let _watching = runner.hub.subscribe(Some(id), None, &told);
    super::super::signal(runner, &row.id).await?;
    let arrives = async {
        loop {
            if let Some(debugger) = here() {
                return debugger;
            }
            told.notified().await;
        }
    };
    Ok(tokio::time::timeout(PATIENCE, arrives).await.ok())
}
