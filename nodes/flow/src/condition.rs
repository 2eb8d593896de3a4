//! A condition: an expression, or an object that compares two values or looks at how a node ended.

use std::borrow::Cow;

use node_sdk::ConfigError;
use node_sdk::prelude::*;
use schemars::{Schema, SchemaGenerator};

use crate::compare::Operator;
use crate::pattern::{self, Pattern};

/// Something that is true or false.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum Condition {
    /// An expression, such as `disk.used > threshold`.
    Text(Expr),
    /// Filled in field by field.
    Fields(Box<Fields>),
}

/// What kind of condition an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Kind {
    /// `expression` is true.
    Expression,
    /// `left_operand` and `right_operand` compare as `operator` says.
    VariableCheck,
    /// A node ended with the given status.
    StepResult,
}

/// How a node that is asked about should have ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Status {
    /// It ended well.
    #[default]
    Success,
    /// It did not: its outcome is negative, or it could not run.
    Failed,
    /// It was not run, because another path was taken; or it was a condition with nothing wired to its outcome.
    Skipped,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub(crate) struct Fields {
    /// The kind of condition; where left out, an expression if there is one, else a comparison.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    /// What must be true, such as `disk.used > threshold`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expression: Option<Expr>,
    /// How the two sides are compared.
    #[serde(default)]
    operator: Operator,
    /// The value looked at: the name of a variable, or text with `{{ }}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left_operand: Option<Dynamic>,
    /// What it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    right_operand: Option<Dynamic>,
    /// Whether the outcome is turned round.
    #[serde(default)]
    negate: bool,
    /// The node asked about; the previous one where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 64), extend("x-node" = true))]
    node: Option<String>,
    /// How that node should have ended.
    #[serde(default)]
    status: Status,
    #[serde(skip)]
    pattern: Pattern,
}

impl Condition {
    /// Whether the condition is true now.
    ///
    /// # Errors
    /// Kind `expression_error` or `validation_error` where it cannot be told.
    pub(crate) fn holds(&self, ctx: &Ctx<'_>) -> Result<bool, NodeError> {
        match self {
            Self::Text(expression) => ctx.is_true(expression),
            Self::Fields(fields) => Ok(fields.holds(ctx)? != fields.negate),
        }
    }

    /// What the schema cannot say; `field` is where the condition stands.
    pub(crate) fn problems(&self, field: &str) -> Vec<ConfigError> {
        let Self::Fields(fields) = self else { return Vec::new() };
        fields
            .problem()
            .map(|(below, message)| ConfigError::new(format!("{field}/{below}"), message))
            .into_iter()
            .collect()
    }
}

impl Fields {
    fn kind(&self) -> Kind {
        let other = if self.expression.is_some() { Kind::Expression } else { Kind::VariableCheck };
        self.kind.unwrap_or(other)
    }

    fn holds(&self, ctx: &Ctx<'_>) -> Result<bool, NodeError> {
        match self.kind() {
            Kind::Expression => match &self.expression {
                Some(expression) => ctx.is_true(expression),
                None => Err(missing("expression")),
            },
            Kind::VariableCheck => self.compare(ctx),
            Kind::StepResult => self.step(ctx),
        }
    }

    fn compare(&self, ctx: &Ctx<'_>) -> Result<bool, NodeError> {
        let left = self.left_operand.as_ref().ok_or_else(|| missing("left_operand"))?;
        let left = match self.operator {
            Operator::Exists => existing(ctx, left)?,
            _ => operand(ctx, left)?,
        };
        let right = match &self.right_operand {
            Some(right) if !self.operator.is_unary() => ctx.resolve(right)?,
            _ => Value::Null,
        };
        self.operator.holds(&left, &right, &self.pattern)
    }

    fn step(&self, ctx: &Ctx<'_>) -> Result<bool, NodeError> {
        let name = self.node.as_ref().map_or_else(|| Cow::from("prev"), |node| format!("nodes.{node}").into());
        let ended = ctx.variable(&name);
        let status = ended.as_ref().and_then(|ended| ended.get("status")?.as_str());
        Ok(match self.status {
            Status::Success => status == Some("success"),
            Status::Failed => status.is_some_and(|status| !["success", "skipped"].contains(&status)),
            Status::Skipped => matches!(status, None | Some("skipped")),
        })
    }

    fn problem(&self) -> Option<(&'static str, String)> {
        match self.kind() {
            Kind::Expression => {
                self.expression.is_none().then(|| ("expression", "Write what must be true.".to_owned()))
            }
            Kind::VariableCheck if self.left_operand.is_none() => {
                Some(("left_operand", "Say which value is looked at, such as the name of a variable.".into()))
            }
            Kind::VariableCheck if !self.operator.is_unary() && self.right_operand.is_none() => {
                Some(("right_operand", "Say what the value is compared with.".into()))
            }
            Kind::VariableCheck if self.operator == Operator::Matches => {
                let source = self.right_operand.as_ref()?.source().as_str().filter(|text| !text.contains("{{"))?;
                pattern::compile(source).err().map(|message| ("right_operand", message))
            }
            _ => None,
        }
    }
}

/// The value of an operand: a variable where its text names one, else what it says.
///
/// # Errors
/// As [`Ctx::resolve`].
pub(crate) fn operand(ctx: &Ctx<'_>, value: &Dynamic) -> Result<Value, NodeError> {
    match value.source().as_str().and_then(|name| named(ctx, name)) {
        Some(value) => Ok(value),
        None => ctx.resolve(value),
    }
}

/// The same, where nothing there is no error but `null`.
fn existing(ctx: &Ctx<'_>, value: &Dynamic) -> Result<Value, NodeError> {
    if let Some(name) = value.source().as_str().filter(|text| is_path(text)) {
        return Ok(named(ctx, name).unwrap_or_default());
    }
    match ctx.resolve(value) {
        Err(error) if error.kind == ErrorKind::EXPRESSION => Ok(Value::Null),
        other => other,
    }
}

/// The variable of this name, or with dots, a field of one.
fn named(ctx: &Ctx<'_>, path: &str) -> Option<Value> {
    let mut names = path.split('.');
    let first = ctx.variable(names.next()?)?;
    names.try_fold(first, |value, field| value.get(field).cloned())
}

fn is_path(text: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    text.split('.').all(is_name)
}

fn missing(field: &str) -> NodeError {
    NodeError::new(ErrorKind::VALIDATION, format!("The condition has no `{field}`; fill it in."))
}

impl JsonSchema for Condition {
    fn schema_name() -> Cow<'static, str> {
        "Condition".into()
    }

    fn inline_schema() -> bool {
        true
    }

    /// Keywords for text and for objects side by side, so that a mistake is reported at its own field.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Fields::json_schema(generator);
        schema.insert("type".into(), json!(["string", "object"]));
        schema.insert("minLength".into(), json!(1));
        schema.insert("maxLength".into(), json!(65_536));
        schema.insert("x-expression".into(), json!("rhai"));
        schema.insert("x-ui".into(), json!({ "widget": "code", "language": "rhai", "expression": "only" }));
        schema
    }
}
