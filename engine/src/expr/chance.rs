//! The clock and chance: names and functions whose value differs from one look to the next.

use node_sdk::Value;

use super::names::{Chance, Names};

/// What the functions are called, in expressions and in templates.
pub(crate) const FUNCTIONS: &[&str] = &["now", "timestamp", "uuid", "random"];

/// The value of a name of the clock.
pub(super) fn name(names: &dyn Names, name: &str) -> Option<Value> {
    match name {
        "current_datetime" => function(names, "now"),
        "current_timestamp" => function(names, "timestamp"),
        "current_date" => {
            let now = function(names, "now")?;
            now.as_str()?.get(..10).map(Value::from)
        }
        _ => None,
    }
}

/// What a function of this name gives; nothing if there is none or the scope has no clock.
pub(super) fn function(names: &dyn Names, name: &str) -> Option<Value> {
    let value = match name {
        "now" => iso(&names.choose(Chance::Now))?,
        "timestamp" => names.choose(Chance::Now),
        "uuid" => names.choose(Chance::Uuid),
        "random" => names.choose(Chance::Random),
        _ => return None,
    };
    (!value.is_null()).then_some(value)
}

fn iso(milliseconds: &Value) -> Option<Value> {
    let time = chrono::DateTime::from_timestamp_millis(milliseconds.as_int()?)?;
    Some(time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true).into())
}
