//! A field that becomes text, whatever type a template or expression gave it.

use std::borrow::Cow;

use node_sdk::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// Text as it is; a number or truth value as it reads; an object or list as JSON.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Text(Value);

impl Text {
    pub(crate) fn read(&self) -> String {
        self.0.to_text()
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "x-ui": { "widget": "multiline", "expression": "allowed" } })
    }
}
