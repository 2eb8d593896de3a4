//! Versions as entity tags, so that nobody overwrites what another person saved.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::web::Problem;

/// The header that names the version.
pub(super) fn header_of(version: i64) -> HeaderMap {
    let value = HeaderValue::from_str(&format!("\"{version}\"")).ok();
    value.map(|value| (header::ETAG, value)).into_iter().collect()
}

/// The version that `If-Match` names, if it is sent.
///
/// # Errors
/// 400, if it is not one of ours.
pub(super) fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let version = text.trim_start_matches("W/").trim_matches('"').parse().ok().filter(|version| *version > 0);
    version.map(Some).ok_or_else(|| {
        let detail = "The header `If-Match` must be the version in quotes, as the header `ETag` gave it: \"3\".";
        Problem::new(StatusCode::BAD_REQUEST, "invalid_if_match", detail)
    })
}
