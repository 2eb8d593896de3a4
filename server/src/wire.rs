//! Words and values as they are written in JSON.

use node_sdk::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The most bytes of a value that is shown in a list or sent live.
pub const MOST_SHOWN_BYTES: usize = 64 * 1024;
const PREVIEW_CHARS: usize = 4000;

/// The word an enum's value is written as, such as `timed_out`.
pub fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The enum's value of a word.
pub fn of_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(word.into()).ok()
}

/// The value, or the start of its text where it is too large to show; then also `true`.
pub fn preview(value: Value) -> (Value, bool) {
    if value.weight(MOST_SHOWN_BYTES) <= MOST_SHOWN_BYTES {
        return (value, false);
    }
    let text: String = value.to_text().chars().take(PREVIEW_CHARS).collect();
    (Value::from(format!("{text}…")), true)
}

/// A pattern for `LIKE ... ESCAPE '!'` that finds a text anywhere; empty for an empty text.
pub fn pattern(text: &str) -> String {
    let escaped = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    if escaped.is_empty() { escaped } else { format!("%{escaped}%") }
}
