//! The engine through its door: a flow in, a report and a trace out.
#![expect(clippy::expect_used, clippy::panic, reason = "what goes wrong fails its test")]
#![expect(clippy::needless_pass_by_value, reason = "documents are written where they are used")]

mod arrivals;
mod bad_input;
mod debugging;
mod decisions;
mod documents;
mod drawings;
mod expressions;
mod limits;
mod parameters;
mod properties;
mod redo;
mod rehearsal;
mod replay;
mod semantics;
mod starts;
mod support;
mod targets;
mod templates;
mod waiting;
