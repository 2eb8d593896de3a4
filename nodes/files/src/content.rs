//! What is written into a file: text as it is, any other value as JSON.

use std::borrow::Cow;

use node_sdk::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A value of any type, because a template that is one whole expression keeps the type of its value.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Content(Value);

impl Content {
    /// The text that goes into the file; objects and lists become JSON that people can read.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Value::Str(text) => Cow::Borrowed(text),
            Value::Array(_) | Value::Object(_) => {
                let json = serde_json::to_string_pretty(&self.0).unwrap_or_else(|_| self.0.to_string());
                Cow::Owned(json + "\n")
            }
            other => Cow::Owned(other.to_text()),
        }
    }
}

impl Default for Content {
    fn default() -> Self {
        Self("".into())
    }
}

impl JsonSchema for Content {
    fn schema_name() -> Cow<'static, str> {
        "Content".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "x-ui": { "widget": "multiline", "expression": "allowed" } })
    }
}
