//! Times as the API writes them.

use chrono::{DateTime, SecondsFormat};

/// Milliseconds since 1970 as ISO 8601 in UTC.
pub fn iso(millis: i64) -> String {
    DateTime::from_timestamp_millis(millis).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The reverse of [`iso`]; `None` for what is not a time.
pub fn millis(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_millis())
}
