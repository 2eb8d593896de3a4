//! What nodes with branches share: names that can be ports, and how a branch's end reads.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, Next};

/// Names that are ports of the node itself.
pub(crate) fn problems<'a>(names: impl Iterator<Item = &'a str>) -> Vec<ConfigError> {
    let taken = |(index, name): (usize, &str)| {
        ["output", "error", "cleanup", "default"].contains(&name).then(|| {
            let message = format!("`{name}` is a port of the node itself; choose another name.");
            ConfigError::new(format!("branches/{index}/name"), message)
        })
    };
    names.enumerate().filter_map(taken).collect()
}

/// How a branch that was run reads in the result.
pub(crate) fn result_of(end: &RegionEnd) -> Value {
    match end {
        RegionEnd::Completed(message) => {
            Value::object([("status", "completed".into()), ("result", message.payload.clone())])
        }
        RegionEnd::Failed(error) if error.kind == ErrorKind::CANCELLED => with_status(error.status()),
        RegionEnd::Failed(error) => Value::object([("status", error.status().into()), ("error", error.to_value())]),
        RegionEnd::Broke { .. } | RegionEnd::Continued => with_status("left"),
    }
}

/// How a branch that was not run reads.
pub(crate) fn skipped() -> Value {
    with_status("skipped")
}

/// A result that is a status only.
pub(crate) fn with_status(status: &str) -> Value {
    Value::object([("status", Value::from(status))])
}

/// A break leaves its branch; what is beyond that, and a `continue`, is for the loop around.
pub(crate) fn leaves(end: &RegionEnd) -> Option<Next> {
    match end {
        RegionEnd::Broke { levels } if *levels > 1 => Some(Next::Break { levels: levels - 1 }),
        RegionEnd::Continued => Some(Next::Continue),
        _ => None,
    }
}
