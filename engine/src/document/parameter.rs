//! Parameters: what a flow asks for at its start, and the check of what it is given.

use std::borrow::Cow;

use node_sdk::{Str, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};

/// The declaration of a parameter.
#[derive(Clone, Debug, Default)]
pub struct Parameter {
    /// What values it takes; anything where absent.
    pub kind: Option<ParameterType>,
    /// Given where nothing else is.
    pub default: Option<Value>,
    /// Whether a run is refused without it.
    pub required: bool,
    /// Help for the form.
    pub description: String,
    /// The only values it takes.
    pub choices: Option<Vec<Value>>,
    /// Least number.
    pub min: Option<f64>,
    /// Greatest number.
    pub max: Option<f64>,
    /// Least characters or items.
    pub min_length: Option<usize>,
    /// Most characters or items.
    pub max_length: Option<usize>,
    /// Whether its value is masked wherever people read.
    pub secret: bool,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ParameterType {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

impl ParameterType {
    fn name(self) -> &'static str {
        match self {
            Self::String => "text",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Array => "a list",
            Self::Object => "an object",
        }
    }

    fn fits(self, value: &Value) -> bool {
        match self {
            Self::String => value.as_str().is_some(),
            Self::Integer => value.as_int().is_some(),
            Self::Number => value.as_float().is_some(),
            Self::Boolean => value.as_bool().is_some(),
            Self::Array => value.as_array().is_some(),
            Self::Object => value.as_object().is_some(),
        }
    }

    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Boolean),
            Value::Int(_) => Some(Self::Integer),
            Value::Float(_) => Some(Self::Number),
            Value::Str(_) => Some(Self::String),
            Value::Array(_) => Some(Self::Array),
            Value::Object(_) => Some(Self::Object),
        }
    }
}

/// The long form, `name: {type, ...}`.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Parameter")]
struct Declaration {
    /// What values it takes.
    #[serde(rename = "type")]
    kind: ParameterType,
    /// Given where nothing else is.
    #[serde(default)]
    #[schemars(with = "serde_json::Value")]
    default: Option<Value>,
    /// Whether a run is refused without it.
    #[serde(default)]
    required: bool,
    /// Help for the form.
    #[serde(default)]
    description: String,
    /// The only values it takes.
    #[serde(default, rename = "enum")]
    #[schemars(with = "Option<Vec<serde_json::Value>>")]
    choices: Option<Vec<Value>>,
    /// Least number.
    #[serde(default)]
    min: Option<f64>,
    /// Greatest number.
    #[serde(default)]
    max: Option<f64>,
    /// Least characters or items.
    #[serde(default, alias = "min_length")]
    min_length: Option<usize>,
    /// Most characters or items.
    #[serde(default, alias = "max_length")]
    max_length: Option<usize>,
    /// Whether its value is masked wherever people read.
    #[serde(default)]
    secret: bool,
}

impl<'de> Deserialize<'de> for Parameter {
    /// An object whose `type` is a type name is a declaration; anything else is a default
    /// whose type is inferred.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if !is_declaration(&value) {
            return Ok(Self { kind: ParameterType::of(&value), default: Some(value), ..Self::default() });
        }
        let long: Declaration = serde_json::from_value((&value).into()).map_err(serde::de::Error::custom)?;
        Ok(Self {
            kind: Some(long.kind),
            default: long.default.filter(|value| !value.is_null()),
            required: long.required,
            description: long.description,
            choices: long.choices,
            min: long.min,
            max: long.max,
            min_length: long.min_length,
            max_length: long.max_length,
            secret: long.secret,
        })
    }
}

fn is_declaration(value: &Value) -> bool {
    let kind = value.get("type").and_then(Value::as_str);
    kind.is_some_and(|kind| ["string", "integer", "number", "boolean", "array", "object"].contains(&kind))
}

impl JsonSchema for Parameter {
    fn schema_name() -> Cow<'static, str> {
        "ParameterOrDefault".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let declaration = generator.subschema_for::<Declaration>();
        schemars::json_schema!({
            "description": "A declaration, or a default value whose type is inferred.",
            "if": {
                "type": "object", "required": ["type"],
                "properties": { "type": { "enum": ["string", "integer", "number", "boolean", "array", "object"] } }
            },
            "then": declaration,
            "else": true
        })
    }
}

impl Parameter {
    /// What is wrong with a value, as a sentence that names the parameter; `None` if nothing is.
    pub fn refuse(&self, name: &Str, value: &Value) -> Option<String> {
        if let Some(kind) = self.kind.filter(|kind| !kind.fits(value)) {
            return Some(format!("`{name}` must be {}, and {} was given.", kind.name(), shown(value)));
        }
        if let Some(choices) = self.choices.as_ref().filter(|choices| !choices.contains(value)) {
            let list: Vec<_> = choices.iter().map(Value::to_text).collect();
            return Some(format!("`{name}` must be one of {}, and {} was given.", list.join(", "), shown(value)));
        }
        self.refuse_size(name, value)
    }

    fn refuse_size(&self, name: &Str, value: &Value) -> Option<String> {
        if let Some(number) = value.as_float() {
            return refuse_range(name, number, self.min, self.max);
        }
        let length = value.as_str().map(|text| text.chars().count()).or_else(|| value.as_array().map(|a| a.len()))?;
        if let Some(least) = self.min_length.filter(|least| length < *least) {
            return Some(format!("`{name}` must have at least {least} characters or items; it has {length}."));
        }
        let most = self.max_length.filter(|most| length > *most)?;
        Some(format!("`{name}` must have at most {most} characters or items; it has {length}."))
    }
}

fn refuse_range(name: &Str, number: f64, min: Option<f64>, max: Option<f64>) -> Option<String> {
    if let Some(min) = min.filter(|min| number < *min) {
        return Some(format!("`{name}` must be at least {min}, and {number} was given."));
    }
    let max = max.filter(|max| number > *max)?;
    Some(format!("`{name}` must be at most {max}, and {number} was given."))
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { format!("{}...", text.chars().take(57).collect::<String>()) }
}
