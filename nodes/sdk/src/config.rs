//! Field types for values that a node evaluates itself, as often as it needs.
//!
//! Any other field may hold a template or an expression too; the engine has rendered it
//! before the node sees its configuration.

use std::any::Any;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::{Str, Value};

/// Where the engine keeps the compiled form of a field.
#[derive(Clone, Default)]
pub struct Slot(Arc<OnceLock<Arc<dyn Any + Send + Sync>>>);

impl Slot {
    /// The compiled form, made on first use.
    pub fn get_or_init(&self, compile: impl FnOnce() -> Arc<dyn Any + Send + Sync>) -> &Arc<dyn Any + Send + Sync> {
        self.0.get_or_init(compile)
    }
}

/// A rhai expression, such as the condition of a loop.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Expr {
    source: Str,
    #[serde(skip)]
    slot: Slot,
}

impl Expr {
    /// The text as it was written.
    pub fn source(&self) -> &Str {
        &self.source
    }

    /// The engine's place for the compiled form.
    pub fn slot(&self) -> &Slot {
        &self.slot
    }
}

impl JsonSchema for Expr {
    fn schema_name() -> Cow<'static, str> {
        "Expr".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string", "minLength": 1, "maxLength": 65536,
            "x-expression": "rhai",
            "x-ui": { "widget": "code", "language": "rhai", "expression": "only" }
        })
    }
}

/// Any value, literal or computed: text with `{{ }}`, `{"$expr": "..."}`, or plain JSON.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dynamic {
    source: Value,
    #[serde(skip)]
    slot: Slot,
}

impl Dynamic {
    /// The value as it was written.
    pub fn source(&self) -> &Value {
        &self.source
    }

    /// The engine's place for the compiled form.
    pub fn slot(&self) -> &Slot {
        &self.slot
    }
}

impl JsonSchema for Dynamic {
    fn schema_name() -> Cow<'static, str> {
        "Dynamic".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "x-dynamic": true, "x-ui": { "expression": "allowed" } })
    }
}

const NAME_PATTERN: &str = "^[A-Za-z_][A-Za-z0-9_]{0,63}$";

/// The name of a variable that the node sets.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Variable(pub Str);

impl JsonSchema for Variable {
    fn schema_name() -> Cow<'static, str> {
        "Variable".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string", "pattern": NAME_PATTERN, "x-defines": "value", "x-ui": { "expression": "no" }
        })
    }
}

/// Variables with the values to give them, in the order written.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Variables(pub IndexMap<Str, Dynamic>);

impl JsonSchema for Variables {
    fn schema_name() -> Cow<'static, str> {
        "Variables".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<Dynamic>();
        json_schema!({
            "type": "object", "minProperties": 1, "maxProperties": 200, "x-defines": "keys",
            "propertyNames": { "pattern": NAME_PATTERN },
            "additionalProperties": value,
            "x-ui": { "widget": "key-value", "expression": "no" }
        })
    }
}
