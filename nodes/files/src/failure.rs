//! Errors of file work, as a sentence that says what was tried.

use node_sdk::{HostError, NodeError, Value};

/// The host's error with what it kept from happening, and the path as details.
pub(crate) fn explain(what: &str, path: &str, error: HostError) -> NodeError {
    let mut explained = NodeError::from(error);
    explained.message = format!("{what}: {}", explained.message);
    explained.with_details(Value::object([("path", Value::from(path))]))
}
