//! Errors as a flow sees them: a kind to decide on, a sentence to read, details to look at.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Value;

/// What went wrong, as a word that flows can catch and retry on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrorKind(Cow<'static, str>);

macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident = $text:literal;)+) => {
        impl ErrorKind {
            $($(#[$doc])+ pub const $name: Self = Self(Cow::Borrowed($text));)+

            /// The kinds the product itself raises; a flow may throw others.
            pub const KNOWN: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

kinds! {
    /// Something took longer than it was given.
    TIMEOUT = "timeout";
    /// The other side could not be reached, or went away.
    NETWORK = "network_error";
    /// The other side refused the credentials.
    AUTH = "auth_error";
    /// A web server answered with a status 400 to 499.
    HTTP_4XX = "http_4xx";
    /// A web server answered with a status 500 to 599.
    HTTP_5XX = "http_5xx";
    /// A file or folder could not be worked on.
    FILE = "file_error";
    /// A command ended with an exit code other than zero.
    EXIT_CODE = "exit_code";
    /// A database refused or failed.
    DATABASE = "database_error";
    /// A command could not be started.
    COMMAND = "command_error";
    /// A value is not what the node needs.
    VALIDATION = "validation_error";
    /// An expression or template could not be evaluated.
    EXPRESSION = "expression_error";
    /// A limit of the flow or the server was reached.
    LIMIT = "limit";
    /// A loop reached its number of rounds.
    LOOP_LIMIT = "loop_limit";
    /// The run was cancelled.
    CANCELLED = "cancelled";
    /// The process died while this ran, and running it again may not be safe.
    INTERRUPTED = "interrupted";
    /// Something is switched off or not permitted here.
    NOT_PERMITTED = "not_permitted";
    /// Thrown by the flow itself.
    CUSTOM = "custom";
    /// The engine broke one of its own rules; please report it.
    INTERNAL = "internal";
}

impl ErrorKind {
    /// A kind of the flow's own making.
    pub fn of(text: impl Into<String>) -> Self {
        Self(Cow::Owned(text.into()))
    }

    /// The word itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a node could not do its work, or did it with a negative outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct NodeError {
    /// The word to decide on.
    pub kind: ErrorKind,
    /// A sentence that says what happened and what to do.
    pub message: String,
    /// The node it came from; filled in by the engine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The failed node and the bodies around it, innermost first; filled in by the engine.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stack: Vec<String>,
    /// Whatever else helps, such as the exit code or the response body.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub details: Value,
    /// `true` if the operation ran and its outcome is negative, `false` if it could not run.
    #[serde(default)]
    pub failed: bool,
}

impl NodeError {
    /// The operation could not run.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), node: None, stack: Vec::new(), details: Value::Null, failed: false }
    }

    /// The operation ran, and its outcome is negative.
    pub fn failed(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { failed: true, ..Self::new(kind, message) }
    }

    /// The same error with details.
    #[must_use]
    pub fn with_details(mut self, details: Value) -> Self {
        self.details = details;
        self
    }

    /// Whether a word that flows catch and retry on names this error: its kind, `all`, `failed` (it ran, and its
    /// outcome is negative), `error` (it could not run), or a kind that takes others in.
    pub fn is(&self, wanted: &str) -> bool {
        let kind = self.kind.as_str();
        match wanted {
            "all" => true,
            "failed" => self.failed,
            "error" => !self.failed,
            "command_error" => [ErrorKind::COMMAND, ErrorKind::EXIT_CODE].contains(&self.kind),
            "custom" => self.kind == ErrorKind::CUSTOM || !ErrorKind::KNOWN.contains(&self.kind),
            _ => wanted == kind,
        }
    }

    /// How an execution that came to this reads: `failed` (it ran, and its outcome is negative), `error` (it could not
    /// run), `timed_out` or `cancelled`.
    pub fn status(&self) -> &'static str {
        match self {
            error if error.kind == ErrorKind::CANCELLED => "cancelled",
            error if error.kind == ErrorKind::TIMEOUT => "timed_out",
            error if error.failed => "failed",
            _ => "error",
        }
    }

    /// What a flow sees as `error`: `kind`, `message`, `failed`, `node`, `stack`, `details`.
    pub fn to_value(&self) -> Value {
        Value::object([
            ("kind", self.kind.as_str().into()),
            ("message", self.message.as_str().into()),
            ("failed", self.failed.into()),
            ("node", self.node.as_deref().into()),
            ("stack", self.stack.iter().map(|place| Value::from(place.as_str())).collect()),
            ("details", self.details.clone()),
        ])
    }
}
