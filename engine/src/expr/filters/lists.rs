//! Filters that work on lists.

use std::cmp::Ordering;
use std::collections::HashSet;

use node_sdk::Value;

use super::{shown, text_argument, too_long};
use crate::expr::LONGEST_TEXT;

type Made = Result<Value, String>;

/// Items, fields or characters; nothing has none.
pub(super) fn length(value: &Value, _: &[Value]) -> Made {
    match value {
        Value::Null => Ok(0_usize.into()),
        Value::Str(text) => Ok(text.chars().count().into()),
        Value::Array(items) => Ok(items.len().into()),
        Value::Object(map) => Ok(map.len().into()),
        other => Err(format!("{} has no length", shown(other))),
    }
}

pub(super) fn join(value: &Value, arguments: &[Value]) -> Made {
    let between = text_argument(arguments, 0).unwrap_or_default();
    let mut text = String::new();
    for (index, item) in items(value)?.iter().enumerate() {
        if index > 0 {
            text.push_str(&between);
        }
        text.push_str(&item.to_text());
        if text.len() > LONGEST_TEXT {
            return Err(too_long());
        }
    }
    Ok(text.into())
}

/// The first item or character; of nothing, nothing.
pub(super) fn first(value: &Value, _: &[Value]) -> Made {
    match value {
        Value::Str(text) => Ok(text.chars().next().map(String::from).into()),
        other => Ok(items(other)?.first().cloned().into()),
    }
}

/// The last item or character; of nothing, nothing.
pub(super) fn last(value: &Value, _: &[Value]) -> Made {
    match value {
        Value::Str(text) => Ok(text.chars().next_back().map(String::from).into()),
        other => Ok(items(other)?.last().cloned().into()),
    }
}

/// In order: numbers before texts. A text argument names the field to sort by, `true` turns it round.
pub(super) fn sort(value: &Value, arguments: &[Value]) -> Made {
    let field = arguments.iter().find_map(Value::as_str);
    let falling = arguments.iter().any(|argument| *argument == Value::Bool(true));
    let mut sorted = items(value)?.to_vec();
    let key = |item: &Value| field.map_or_else(|| item.clone(), |field| item.get(field).cloned().unwrap_or_default());
    sorted.sort_by(|a, b| {
        let order = compare(&key(a), &key(b));
        if falling { order.reverse() } else { order }
    });
    Ok(sorted.into())
}

/// Numbers by what they are, then whole ones by their digits: a float may stand for several.
fn compare(a: &Value, b: &Value) -> Ordering {
    let exact = || a.as_int().cmp(&b.as_int());
    match (a.as_float(), b.as_float()) {
        (Some(number), Some(other)) => number.total_cmp(&other).then_with(exact),
        _ => match (a, b) {
            (Value::Str(a), Value::Str(b)) => a.cmp(b),
            _ => rank(a).cmp(&rank(b)).then_with(|| a.to_string().cmp(&b.to_string())),
        },
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Int(_) | Value::Float(_) => 2,
        Value::Str(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

/// Each item once, where it stood first.
pub(super) fn unique(value: &Value, _: &[Value]) -> Made {
    let mut seen = HashSet::new();
    let kept = items(value)?.iter().filter(|item| seen.insert(item.to_string()));
    Ok(kept.cloned().collect())
}

fn items(value: &Value) -> Result<&[Value], String> {
    match value {
        Value::Null => Ok(&[]),
        Value::Array(items) => Ok(items),
        other => Err(format!("{} is not a list", shown(other))),
    }
}
