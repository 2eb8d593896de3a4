//! Texts from command lines, forms and addresses, read as what the flow declares.

use engine::ParameterType;
use node_sdk::Value;

/// The value that a text stands for, or what it must be like.
pub(crate) fn typed(kind: Option<ParameterType>, text: &str) -> Result<Value, &'static str> {
    let fraction = || text.parse().map(Value::Float).map_err(|_| "it must be a number, such as 0.5");
    match kind {
        Some(ParameterType::String) => Ok(text.into()),
        Some(ParameterType::Integer) => {
            text.parse().map(Value::Int).map_err(|_| "it must be a whole number, such as 80")
        }
        Some(ParameterType::Number) => text.parse().map(Value::Int).or_else(|_| fraction()),
        Some(ParameterType::Boolean) => text.parse().map(Value::Bool).map_err(|_| "it must be true or false"),
        Some(ParameterType::Array | ParameterType::Object) => {
            serde_json::from_str(text).map_err(|_| "it must be JSON, such as [1, 2] or {\"a\": 1}")
        }
        None => Ok(serde_json::from_str(text).unwrap_or_else(|_| text.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Option<ParameterType>, text: &str, json: &str) {
        assert_eq!(typed(kind, text).expect("readable").to_string(), json);
    }

    #[test]
    fn text_is_read_as_the_declared_type() {
        check(Some(ParameterType::String), "80", "\"80\"");
        check(Some(ParameterType::Integer), "80", "80");
        check(Some(ParameterType::Number), "0.5", "0.5");
        check(Some(ParameterType::Boolean), "true", "true");
        check(Some(ParameterType::Array), "[1,2]", "[1,2]");
        check(None, "plain words", "\"plain words\"");
        assert!(typed(Some(ParameterType::Integer), "many").is_err());
        assert!(typed(Some(ParameterType::Boolean), "yes").is_err());
    }
}
