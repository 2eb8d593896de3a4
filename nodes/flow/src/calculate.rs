//! `flow.calculate`: computes values one after the other.

use std::collections::BTreeMap;

use node_sdk::prelude::*;

/// One calculation.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub(crate) struct Calculation {
    /// Variable that receives the result.
    variable: Variable,
    /// What is computed, such as `used * 100 / size`.
    expression: Expr,
}

/// What a result is turned into.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum DataType {
    /// A whole number; a fraction is cut off.
    Integer,
    /// A number with a fraction.
    Float,
    /// Text.
    String,
    /// True or false.
    Boolean,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Calculations, from top to bottom: a later one may use an earlier result.
    #[schemars(length(min = 1, max = 200))]
    calculations: Vec<Calculation>,
    /// Types to turn results into, by variable.
    #[serde(default)]
    data_types: BTreeMap<String, DataType>,
}

pub(crate) struct Calculate;

impl NodeType for Calculate {
    const TYPE: &'static str = "flow.calculate";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Calculate", Category::Data)
            .aliases(&["var.calc"])
            .about(
                "Computes values and keeps them as variables.",
                "Whole numbers divide to whole numbers: write `used * 100.0 / size` for a fraction. \
                 Division by zero is an error.",
            )
            .looks("calculator", Shape::Standard)
            .example(
                "a share",
                json!({ "calculations": [{ "variable": "share", "expression": "30 * 100 / 60" }],
                        "data_types": { "share": "float" } }),
                "output",
            )
    }
}

impl PureNode for Calculate {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let mut results = Map::default();
        for Calculation { variable: Variable(name), expression } in &config.calculations {
            let value = ctx.eval(expression)?;
            let value = match config.data_types.get(&**name) {
                Some(kind) => convert(&value, *kind).ok_or_else(|| refuse(name, &value, *kind))?,
                None => value,
            };
            ctx.set_variable(name, value.clone(), Scope::Job)?;
            results.insert(name.clone(), value);
        }
        Ok(Outcome::pass().recording(results))
    }
}

fn refuse(name: &str, value: &Value, kind: DataType) -> NodeError {
    let kind = format!("{kind:?}").to_lowercase();
    let message = format!("`{name}` came to {value}, which cannot be turned into {kind}.");
    NodeError::new(ErrorKind::VALIDATION, message)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "cutting the fraction off is what the user asks for; the range is checked"
)]
fn convert(value: &Value, kind: DataType) -> Option<Value> {
    let number = || value.as_float().or_else(|| value.as_str()?.trim().parse().ok());
    match kind {
        DataType::Integer if value.as_int().is_some() => Some(value.clone()),
        DataType::Integer => number().filter(|number| number.abs() < 9e15).map(|number| Value::Int(number as i64)),
        DataType::Float => number().map(Value::Float),
        DataType::String => Some(value.to_text().into()),
        DataType::Boolean => match value {
            Value::Bool(truth) => Some((*truth).into()),
            Value::Int(number) => Some((*number != 0).into()),
            Value::Str(text) => text.trim().to_lowercase().parse::<bool>().ok().map(Value::Bool),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(Calculate).await;
    }

    fn check(value: impl Into<Value>, kind: DataType, expected: impl Into<Value>) {
        assert_eq!(convert(&value.into(), kind).unwrap_or_default(), expected.into());
    }

    #[test]
    fn results_are_turned_into_the_asked_type_or_refused() {
        check(2.9, DataType::Integer, Value::Int(2));
        check("7", DataType::Integer, Value::Int(7));
        check("x", DataType::Integer, Value::Null);
        check(1_i64, DataType::Boolean, true);
        check("TRUE", DataType::Boolean, true);
        check(1.5, DataType::String, "1.5");
    }
}
