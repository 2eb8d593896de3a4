//! Events as they are sent.

use engine::{RunStatus, StepStatus};
use node_sdk::{Scope, Str, Value};
use serde::Serialize;

use super::RunState;
use crate::runs::view::{ErrorView, LogView, NodeStateView, RunItem, StepView};

/// Something that happened in a run, or to one.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RunEvent {
    /// The run started or ended.
    Run {
        /// How it stands.
        status: RunStatus,
        /// Why it failed.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<ErrorView>,
        /// What it gave.
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<Value>,
        /// When.
        at: String,
    },
    /// The run is held for somebody to look at it, or goes on.
    Status {
        /// `paused` or `running`.
        status: RunStatus,
        /// Where it is held.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Place>,
    },
    /// A node's summary changed.
    Node {
        /// The node's id.
        node: Str,
        /// Its summary.
        state: NodeStateView,
    },
    /// A step started or ended.
    Step {
        /// The step.
        step: StepView,
    },
    /// A line of the log.
    Log {
        /// The line.
        line: LogView,
    },
    /// A variable was set.
    Variable {
        /// The id of the node that set it.
        node: Str,
        /// The step.
        key: String,
        /// Its name.
        name: Str,
        /// How far it reaches.
        scope: Scope,
        /// The name of the value's type.
        #[serde(rename = "type")]
        kind: &'static str,
        /// Its value.
        value: Value,
    },
    /// In the list of runs, one changed.
    #[serde(rename = "run")]
    Listed {
        /// The run.
        run: Box<RunItem>,
    },
}

/// An activation.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Scope path and node id.
    pub key: String,
    /// The node's id.
    pub node: Str,
}

impl RunEvent {
    /// The word in `kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Run { .. } | Self::Listed { .. } => "run",
            Self::Status { .. } => "status",
            Self::Node { .. } => "node",
            Self::Step { .. } => "step",
            Self::Log { .. } => "log",
            Self::Variable { .. } => "variable",
        }
    }

    /// Takes the event into the state.
    pub(super) fn apply(&self, state: &mut RunState) {
        match self {
            Self::Run { status, error, result, at } => {
                state.status = *status;
                state.error.clone_from(error);
                state.result.clone_from(result);
                let time = if status.is_final() { &mut state.finished_at } else { &mut state.started_at };
                *time = Some(at.clone());
            }
            Self::Status { status, .. } => state.status = *status,
            Self::Node { node, state: summary } => {
                state.nodes.insert(node.clone(), summary.clone());
            }
            Self::Variable { name, scope, value, .. } => {
                state.variables.insert(name.clone(), (*scope, value.clone()));
            }
            // A summary may come a little later, and who looks now should see what runs.
            Self::Step { step } if step.status == StepStatus::Running => {
                state.nodes.entry(step.node.clone()).or_default().begin(&step.started_at);
            }
            Self::Step { .. } | Self::Log { .. } | Self::Listed { .. } => {}
        }
    }
}

/// The event that a run started or ended.
pub fn run_event(status: RunStatus, at: String, error: Option<ErrorView>, result: Option<Value>) -> RunEvent {
    RunEvent::Run { status, error, result, at }
}
