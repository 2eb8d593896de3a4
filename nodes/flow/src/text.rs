//! What can be done with a text. Nothing grows past the room that is given.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use node_sdk::prelude::*;
use regex::Regex;

use crate::compare::shown;

/// Bytes a result may have.
#[derive(Clone, Copy)]
pub(crate) struct Room(pub(crate) usize);

/// A side of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Side {
    /// On both sides.
    #[default]
    Both,
    /// Where it begins.
    Start,
    /// Where it ends.
    End,
}

/// Which way Base64 goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Coding {
    /// Text to Base64.
    #[default]
    Encode,
    /// Base64 to text.
    Decode,
}

impl Room {
    fn check(self, bytes: usize) -> Result<(), NodeError> {
        if bytes <= self.0 {
            return Ok(());
        }
        let message = format!("The result would have more than {} bytes. Work on a smaller text.", self.0);
        Err(NodeError::new(ErrorKind::LIMIT, message))
    }
}

/// A text with one part put in another's place.
///
/// # Errors
/// Kind `limit` if it becomes too long; so for all functions with a `room`.
pub(crate) fn replace(text: &str, from: &str, to: &str, room: Room) -> Result<String, NodeError> {
    let grown = text.matches(from).count().saturating_mul(to.len());
    room.check(grown.saturating_add(text.len()))?;
    Ok(text.replace(from, to))
}

/// The same with a regular expression.
///
/// # Errors
/// As [`replace`].
pub(crate) fn replace_pattern(text: &str, pattern: &Regex, to: &str, room: Room) -> Result<String, NodeError> {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for found in pattern.captures_iter(text) {
        let whole = found.get_match();
        result.push_str(&text[done..whole.start()]);
        found.expand(to, &mut result);
        room.check(result.len())?;
        done = whole.end();
    }
    result.push_str(&text[done..]);
    room.check(result.len())?;
    Ok(result)
}

pub(crate) fn trim(text: &str, side: Side) -> &str {
    match side {
        Side::Both => text.trim(),
        Side::Start => text.trim_start(),
        Side::End => text.trim_end(),
    }
}

/// The parts of a text.
///
/// # Errors
/// As [`replace`]: each part takes some room of its own.
pub(crate) fn split(text: &str, separator: &str, room: Room) -> Result<Value, NodeError> {
    const EACH: usize = 8;
    if separator.is_empty() {
        room.check(text.chars().count().saturating_mul(EACH))?;
        return Ok(text.chars().map(|letter| Value::from(letter.encode_utf8(&mut [0; 4]) as &str)).collect());
    }
    room.check(text.matches(separator).count().saturating_mul(EACH))?;
    Ok(text.split(separator).map(Value::from).collect())
}

/// The items of a list.
///
/// # Errors
/// Kind `validation_error` if it is none.
pub(crate) fn parts_of(value: &Value) -> Result<Arc<Vec<Value>>, NodeError> {
    let list = value.as_array().cloned();
    list.ok_or_else(|| {
        NodeError::new(ErrorKind::VALIDATION, format!("A list is joined, and {} was given.", shown(value)))
    })
}

/// Texts behind one another.
///
/// # Errors
/// As [`replace`].
pub(crate) fn join<'a>(
    parts: impl Iterator<Item = &'a Value>,
    separator: &str,
    room: Room,
) -> Result<String, NodeError> {
    let mut result = String::new();
    for (index, part) in parts.enumerate() {
        if index > 0 {
            result.push_str(separator);
        }
        result.push_str(&part.to_text());
        room.check(result.len())?;
    }
    Ok(result)
}

/// A part of a text, counted in characters; a negative start counts from the end.
pub(crate) fn substring(text: &str, start: i64, length: Option<usize>) -> String {
    let from = match usize::try_from(start) {
        Ok(start) => start,
        Err(_) => text.chars().count().saturating_sub(usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX)),
    };
    text.chars().skip(from).take(length.unwrap_or(usize::MAX)).collect()
}

/// What a pattern finds: its first place, or all.
pub(crate) fn extract(text: &str, pattern: &Regex, group: usize, all: bool) -> Value {
    let mut found = pattern.captures_iter(text).filter_map(|found| found.get(group)).map(|part| part.as_str().into());
    if all { found.collect() } else { found.next().unwrap_or_default() }
}

pub(crate) fn length(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.len().into(),
        Value::Object(map) => map.len().into(),
        other => other.to_text().chars().count().into(),
    }
}

/// A text filled up to a width; `fill` has one character.
pub(crate) fn pad(text: &str, width: usize, fill: &str, side: Side) -> String {
    let lacking = width.saturating_sub(text.chars().count());
    let before = match side {
        Side::Start => lacking,
        Side::End => 0,
        Side::Both => lacking / 2,
    };
    format!("{}{text}{}", fill.repeat(before), fill.repeat(lacking - before))
}

/// To Base64, or back.
///
/// # Errors
/// Kind `validation_error` if it cannot be read, or is no text.
pub(crate) fn base64(text: &str, mode: Coding) -> Result<String, NodeError> {
    if mode == Coding::Encode {
        return Ok(STANDARD.encode(text));
    }
    let refuse = |reason: String| NodeError::new(ErrorKind::VALIDATION, reason);
    let bytes = STANDARD.decode(text.trim()).map_err(|error| refuse(format!("This is not Base64: {error}.")))?;
    String::from_utf8(bytes).map_err(|_| refuse("The Base64 holds bytes that are not UTF-8 text.".into()))
}

/// The value a JSON text stands for.
///
/// # Errors
/// Kind `validation_error`, with the place of the mistake.
pub(crate) fn parse_json(text: &str) -> Result<Value, NodeError> {
    serde_json::from_str(text)
        .map_err(|error| NodeError::new(ErrorKind::VALIDATION, format!("This is not JSON: {error}.")))
}

pub(crate) fn format_json(value: &Value, pretty: bool) -> String {
    if pretty { format!("{:#}", serde_json::Value::from(value)) } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_grows_past_its_room() {
        let long = "a".repeat(1000);
        let any = Regex::new("a").expect("a pattern");
        assert!(replace(&long, "a", &long, Room(10_000)).is_err());
        assert!(replace_pattern(&long, &any, &long, Room(10_000)).is_err());
        assert!(split(&long, "", Room(1000)).is_err());
        assert!(join(vec![Value::from(long.as_str()); 20].iter(), &long, Room(10_000)).is_err());
    }

    #[test]
    fn a_part_outside_the_text_is_empty() {
        assert_eq!(substring("abc", 9, None), "");
        assert_eq!(substring("abc", -9, Some(2)), "ab");
        assert_eq!(substring("abc", i64::MIN, None), "abc");
    }
}
