//! Runs, steps and logs as the API shows them. The same shapes go over the live channel.

use engine::{LogLine, NodeState, Step, StepKind, StepStatus};
use node_sdk::{NodeError, Str, Stream, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::RunRow;
use crate::credentials::Reference;
use crate::web::iso;
use crate::wire::preview;

/// A run in a list.
#[derive(Clone, Serialize, ToSchema)]
pub struct RunItem {
    /// Identity.
    pub id: String,
    /// The flow, if it is one that is kept.
    pub flow_id: Option<String>,
    /// What the flow was called.
    pub flow_name: String,
    /// Which version was run.
    pub flow_version: Option<i64>,
    /// pending, running, paused, completed, failed, cancelled or timed_out.
    pub status: String,
    /// What started it.
    pub trigger: String,
    /// Who started it.
    pub created_by: String,
    /// When it was asked for.
    pub created_at: String,
    /// When it started.
    pub started_at: Option<String>,
    /// When it ended.
    pub finished_at: Option<String>,
    /// How long it took.
    pub duration_ms: Option<i64>,
    /// Who cancelled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<String>,
    /// Why it did not complete.
    pub error: Option<ErrorView>,
    /// How many executions of nodes ended how.
    pub steps: StepCounts,
    /// Higher ones go first; from -100 to 100.
    pub priority: i64,
    /// The run that called this one.
    pub parent: Option<String>,
    /// Of a run that only waits and was put away: when it goes on, at the latest.
    pub waiting_until: Option<String>,
    /// Whether it waits for people to decide something.
    pub waiting_for_approval: bool,
    /// The machine it works on, where its nodes name no other.
    pub target: Option<Reference>,
    /// Of a run over several machines: how many these are. Each has a run of its own below this one.
    pub target_count: Option<i64>,
}

/// How many executions of nodes ended how.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub struct StepCounts {
    /// Ended well.
    pub completed: i64,
    /// Failed or could not run.
    pub failed: i64,
    /// Not on the path that was taken.
    pub skipped: i64,
}

/// Why something failed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ErrorView {
    /// A word to decide on.
    pub kind: String,
    /// What happened and what to do.
    pub message: String,
    /// Whether it ran, and its outcome is negative; else it could not run.
    #[serde(default)]
    pub failed: bool,
    /// The node's id.
    pub node: Option<String>,
    /// Whatever else helps.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Object)]
    pub details: Value,
}

/// One execution of a node.
#[derive(Clone, Serialize, ToSchema)]
pub struct StepView {
    /// Scope path and node id, such as `each[3]/write`.
    pub key: String,
    /// `node`, or `region` for one of its bodies.
    #[schema(value_type = String)]
    pub kind: StepKind,
    /// The node's id.
    #[schema(value_type = String)]
    pub node: Str,
    /// The node's type.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub node_type: Str,
    /// How it stands.
    #[schema(value_type = String)]
    pub status: StepStatus,
    /// The port that was taken.
    #[schema(value_type = Option<String>)]
    pub port: Option<Str>,
    /// From 1.
    pub attempt: u32,
    /// When it started.
    pub started_at: String,
    /// How long it took, in microseconds.
    pub duration_us: u64,
    /// What it produced.
    #[schema(value_type = Object)]
    pub output: Value,
    /// Why it failed.
    pub error: Option<ErrorView>,
    /// Whether `output` is only the start of its text; ask for the step by its key to get all.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// Of a round of a loop: the item it was for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub item: Option<Value>,
    /// In a rehearsal: the configuration it would have run with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub config: Option<Value>,
}

/// A node's summary.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct NodeStateView {
    /// Counters and the latest status.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    state: NodeState,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<String>,
}

/// One line of a log.
#[derive(Clone, Serialize, ToSchema)]
pub struct LogView {
    /// From 1 within the run.
    pub seq: i64,
    /// When.
    pub at: String,
    /// The node's id.
    pub node: String,
    /// The step.
    pub key: String,
    /// The name of the machine, where the node works on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// `stdout`, `stderr` or `log`.
    #[schema(value_type = String)]
    pub stream: String,
    /// Without the line end.
    pub text: String,
}

/// A variable of a run.
#[derive(Serialize, ToSchema)]
pub struct VariableView {
    /// Its name.
    pub name: String,
    /// How far it reaches.
    pub scope: String,
    /// The name of the value's type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its value.
    #[schema(value_type = Object)]
    pub value: Value,
}

impl From<RunRow> for RunItem {
    fn from(row: RunRow) -> Self {
        let duration_ms = row.finished_at.zip(row.started_at).map(|(end, start)| end - start);
        Self {
            id: row.id,
            flow_id: row.flow_id,
            flow_name: row.flow_name,
            flow_version: row.flow_version,
            status: row.status,
            trigger: row.started_how,
            created_by: row.created_by,
            created_at: iso(row.created_at),
            started_at: row.started_at.map(iso),
            finished_at: row.finished_at.map(iso),
            duration_ms,
            cancelled_by: row.cancelled_by,
            error: row.error.and_then(|error| serde_json::from_str(&error).ok()),
            steps: StepCounts { completed: row.steps_completed, failed: row.steps_failed, skipped: row.steps_skipped },
            priority: row.priority,
            parent: row.parent_run,
            waiting_until: row.waiting_until.map(iso),
            waiting_for_approval: row.asks > 0 && row.finished_at.is_none(),
            target: row.target_id.zip(row.target_name).map(|(id, name)| Reference { id, name }),
            target_count: row.target_count,
        }
    }
}

impl From<NodeError> for ErrorView {
    fn from(error: NodeError) -> Self {
        let NodeError { kind, message, failed, node, details, .. } = error;
        Self { kind: kind.as_str().to_owned(), message, failed, node, details: preview(details).0 }
    }
}

impl StepView {
    /// A step with all of its output.
    pub fn in_full(step: Step) -> Self {
        Self {
            key: step.key,
            kind: step.kind,
            node: step.node,
            node_type: step.node_type,
            status: step.status,
            port: step.port,
            attempt: step.attempt,
            started_at: iso(step.started_at),
            duration_us: step.duration_us,
            output: step.output,
            error: step.error.map(ErrorView::from),
            truncated: false,
            item: step.item,
            config: step.config,
        }
    }

    /// The same with an output that is small enough for a list.
    #[must_use]
    pub fn shortened(mut self) -> Self {
        let (output, truncated) = preview(self.output);
        self.output = output;
        self.truncated |= truncated;
        self.item = self.item.map(|item| preview(item).0);
        self
    }
}

impl NodeStateView {
    /// Rounds of its loop: how many ended, and how many there will be where that is known.
    pub fn rounds(&self) -> Option<(u64, Option<u64>)> {
        self.state.iteration.map(|iteration| (iteration.done, iteration.total))
    }

    /// Marks the node as running.
    pub fn begin(&mut self, started_at: &str) {
        self.state.status = StepStatus::Running;
        self.state.running = self.state.running.max(1);
        self.started_at = Some(started_at.to_owned());
    }
}

impl From<NodeState> for NodeStateView {
    fn from(mut state: NodeState) -> Self {
        let started_at = state.started_at.take().map(iso);
        Self { state, started_at }
    }
}

impl LogView {
    /// A line and its number.
    pub fn new(seq: i64, line: &LogLine) -> Self {
        Self {
            seq,
            at: iso(line.at),
            node: line.node.to_string(),
            key: line.key.clone(),
            target: line.target.as_deref().map(ToOwned::to_owned),
            stream: stream_name(line.stream).into(),
            text: line.text.clone(),
        }
    }
}

/// The word for where a line came from.
pub fn stream_name(stream: Stream) -> &'static str {
    match stream {
        Stream::Stdout => "stdout",
        Stream::Stderr => "stderr",
        Stream::Log => "log",
    }
}
