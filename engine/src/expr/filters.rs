//! The filters of templates: a value and arguments in, a value or a sentence out.

mod lists;
mod texts;

use node_sdk::Value;

use super::LONGEST_TEXT;

/// A filter. Its error is a sentence without a full stop.
pub(super) type Filter = fn(&Value, &[Value]) -> Result<Value, String>;

/// Items of the longest list that a filter makes.
const MOST_ITEMS: usize = 1_000_000;

/// Every filter that is ours.
pub(super) const FILTERS: &[(&str, Filter)] = &[
    ("lower", texts::lower),
    ("upper", texts::upper),
    ("title", texts::title),
    ("trim", texts::trim),
    ("replace", texts::replace),
    ("split", texts::split),
    ("date", texts::date),
    ("basename", texts::basename),
    ("dirname", texts::dirname),
    ("urlencode", texts::urlencode),
    ("base64", texts::base64),
    ("base64decode", texts::base64_decode),
    ("hash", texts::hash),
    ("sh", texts::sh),
    ("ps", texts::ps),
    ("string", string),
    ("json", json),
    ("tojson", json),
    ("int", int),
    ("float", float),
    ("bool", bool),
    ("round", round),
    ("length", lists::length),
    ("count", lists::length),
    ("join", lists::join),
    ("first", lists::first),
    ("last", lists::last),
    ("sort", lists::sort),
    ("unique", lists::unique),
];

fn string(value: &Value, _: &[Value]) -> Result<Value, String> {
    Ok(value.to_text().into())
}

/// As JSON; with an argument, on several lines.
fn json(value: &Value, arguments: &[Value]) -> Result<Value, String> {
    if arguments.is_empty() {
        return Ok(value.to_string().into());
    }
    serde_json::to_string_pretty(value).map(Value::from).map_err(|error| error.to_string())
}

fn int(value: &Value, arguments: &[Value]) -> Result<Value, String> {
    let number = match value {
        Value::Int(number) => Some(*number),
        Value::Bool(truth) => Some(i64::from(*truth)),
        Value::Float(number) => whole(number.trunc()),
        Value::Str(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| whole(text.parse::<f64>().ok()?.trunc()))
        }
        _ => None,
    };
    number.map(Value::Int).or_else(|| arguments.first().cloned()).ok_or_else(|| not_a_number(value))
}

fn float(value: &Value, arguments: &[Value]) -> Result<Value, String> {
    let number = number(value).or(match value {
        Value::Bool(truth) => Some(f64::from(u8::from(*truth))),
        _ => None,
    });
    number.map(Value::Float).or_else(|| arguments.first().cloned()).ok_or_else(|| not_a_number(value))
}

/// A number or a text that reads as one; what is not finite is none.
fn number(value: &Value) -> Option<f64> {
    let parsed = || value.as_str()?.trim().parse::<f64>().ok();
    value.as_float().or_else(parsed).filter(|number| number.is_finite())
}

#[expect(clippy::cast_possible_truncation, reason = "the range is checked, and the number is whole")]
fn whole(number: f64) -> Option<i64> {
    (number.abs() < 9_223_372_036_854_774_784.0).then_some(number as i64)
}

fn not_a_number(value: &Value) -> String {
    format!("{} is not a number", shown(value))
}

fn bool(value: &Value, _: &[Value]) -> Result<Value, String> {
    let truth = match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Int(number) => *number != 0,
        Value::Float(number) => *number != 0.0,
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => !map.is_empty(),
        Value::Str(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => true,
            "" | "false" | "no" | "off" | "0" => false,
            _ => return Err(format!("{} is neither true nor false", shown(value))),
        },
    };
    Ok(truth.into())
}

/// To the nearest whole number, halves away from zero, or to so many digits.
fn round(value: &Value, arguments: &[Value]) -> Result<Value, String> {
    let digits = match arguments.first() {
        None => 0,
        Some(digits) => digits.as_int().ok_or("the number of digits must be a whole number")?,
    };
    if let Value::Int(number) = value {
        return Ok(Value::Int(*number));
    }
    let number = number(value).ok_or_else(|| not_a_number(value))?;
    let factor = 10_f64.powi(i32::try_from(digits.clamp(0, 15)).unwrap_or(0));
    let scaled = number * factor;
    let rounded = if scaled.is_finite() { scaled.round() / factor } else { number };
    Ok(if digits == 0 { whole(rounded).map_or(Value::Float(rounded), Value::Int) } else { Value::Float(rounded) })
}

/// The text of an argument; none if it is absent.
fn text_argument(arguments: &[Value], index: usize) -> Option<String> {
    arguments.get(index).map(Value::to_text)
}

fn short_enough(text: String) -> Result<Value, String> {
    if text.len() > LONGEST_TEXT { Err(too_long()) } else { Ok(text.into()) }
}

fn too_long() -> String {
    "the text would become too long".into()
}

/// A value for an error message.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("`{start}...`") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests;
