//! `-p name=value`: text read as what the flow declares.

use anyhow::{Context as _, bail};
use engine::{ParameterType, Program};
use node_sdk::{Map, Value};

/// Reads all parameters.
///
/// # Errors
/// If one has no `=`, or its text does not fit its type.
pub(super) fn read(program: &Program, given: &[String]) -> anyhow::Result<Map> {
    given.iter().map(|text| one(program, text)).collect()
}

fn one(program: &Program, text: &str) -> anyhow::Result<(node_sdk::Str, Value)> {
    let Some((name, text)) = text.split_once('=') else {
        bail!("`-p {text}` has no `=`; write it as -p name=value");
    };
    let kind = program.parameter(name).and_then(|parameter| parameter.kind);
    let value = value(kind, text).with_context(|| format!("the parameter `{name}` cannot be read from `{text}`"))?;
    Ok((name.into(), value))
}

fn value(kind: Option<ParameterType>, text: &str) -> anyhow::Result<Value> {
    let number = |text: &str| text.parse().map(Value::Float).context("it must be a number, such as 0.5");
    Ok(match kind {
        Some(ParameterType::String) => text.into(),
        Some(ParameterType::Integer) => Value::Int(text.parse().context("it must be a whole number, such as 80")?),
        Some(ParameterType::Number) => text.parse().map(Value::Int).or_else(|_| number(text))?,
        Some(ParameterType::Boolean) => Value::Bool(text.parse().context("it must be true or false")?),
        Some(ParameterType::Array | ParameterType::Object) => {
            serde_json::from_str(text).context("it must be JSON, such as [1, 2] or {\"a\": 1}")?
        }
        None => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Option<ParameterType>, text: &str, json: &str) {
        assert_eq!(value(kind, text).expect("readable").to_string(), json);
    }

    #[test]
    fn text_is_read_as_the_declared_type() {
        check(Some(ParameterType::String), "80", "\"80\"");
        check(Some(ParameterType::Integer), "80", "80");
        check(Some(ParameterType::Number), "0.5", "0.5");
        check(Some(ParameterType::Boolean), "true", "true");
        check(Some(ParameterType::Array), "[1,2]", "[1,2]");
        check(None, "plain words", "\"plain words\"");
        assert!(value(Some(ParameterType::Integer), "many").is_err());
        assert!(value(Some(ParameterType::Boolean), "yes").is_err());
    }
}
