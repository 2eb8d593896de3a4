//! The engine through its door: a flow in, a report and a trace out.

mod bad_input;
mod documents;
mod expressions;
mod limits;
mod replay;
mod semantics;
mod support;
