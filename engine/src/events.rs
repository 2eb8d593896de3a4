//! What a running flow tells those who watch it.

use node_sdk::{Next, NodeError, Outcome, Scope, Str, Stream, Value};
use serde::{Deserialize, Serialize};

/// How far a run has come. The last four are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RunStatus {
    Pending,
    Running,
    Paused,
    Completed,
    Failed,
    Cancelled,
    TimedOut,
}

impl RunStatus {
    /// Whether the run is over.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Running | Self::Paused)
    }
}

/// How one execution of a node stands. `failed`: it ran and its outcome is negative; `error`: it could not run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum StepStatus {
    #[default]
    Pending,
    Running,
    Completed,
    Failed,
    Error,
    Skipped,
    Cancelled,
    TimedOut,
}

impl StepStatus {
    /// How the result of an execution reads.
    pub fn of(result: &Result<Outcome, NodeError>) -> Self {
        match result {
            Ok(outcome) if outcome.next == Next::Skip => Self::Skipped,
            Ok(_) => Self::Completed,
            Err(error) => Self::of_error(error),
        }
    }

    /// How an execution that failed reads.
    pub fn of_error(error: &NodeError) -> Self {
        match error.status() {
            "cancelled" => Self::Cancelled,
            "timed_out" => Self::TimedOut,
            "failed" => Self::Failed,
            _ => Self::Error,
        }
    }
}

/// What a step is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// One execution of a node.
    #[default]
    Node,
    /// One execution of a node's body: a round of a loop, a branch, a `try` or `finally`. Its key ends with `/`,
    /// and its output is what the body came to.
    Region,
}

/// One execution of a node, or of one of its bodies.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Scope path and node id, such as `each[3]/write`; with `#2` for the second attempt.
    pub key: String,
    /// What it is of.
    #[serde(default)]
    pub kind: StepKind,
    /// The node's id.
    pub node: Str,
    /// The node's type.
    #[serde(rename = "type")]
    pub node_type: Str,
    /// How it stands.
    pub status: StepStatus,
    /// The port that was taken.
    pub port: Option<Str>,
    /// From 1.
    pub attempt: u32,
    /// Milliseconds since 1970.
    pub started_at: i64,
    /// Microseconds; 0 while it runs.
    pub duration_us: u64,
    /// What it produced, secrets masked.
    pub output: Value,
    /// Why it failed, secrets masked.
    pub error: Option<NodeError>,
    /// The configuration it would have run with, secrets masked; in a rehearsal only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<Value>,
    /// Of a round of a loop: the item it was for, secrets masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Value>,
    /// Whether the journal holds it, so that a store need not keep it again.
    #[serde(skip)]
    pub journaled: bool,
}

/// All executions of one node in one run, summed up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeState {
    /// How the latest execution stands.
    pub status: StepStatus,
    /// Executions that ended, skipped ones not counted.
    pub count: u64,
    /// Of these, how many failed.
    pub failed: u64,
    /// How often it was skipped.
    pub skipped: u64,
    /// How many run now.
    pub running: u64,
    /// Rounds of a loop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iteration: Option<Iteration>,
    /// Branches of a parallel node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branches: Option<Branches>,
    /// Why the latest failure happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// When the latest execution started, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<i64>,
    /// How long the latest ended execution took, microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_us: Option<u64>,
}

/// Rounds of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Iteration {
    /// Rounds that ended.
    pub done: u64,
    /// Rounds there will be, where known.
    pub total: Option<u64>,
}

/// Branches of a parallel node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branches {
    /// Branches that ended.
    pub done: u64,
    /// Branches there are.
    pub total: u64,
}

/// One line of a run's log, secrets masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Milliseconds since 1970.
    pub at: i64,
    /// The node's id.
    pub node: Str,
    /// The activation.
    pub key: String,
    /// The name of the machine, where the node works on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Str>,
    /// Where it came from.
    pub stream: Stream,
    /// Without the line end.
    pub text: String,
}

/// Something that happened in a run.
#[derive(Clone, Debug)]
pub enum Event {
    /// A node's summary changed; sent at most some twenty times a second a node.
    Node {
        /// The node's id.
        node: Str,
        /// Its summary now.
        state: NodeState,
    },
    /// An execution of a node started (effects only) or ended. Pure nodes are told of for their
    /// first executions only, so that a loop of a million rounds costs no million events.
    Step(Step),
    /// A log line.
    Log(LogLine),
    /// The run is paused before an activation.
    Paused {
        /// The activation.
        key: String,
        /// The node's id.
        node: Str,
    },
    /// The run goes on from a pause.
    Resumed {
        /// The activation it was paused before.
        key: String,
    },
    /// A variable was set; for the same reason not every time in a long loop.
    Variable {
        /// The node that set it.
        node: Str,
        /// The activation.
        key: String,
        /// Its name.
        name: Str,
        /// How far it reaches.
        scope: Scope,
        /// Its value, secrets masked.
        value: Value,
    },
}

/// Receives the events of one run, in order. Must return at once.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn event(&self, event: Event);

    /// Whether steps, variables and summaries are wanted at all.
    fn is_watching(&self) -> bool {
        true
    }
}

/// Watches nothing.
pub struct Nobody;

impl Observer for Nobody {
    fn event(&self, _event: Event) {}

    fn is_watching(&self) -> bool {
        false
    }
}

/// How many executions of nodes ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Ended well.
    pub completed: u64,
    /// Failed or could not run.
    pub failed: u64,
    /// Not on the path that was taken.
    pub skipped: u64,
}

/// How a run ended.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Always final.
    pub status: RunStatus,
    /// What `flow.end` said, or the last payload.
    pub result: Value,
    /// Why it did not complete.
    pub error: Option<NodeError>,
    /// The run's variables at its end, secrets masked.
    pub variables: Value,
    /// Totals.
    pub counts: Counts,
}
