//! What a node answers: which port is taken, what it produced, and the message that goes on.

use serde::{Deserialize, Serialize};

use crate::{Message, Str, Value};

/// The answer of a node that did its work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The output port that is taken; every other port's wires are dead.
    pub port: Str,
    /// What the node produced; seen as `nodes.<id>.output` and in the trace.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub output: Value,
    /// What happens to the message.
    #[serde(default)]
    pub next: Next,
}

/// What travels on after a node, or why nothing does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The message goes on with the output as its payload.
    Payload,
    /// The message goes on as it came.
    #[default]
    Pass,
    /// Another message goes on.
    Message(Message),
    /// Nothing is wired where the path would go on: the message stays, and the execution counts as skipped.
    Skip,
    /// The path ends here; for the whole run, this is its result.
    End {
        /// Whether the run counts as failed.
        failed: bool,
    },
    /// The nearest loop, or the `levels`-th around this node, ends after this.
    Break {
        /// How many loops to leave, from 1.
        levels: u32,
    },
    /// The nearest loop goes to its next round.
    Continue,
}

impl Outcome {
    /// Leaves by port `output` with the produced value as the new payload.
    pub fn output(output: impl Into<Value>) -> Self {
        Self { port: Self::output_port(), output: output.into(), next: Next::Payload }
    }

    /// Leaves by port `output` with the message unchanged.
    pub fn pass() -> Self {
        Self { port: Self::output_port(), output: Value::Null, next: Next::Pass }
    }

    /// Leaves by the given port with the message unchanged.
    pub fn port(port: impl Into<Str>) -> Self {
        Self { port: port.into(), output: Value::Null, next: Next::Pass }
    }

    /// Records what was produced, without touching the message.
    #[must_use]
    pub fn recording(mut self, output: impl Into<Value>) -> Self {
        self.output = output.into();
        self
    }

    /// Lets the given message go on.
    #[must_use]
    pub fn with_message(mut self, message: Message) -> Self {
        self.next = Next::Message(message);
        self
    }

    /// Ends the path, breaks or continues a loop.
    #[must_use]
    pub fn then(mut self, next: Next) -> Self {
        self.next = next;
        self
    }

    fn output_port() -> Str {
        thread_local! { static OUTPUT: Str = Str::from("output"); }
        OUTPUT.with(Str::clone)
    }
}
