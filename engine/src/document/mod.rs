//! The flow document: what was drawn, as one JSON file.
//!
//! This is a reading view. Whoever stores a document stores the JSON text, so that fields this
//! version does not know survive.

mod alias;
mod drawing;
mod notify;
mod parameter;
mod parse;
mod schema;

use indexmap::IndexMap;
use node_sdk::{Str, Value, WireKind};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::problem::Problem;

pub use alias::rename_fields;
pub use drawing::complete_drawing;
pub use notify::{Ends, Notify, NotifyChannel};
pub use parameter::{Parameter, ParameterType, Pattern};
pub(crate) use parse::parse;
pub use schema::flow_schema;

/// The only format there is so far.
pub const FORMAT: &str = "opsconductor.flow/1";

/// A flow as it was drawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "OpsConductor flow")]
pub struct Document {
    /// Always `opsconductor.flow/1`.
    #[schemars(extend("const" = FORMAT))]
    pub format: String,
    /// What people call the flow.
    #[schemars(length(min = 1, max = 255))]
    pub name: String,
    /// What it is for, in Markdown.
    #[serde(default)]
    #[schemars(length(max = 10_000))]
    pub description: String,
    /// Words to find it by.
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub labels: Vec<String>,
    /// What is asked for at the start, by name.
    #[serde(default)]
    #[schemars(with = "IndexMap<String, Parameter>")]
    pub parameters: IndexMap<Str, Parameter>,
    /// What must hold between the parameters.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub rules: Vec<Rule>,
    /// Variables the run starts with.
    #[serde(default)]
    #[schemars(with = "IndexMap<String, serde_json::Value>")]
    pub variables: IndexMap<Str, Value>,
    /// The operations.
    #[schemars(length(max = 10_000))]
    pub nodes: Vec<Node>,
    /// The links between them.
    #[serde(default)]
    #[schemars(length(max = 50_000))]
    pub wires: Vec<Wire>,
    /// How it runs.
    #[serde(default)]
    pub settings: Settings,
    /// What was said about it when it was read; nothing that keeps it from running.
    #[serde(skip)]
    pub notes: Vec<Problem>,
}

/// What must hold for a run to start.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// An expression over the parameters that gives true or false.
    #[schemars(length(min = 1, max = 10_000))]
    pub expression: String,
    /// What people read when it gives false.
    #[schemars(length(min = 1, max = 1_000))]
    pub message: String,
}

/// One operation. Other names of its fields are understood, with a warning: `timeoutSec` and `timeout_seconds` for
/// `timeout`; `retryCount`, `retry_count`, `retryDelay` and `retry_delay` for the parts of `retry`; `continueOnFailure`,
/// `continueOnError` and `continue_on_error` (true or false) for `onError`; `output_variable` for `outputVariable`;
/// `enabled` for the opposite of `disabled`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// Identity within the flow.
    #[schemars(with = "String", regex(pattern = "^[A-Za-z0-9_-]{1,64}$"))]
    pub id: Str,
    /// Node type, such as `flow.if`.
    #[serde(rename = "type")]
    #[schemars(with = "String", length(min = 1, max = 100))]
    pub node_type: Str,
    /// What people call it; the type's name where absent.
    #[serde(default)]
    #[schemars(length(max = 255))]
    pub name: String,
    /// Place on the canvas.
    #[serde(default)]
    pub x: f64,
    /// Place on the canvas.
    #[serde(default)]
    pub y: f64,
    /// The node's own fields.
    #[serde(default = "empty_object")]
    #[schemars(with = "IndexMap<String, serde_json::Value>")]
    pub config: Value,
    /// A disabled node lets the message through.
    #[serde(default)]
    pub disabled: bool,
    /// What a failure does when no `error` port is wired; what the flow says where absent.
    #[serde(default)]
    pub on_error: Option<OnError>,
    /// Seconds after which the node is stopped.
    #[serde(default)]
    #[schemars(range(min = 0.001, max = 31_536_000))]
    pub timeout: Option<f64>,
    /// How often a failure is tried again.
    #[serde(default)]
    pub retry: Option<Retry>,
    /// Variable that receives the node's output.
    #[serde(default)]
    #[schemars(with = "Option<String>", regex(pattern = "^[A-Za-z_][A-Za-z0-9_]{0,63}$"))]
    pub output_variable: Option<Str>,
    /// Whether an interrupted execution may simply be run again; the type's own answer where absent.
    #[serde(default)]
    pub repeatable: Option<bool>,
    /// How often the node runs where several wires reach it.
    #[serde(default)]
    pub run: RunMode,
    /// The machines to work on: a name or id, `group:NAME`, `tag:NAME`, or a template of one; the run's own where absent.
    #[serde(default)]
    #[schemars(with = "Option<String>", length(max = 1000))]
    pub target: Option<Str>,
    /// The credential to sign in to its machines with, by name or id, or a template of that; each machine's own where
    /// absent.
    #[serde(default)]
    #[schemars(with = "Option<String>", length(max = 1000))]
    pub credential: Option<Str>,
}

/// How often a node runs where several wires reach it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RunMode {
    /// Once, when every path has come or is known not to come.
    #[default]
    Once,
    /// Once for every message that arrives.
    Each,
}

/// What a failure does when no `error` port is wired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum OnError {
    /// The enclosing body fails.
    #[default]
    Stop,
    /// The path goes on by `output` as if nothing had happened; the step stays failed.
    Continue,
}

/// How often a failure is tried again.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub struct Retry {
    /// Further attempts after the first.
    #[schemars(range(max = 100))]
    pub count: u32,
    /// Seconds between attempts.
    #[serde(default = "default_delay")]
    #[schemars(range(min = 0, max = 86_400))]
    pub delay: f64,
}

/// A link from an output port to an input port.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Wire {
    /// Identity within the flow, where it has one.
    #[serde(default)]
    pub id: Option<String>,
    /// Node it leaves.
    #[schemars(with = "String")]
    pub source: Str,
    /// Output port it leaves by.
    #[serde(default = "output_port")]
    #[schemars(with = "String")]
    pub source_port: Str,
    /// Node it reaches.
    #[schemars(with = "String")]
    pub target: Str,
    /// Input port it reaches.
    #[serde(default = "input_port")]
    #[schemars(with = "String")]
    pub target_port: Str,
    /// What it means; taken from the ports where absent.
    #[serde(default)]
    pub kind: Option<WireKind>,
    /// Where it is drawn as two tabs rather than as a line: the name on them.
    #[serde(default)]
    #[schemars(length(min = 1, max = 64))]
    pub link: Option<String>,
}

impl Wire {
    /// Its id, or its two ends.
    pub fn label(&self) -> String {
        let ends = || format!("{}.{}->{}.{}", self.source, self.source_port, self.target, self.target_port);
        self.id.clone().unwrap_or_else(ends)
    }
}

/// How a flow runs.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Seconds after which a run is stopped; 24 hours where absent.
    #[serde(default)]
    #[schemars(range(min = 1, max = 31_536_000))]
    pub timeout: Option<f64>,
    /// What is written before a run goes on.
    #[serde(default)]
    pub durability: Durability,
    /// Bounds of a run; the server's own bounds hold beside them.
    #[serde(default)]
    pub limits: Limits,
    /// How many runs may go on at the same time; any number where absent.
    #[serde(default)]
    pub concurrency: Option<Concurrency>,
    /// Which waiting run is started first: the one with the highest.
    #[serde(default)]
    #[schemars(range(min = -100, max = 100))]
    pub priority: i32,
    /// How many machines are worked on at the same time where there are several; 5 where absent.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    pub max_parallel_targets: Option<u32>,
    /// What a failure does in nodes that do not say it themselves.
    #[serde(default)]
    pub on_error: OnError,
    /// Who is told when a run ends; not those that other runs started.
    #[serde(default)]
    #[schemars(length(max = 10))]
    pub notify: Vec<Notify>,
}

/// How many runs may go on at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Concurrency {
    /// So many: of the flow, or of each key.
    #[schemars(range(min = 1, max = 10_000))]
    pub limit: u32,
    /// An expression over the parameters, `target` (the name of the run's machine) and `start` (the id of the trigger that
    /// started it): runs with the same value count together.
    #[serde(default)]
    #[schemars(length(min = 1, max = 1000))]
    pub key: Option<String>,
    /// What happens to a run that would be one too many.
    #[serde(default)]
    pub on_limit: OnLimit,
}

/// What happens to a run that would be one too many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnLimit {
    /// It waits.
    #[default]
    Queue,
    /// It is not run.
    Drop,
    /// The oldest one that goes on is cancelled.
    CancelRunning,
}

/// What is written before a run goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Durability {
    /// An effect starts once its start is written, and nothing depends on a result that is not.
    #[default]
    Strict,
    /// Everything is written, nothing is waited for.
    Relaxed,
    /// No journal is written: a run that is interrupted cannot go on.
    Memory,
}

impl std::str::FromStr for Durability {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "strict" => Ok(Self::Strict),
            "relaxed" => Ok(Self::Relaxed),
            "memory" => Ok(Self::Memory),
            other => Err(format!("`{other}` is not a durability; use strict, relaxed or memory")),
        }
    }
}

/// Bounds of a run.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Rounds of one loop; 10,000 where absent.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub iterations: Option<u64>,
    /// Executions of nodes in one run; 100,000 where absent.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub steps: Option<u64>,
}

fn empty_object() -> Value {
    Value::Object(std::sync::Arc::default())
}

fn default_delay() -> f64 {
    5.0
}

fn output_port() -> Str {
    "output".into()
}

fn input_port() -> Str {
    "in".into()
}
