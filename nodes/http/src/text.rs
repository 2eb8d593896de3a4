//! A header or query value: text, or a number or truth value that a template or expression gave.

use std::borrow::Cow;

use indexmap::IndexMap;
use node_sdk::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// Text as it is; other values as they read.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Text(Value);

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "x-ui": { "expression": "allowed" } })
    }
}

/// Names and values as they are sent.
pub(crate) fn pairs(given: &IndexMap<String, Text>) -> Vec<(String, String)> {
    given.iter().map(|(name, value)| (name.clone(), value.0.to_text())).collect()
}
