//! What is wrong with a flow: where, and what to do about it.

use serde::{Deserialize, Serialize};

/// Whether a problem keeps a flow from running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The flow cannot run.
    Error,
    /// The flow can run; this may not be what was meant.
    Warning,
}

/// One finding of the parser or the compiler.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Whether it keeps the flow from running.
    pub severity: Severity,
    /// Stable, machine-readable; such as `unknown_node_type`.
    pub code: String,
    /// A sentence that says what is wrong and what to do.
    pub message: String,
    /// The node's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The wire's id, or `source.port->target.port` where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire: Option<String>,
    /// `config/command` for a field of the configuration, `timeout` for one of the node,
    /// `parameters/name` for one of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Problem {
    /// A problem that keeps the flow from running.
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code: code.into(),
            message: message.into(),
            node: None,
            wire: None,
            field: None,
        }
    }

    /// Something that may not be what was meant.
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Names the node.
    #[must_use]
    pub fn at_node(mut self, node: impl Into<String>) -> Self {
        self.node = Some(node.into());
        self
    }

    /// Names the wire.
    #[must_use]
    pub fn at_wire(mut self, wire: impl Into<String>) -> Self {
        self.wire = Some(wire.into());
        self
    }

    /// Names the field.
    #[must_use]
    pub fn at_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Whether it keeps the flow from running.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
