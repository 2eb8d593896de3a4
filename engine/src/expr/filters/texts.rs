//! Filters that make text. A value that is no text is taken as it would be rendered.

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use node_sdk::Value;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{MOST_ITEMS, short_enough, shown, text_argument, too_long};
use crate::expr::{LONGEST_TEXT, replace_within};

type Made = Result<Value, String>;

pub(super) fn lower(value: &Value, _: &[Value]) -> Made {
    Ok(value.to_text().to_lowercase().into())
}

pub(super) fn upper(value: &Value, _: &[Value]) -> Made {
    Ok(value.to_text().to_uppercase().into())
}

/// Each word with a large first letter, the rest small.
pub(super) fn title(value: &Value, _: &[Value]) -> Made {
    let (mut out, mut inside) = (String::new(), false);
    for c in value.to_text().chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        inside = c.is_alphanumeric() || (inside && c == '\'');
    }
    Ok(out.into())
}

/// Without blanks at both ends, or without the given characters.
pub(super) fn trim(value: &Value, arguments: &[Value]) -> Made {
    let text = value.to_text();
    Ok(match text_argument(arguments, 0) {
        Some(characters) => text.trim_matches(|c| characters.contains(c)).into(),
        None => text.trim().into(),
    })
}

pub(super) fn replace(value: &Value, arguments: &[Value]) -> Made {
    let (Some(from), Some(to)) = (text_argument(arguments, 0), text_argument(arguments, 1)) else {
        return Err("give two texts: what to replace and what to put there".into());
    };
    if from.is_empty() {
        return Err("the text to replace is empty".into());
    }
    replace_within(&value.to_text(), &from, &to, LONGEST_TEXT).map(Value::from).ok_or_else(too_long)
}

/// At blanks, or at the given text.
pub(super) fn split(value: &Value, arguments: &[Value]) -> Made {
    let text = value.to_text();
    let parts: Vec<Value> = match text_argument(arguments, 0).as_deref() {
        Some("") => return Err("the text to split at is empty".into()),
        Some(_) if text.is_empty() => Vec::new(),
        Some(between) => text.split(between).take(MOST_ITEMS + 1).map(Value::from).collect(),
        None => text.split_whitespace().take(MOST_ITEMS + 1).map(Value::from).collect(),
    };
    if parts.len() > MOST_ITEMS {
        return Err(format!("the text would fall into more than {MOST_ITEMS} parts"));
    }
    Ok(parts.into())
}

/// A time, given as milliseconds since 1970 or as ISO 8601 text, by strftime letters. In UTC
/// unless the text has an offset.
pub(super) fn date(value: &Value, arguments: &[Value]) -> Made {
    let time = time(value)
        .ok_or_else(|| format!("{} is not a time; give milliseconds since 1970 or ISO 8601 text", shown(value)))?;
    let format = text_argument(arguments, 0).unwrap_or_else(|| "%Y-%m-%d".into());
    let items: Vec<_> = chrono::format::StrftimeItems::new(&format).collect();
    if items.contains(&chrono::format::Item::Error) {
        return Err(format!("`{format}` is not a date format; use strftime letters such as %Y-%m-%d"));
    }
    Ok(time.format_with_items(items.into_iter()).to_string().into())
}

fn time(value: &Value) -> Option<DateTime<Utc>> {
    if let Value::Int(milliseconds) = value {
        return DateTime::from_timestamp_millis(*milliseconds);
    }
    let text = value.as_str()?.trim();
    let local = || {
        let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
        formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    };
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    text.parse().ok().or_else(|| local().or_else(day).map(|time| time.and_utc()))
}

pub(super) fn basename(path: &Value, _: &[Value]) -> Made {
    let path = path.to_text();
    Ok(parts(&path).1.into())
}

pub(super) fn dirname(path: &Value, _: &[Value]) -> Made {
    let path = path.to_text();
    Ok(parts(&path).0.into())
}

/// The folder and the name of a path of either kind, as POSIX has them.
fn parts(path: &str) -> (&str, &str) {
    const SEPARATORS: [char; 2] = ['/', '\\'];
    let trimmed = path.trim_end_matches(SEPARATORS);
    let Some(last) = trimmed.rfind(SEPARATORS) else {
        let is_root = trimmed.is_empty() && !path.is_empty();
        return if is_root { (&path[..1], &path[..1]) } else { (".", trimmed) };
    };
    let folder = trimmed[..last].trim_end_matches(SEPARATORS);
    let is_root = folder.is_empty() || folder.ends_with(':');
    (if is_root { &trimmed[..=folder.len()] } else { folder }, &trimmed[last + 1..])
}

/// What stands unchanged in an address: RFC 3986, 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// For one part of an address; an object becomes a query, `a=1&b=2`.
pub(super) fn urlencode(value: &Value, _: &[Value]) -> Made {
    let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    let Some(map) = value.as_object() else { return short_enough(encode(&value.to_text())) };
    let pairs: Vec<_> =
        map.iter().map(|(key, value)| format!("{}={}", encode(key), encode(&value.to_text()))).collect();
    short_enough(pairs.join("&"))
}

pub(super) fn base64(value: &Value, _: &[Value]) -> Made {
    short_enough(STANDARD.encode(value.to_text()))
}

pub(super) fn base64_decode(value: &Value, _: &[Value]) -> Made {
    let bytes = STANDARD.decode(value.to_text().trim()).map_err(|error| format!("the text is not base64: {error}"))?;
    String::from_utf8(bytes).map(Value::from).map_err(|_| "what the base64 holds is not UTF-8 text".into())
}

/// In hexadecimal digits.
pub(super) fn hash(value: &Value, arguments: &[Value]) -> Made {
    let text = value.to_text();
    let name = text_argument(arguments, 0).unwrap_or_else(|| "sha256".into());
    Ok(match name.as_str() {
        "sha1" => hex(&Sha1::digest(text)),
        "sha256" => hex(&Sha256::digest(text)),
        "sha512" => hex(&Sha512::digest(text)),
        other => return Err(format!("there is no hash `{other}`; use sha1, sha256 or sha512")),
    }
    .into())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Quotes a value for a Unix shell, as POSIX 2.2.2 has it; a list becomes words.
pub(super) fn sh(value: &Value, _: &[Value]) -> Made {
    words(value, " ", |text| format!("'{}'", text.replace('\'', "'\\''")))
}

/// Quotes a value for PowerShell, which takes four typographic marks for quotes too; a list becomes
/// an argument list.
pub(super) fn ps(value: &Value, _: &[Value]) -> Made {
    let quote = |text: &str| {
        let doubled = text.chars().flat_map(|c| {
            let is_quote = matches!(c, '\'' | '\u{2018}'..='\u{201b}');
            std::iter::repeat_n(c, if is_quote { 2 } else { 1 })
        });
        format!("'{}'", doubled.collect::<String>())
    };
    words(value, ",", quote)
}

fn words(value: &Value, between: &str, quote: impl Fn(&str) -> String) -> Made {
    let quote = |value: &Value| {
        let text = value.to_text();
        if text.contains('\0') { Err("a NUL character cannot stand in a command".to_owned()) } else { Ok(quote(&text)) }
    };
    let text = match value {
        Value::Array(items) => items.iter().map(quote).collect::<Result<Vec<_>, _>>()?.join(between),
        other => quote(other)?,
    };
    short_enough(text)
}
