//! Parameters: what a flow asks for at its start, and the check of what it is given.

use std::borrow::Cow;

use node_sdk::{Str, Value};
use regex::{Regex, RegexBuilder};
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
    /// What the whole text must match.
    pub pattern: Option<Pattern>,
    /// What each item of a list must be.
    pub items: Option<Box<Parameter>>,
    /// Whether its value is masked wherever people read.
    pub secret: bool,
    /// Place in the form, smallest first.
    pub order: Option<i64>,
}

/// A regular expression that a whole text matches. Matching takes time in proportion to the text.
#[derive(Clone, Debug)]
pub struct Pattern {
    written: String,
    regex: Regex,
}

impl Pattern {
    fn new(written: String) -> Result<Self, String> {
        let regex = RegexBuilder::new(&format!("^(?:{written})$")).size_limit(LARGEST_PATTERN).build();
        match regex {
            Ok(regex) => Ok(Self { written, regex }),
            Err(regex::Error::CompiledTooBig(_)) => {
                Err(format!("the pattern `{written}` is too large; make it simpler"))
            }
            Err(_) => Err(format!("the pattern `{written}` is not a regular expression")),
        }
    }
}

/// Bytes of a compiled pattern.
const LARGEST_PATTERN: usize = 1 << 20;
/// Bytes of one value.
const LARGEST_VALUE: usize = 1 << 20;

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
    #[serde(default, alias = "minimum")]
    min: Option<f64>,
    /// Greatest number.
    #[serde(default, alias = "maximum")]
    max: Option<f64>,
    /// Least characters or items.
    #[serde(default, alias = "min_length")]
    min_length: Option<usize>,
    /// Most characters or items.
    #[serde(default, alias = "max_length")]
    max_length: Option<usize>,
    /// A regular expression that the whole text must match.
    #[serde(default)]
    #[schemars(length(max = 1_000))]
    pattern: Option<String>,
    /// What each item of a list must be.
    #[serde(default)]
    items: Option<Box<Declaration>>,
    /// Whether its value is masked wherever people read.
    #[serde(default)]
    secret: bool,
    /// Place in the form, smallest first.
    #[serde(default)]
    order: Option<i64>,
}

impl TryFrom<Declaration> for Parameter {
    type Error = String;

    fn try_from(long: Declaration) -> Result<Self, String> {
        let items =
            long.items.map(|items| Self::try_from(Declaration { secret: long.secret || items.secret, ..*items }));
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
            pattern: long.pattern.map(Pattern::new).transpose()?,
            items: items.transpose()?.map(Box::new),
            secret: long.secret,
            order: long.order,
        })
    }
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
        Self::try_from(long).map_err(serde::de::Error::custom)
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
        refuse_unclean(name, value).or_else(|| self.refuse_as(name, value))
    }

    /// The same for a value that is clean all through.
    fn refuse_as(&self, name: &str, value: &Value) -> Option<String> {
        if let Some(kind) = self.kind.filter(|kind| !kind.fits(value)) {
            return Some(format!("`{name}` must be {}, and {} was given.", kind.name(), self.given(value)));
        }
        if let Some(choices) = self.choices.as_ref().filter(|choices| !choices.contains(value)) {
            let list: Vec<_> = choices.iter().map(Value::to_text).collect();
            return Some(format!("`{name}` must be one of {}, and {} was given.", list.join(", "), self.given(value)));
        }
        self.refuse_pattern(name, value).or_else(|| self.refuse_size(name, value)).or_else(|| {
            let items = self.items.as_ref()?;
            let mut numbered = value.as_array()?.iter().enumerate();
            numbered.find_map(|(index, item)| items.refuse_as(&format!("{name}[{index}]"), item))
        })
    }

    fn refuse_pattern(&self, name: &str, value: &Value) -> Option<String> {
        let pattern = self.pattern.as_ref()?;
        let text = value.as_str().filter(|text| !pattern.regex.is_match(text))?;
        let given = self.given(&text.into());
        Some(format!("`{name}` must match the pattern `{}`, and {given} was given.", pattern.written))
    }

    fn refuse_range(&self, name: &str, number: f64, value: &Value) -> Option<String> {
        if let Some(min) = self.min.filter(|min| number < *min) {
            return Some(format!("`{name}` must be at least {min}, and {} was given.", self.given(value)));
        }
        let max = self.max.filter(|max| number > *max)?;
        Some(format!("`{name}` must be at most {max}, and {} was given.", self.given(value)))
    }

    /// A value as a message shows it.
    fn given(&self, value: &Value) -> String {
        if self.secret { "another value".into() } else { shown(value) }
    }

    fn refuse_size(&self, name: &str, value: &Value) -> Option<String> {
        if let Some(number) = value.as_float() {
            return self.refuse_range(name, number, value);
        }
        let length = value.as_str().map(|text| text.chars().count()).or_else(|| value.as_array().map(|a| a.len()))?;
        if let Some(least) = self.min_length.filter(|least| length < *least) {
            return Some(format!("`{name}` must have at least {least} characters or items; it has {length}."));
        }
        let most = self.max_length.filter(|most| length > *most)?;
        Some(format!("`{name}` must have at most {most} characters or items; it has {length}."))
    }
}

/// A value that is too large or too deep, or holds characters that no text a person writes holds.
fn refuse_unclean(name: &str, value: &Value) -> Option<String> {
    if value.weight(LARGEST_VALUE) > LARGEST_VALUE {
        let message = format!(
            "`{name}` has more than {} MiB, or is nested too deep. Keep large data in files.",
            LARGEST_VALUE >> 20
        );
        return Some(message);
    }
    let found = control_character(value)?;
    Some(format!(
        "`{name}` holds the control character U+{:04X}. Remove it; only tabs and line ends are accepted.",
        u32::from(found)
    ))
}

fn control_character(value: &Value) -> Option<char> {
    let in_text = |text: &str| text.chars().find(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
    match value {
        Value::Str(text) => in_text(text),
        Value::Array(items) => items.iter().find_map(control_character),
        Value::Object(map) => map.iter().find_map(|(key, value)| in_text(key).or_else(|| control_character(value))),
        _ => None,
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { format!("{}...", text.chars().take(57).collect::<String>()) }
}
