//! Comparing two values the way conditions do: numbers as numbers even where one is text.

use std::cmp::Ordering;

use node_sdk::prelude::*;

use crate::pattern::Pattern;

/// How two values are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Operator {
    /// The same value; `80` and `"80"` are the same.
    #[default]
    Equals,
    /// Not the same value.
    NotEquals,
    /// Left is the greater number, or the later text.
    Greater,
    /// Left is the smaller number, or the earlier text.
    Less,
    /// Greater or equal.
    GreaterOrEqual,
    /// Less or equal.
    LessOrEqual,
    /// Left is a text with right in it, a list with right among its items, or an object with that field.
    Contains,
    /// Not that.
    NotContains,
    /// Left begins with right.
    StartsWith,
    /// Left ends with right.
    EndsWith,
    /// The regular expression on the right is found in left.
    Matches,
    /// Left is among the items of right: a list, or text with commas between the items.
    In,
    /// Left is nothing, or an empty text, list or object.
    IsEmpty,
    /// Left is there and is not null.
    Exists,
}

impl Operator {
    /// Whether the operator looks at the left value only.
    pub(crate) fn is_unary(self) -> bool {
        matches!(self, Self::IsEmpty | Self::Exists)
    }

    /// Whether the comparison holds.
    ///
    /// # Errors
    /// Kind `validation_error` where the two values cannot be compared that way.
    pub(crate) fn holds(self, left: &Value, right: &Value, pattern: &Pattern) -> Result<bool, NodeError> {
        let ordered = |fits: fn(Ordering) -> bool| order(left, right).map(fits).ok_or_else(|| unordered(left, right));
        match self {
            Self::Equals => Ok(is_same(left, right)),
            Self::NotEquals => Ok(!is_same(left, right)),
            Self::Greater => ordered(Ordering::is_gt),
            Self::Less => ordered(Ordering::is_lt),
            Self::GreaterOrEqual => ordered(Ordering::is_ge),
            Self::LessOrEqual => ordered(Ordering::is_le),
            Self::Contains => contains(left, right),
            Self::NotContains => contains(left, right).map(|holds| !holds),
            Self::StartsWith => Ok(left.to_text().starts_with(&right.to_text())),
            Self::EndsWith => Ok(left.to_text().ends_with(&right.to_text())),
            Self::Matches => Ok(pattern.of(&right.to_text())?.is_match(&left.to_text())),
            Self::In => Ok(is_in(left, right)),
            Self::IsEmpty => Ok(is_empty(left)),
            Self::Exists => Ok(!left.is_null()),
        }
    }
}

/// Whether two values are the same: as they are, as numbers, or where one is text, as text.
pub(crate) fn is_same(left: &Value, right: &Value) -> bool {
    if left == right {
        return true;
    }
    match (left, right) {
        (Value::Str(_), Value::Str(_)) => numeric(left, right) == Some(Ordering::Equal),
        (Value::Str(text), other) | (other, Value::Str(text)) => match other {
            Value::Int(_) | Value::Float(_) => numeric(left, right) == Some(Ordering::Equal),
            _ => **text == *other.to_text(),
        },
        _ => numeric(left, right) == Some(Ordering::Equal),
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    numeric(left, right).or_else(|| Some(left.as_str()?.cmp(right.as_str()?)))
}

/// The order of two values that both read as numbers.
fn numeric(left: &Value, right: &Value) -> Option<Ordering> {
    match (number(left)?, number(right)?) {
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(&right)),
        (left, right) => left.as_float()?.partial_cmp(&right.as_float()?),
    }
}

/// The number a value is, or reads as.
pub(crate) fn number(value: &Value) -> Option<Value> {
    match value {
        Value::Int(_) | Value::Float(_) => Some(value.clone()),
        Value::Str(text) => {
            let text = text.trim();
            // `inf` and `nan` are words here, not numbers.
            let is_numeral = text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first))
                && text.ends_with(|last: char| last.is_ascii_digit() || last == '.');
            let whole = || text.parse().ok().map(Value::Int);
            is_numeral.then(|| whole().or_else(|| text.parse().ok().map(Value::Float))).flatten()
        }
        _ => None,
    }
}

fn contains(left: &Value, right: &Value) -> Result<bool, NodeError> {
    match left {
        Value::Str(text) => Ok(text.contains(&right.to_text())),
        Value::Array(items) => Ok(items.iter().any(|item| is_same(item, right))),
        Value::Object(map) => Ok(map.contains_key(&*right.to_text())),
        other => {
            let message = format!("`contains` looks into a text, a list or an object, and {} was given.", shown(other));
            Err(NodeError::new(ErrorKind::VALIDATION, message))
        }
    }
}

fn is_in(left: &Value, right: &Value) -> bool {
    match right {
        Value::Array(items) => items.iter().any(|item| is_same(item, left)),
        Value::Object(map) => map.contains_key(&*left.to_text()),
        other => {
            let text = other.to_text();
            match serde_json::from_str::<Value>(&text) {
                Ok(list @ Value::Array(_)) => is_in(left, &list),
                _ => text.split(',').any(|item| is_same(left, &item.trim().into())),
            }
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Str(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

fn unordered(left: &Value, right: &Value) -> NodeError {
    let message =
        format!("{} and {} cannot be put in order; give two numbers or two texts.", shown(left), shown(right));
    NodeError::new(ErrorKind::VALIDATION, message)
}

/// The beginning of a value, for a message.
pub(crate) fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { format!("{}...", text.chars().take(57).collect::<String>()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: serde_json::Value, operator: Operator, right: serde_json::Value, expected: Option<bool>) {
        let (left, right) = (Value::from(left), Value::from(right));
        let found = operator.holds(&left, &right, &Pattern::default());
        assert_eq!(found.as_ref().ok().copied(), expected, "{left} {operator:?} {right}: {found:?}");
    }

    #[test]
    fn numbers_compare_as_numbers_even_as_text() {
        check(json!("80"), Operator::Equals, json!(80), Some(true));
        check(json!("80.0"), Operator::Equals, json!("80"), Some(true));
        check(json!("9"), Operator::Less, json!("10"), Some(true));
        check(json!(9), Operator::Greater, json!("1e1"), Some(false));
        check(json!("inf"), Operator::Greater, json!("10"), Some(true));
        check(json!("b"), Operator::GreaterOrEqual, json!("a"), Some(true));
        check(json!(true), Operator::Less, json!(1), None);
        check(json!(i64::MAX), Operator::Greater, json!(i64::MAX - 1), Some(true));
    }

    #[test]
    fn other_values_are_the_same_only_as_they_are_or_as_text() {
        check(json!(true), Operator::Equals, json!("true"), Some(true));
        check(json!(1), Operator::Equals, json!(true), Some(false));
        check(json!([1, 2]), Operator::Equals, json!("[1,2]"), Some(true));
        check(json!(null), Operator::NotEquals, json!(0), Some(true));
    }

    #[test]
    fn containers_texts_and_patterns_are_looked_into() {
        check(json!([1, "b"]), Operator::Contains, json!("1"), Some(true));
        check(json!({ "a": 1 }), Operator::NotContains, json!("a"), Some(false));
        check(json!(5), Operator::Contains, json!(5), None);
        check(json!("web-7"), Operator::StartsWith, json!("web"), Some(true));
        check(json!("web-7"), Operator::EndsWith, json!(7), Some(true));
        check(json!("web-7"), Operator::Matches, json!(r"^web-\d+$"), Some(true));
        check(json!("x"), Operator::Matches, json!("("), None);
        check(json!("b"), Operator::In, json!("a, b"), Some(true));
        check(json!(2), Operator::In, json!("[1, 2]"), Some(true));
        check(json!(""), Operator::IsEmpty, json!(null), Some(true));
        check(json!(0), Operator::IsEmpty, json!(null), Some(false));
        check(json!(null), Operator::Exists, json!(null), Some(false));
    }
}
