//! The interpreter: graphs, scopes, expressions and the journal. It knows no node type.
//!
//! A [`Document`] is compiled to a [`Program`] once a version; [`execute`] runs it.

mod catalog;
mod compile;
mod document;
mod engine;
mod events;
mod expr;
pub mod journal;
mod problem;
mod program;
mod redo;
mod run;

pub use compile::{Compilation, Reference, RegionView, Subject};
pub use document::{
    Concurrency, Document, Durability, Ends, FORMAT, Notify, NotifyChannel, OnLimit, Parameter, ParameterType, Pattern,
    Rule, complete_drawing, flow_schema, rename_fields,
};
pub use engine::{Caps, Engine};
pub use events::{
    Branches, Counts, Event, Iteration, LogLine, Nobody, NodeState, Observer, Report, RunStatus, Step, StepKind,
    StepStatus,
};
pub use journal::RunId;
pub use problem::{Problem, Severity};
pub use program::Program;
pub use redo::activation_of;
pub use run::{Environment, Execution, Rehearsal, Start, debug, execute};
