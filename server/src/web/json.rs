//! Reads request bodies and query strings strictly: what is not known is refused by name.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use serde::de::DeserializeOwned;

use super::Problem;

/// The most bytes a request may carry.
pub const MOST_BYTES: usize = 6 * 1024 * 1024;

/// A JSON body.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        require_json(&parts.headers)?;
        let bytes = read_body(body).await?;
        parse(&bytes).map(Self)
    }
}

/// A JSON body that may be left out.
pub struct OptionalJson<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for OptionalJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read_body(body).await?;
        if bytes.is_empty() {
            return Ok(Self(T::default()));
        }
        require_json(&parts.headers)?;
        parse(&bytes).map(Self)
    }
}

/// A whole body.
///
/// # Errors
/// If it has too many bytes.
pub(crate) async fn read_body(body: Body) -> Result<Bytes, Problem> {
    to_bytes(body, MOST_BYTES).await.map_err(|error| too_large(&error))
}

/// The part of an address after `?`.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read_query(&parts.uri).map(Self)
    }
}

/// Reads the part of an address after `?`, where a name that stands for a list may come several times.
pub(super) fn read_query<T: DeserializeOwned>(uri: &Uri) -> Result<T, Problem> {
    serde_html_form::from_str(uri.query().unwrap_or_default()).map_err(|error| {
        let detail = format!("The part of the address after `?` cannot be used: {error}.");
        Problem::new(StatusCode::BAD_REQUEST, "invalid_query", detail)
    })
}

fn require_json(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json")) {
        return Ok(());
    }
    let detail = "The body must be JSON. Send it with the header `Content-Type: application/json`.";
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail))
}

fn too_large(error: &axum::Error) -> Problem {
    if format!("{error:?}").contains("LengthLimit") {
        let detail = format!("The body has more than {MOST_BYTES} bytes. Send less.");
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail);
    }
    Problem::new(StatusCode::BAD_REQUEST, "body_cut_off", "The body ended before it was complete. Send it again.")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // A list would be read as the fields in their order, which nobody means.
    if bytes.trim_ascii_start().starts_with(b"[") {
        let detail = "The body must be a JSON object, and a list was sent.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid_body", detail));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| refused(&error))?;
    deserializer.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn malformed(error: &serde_json::Error) -> Problem {
    let detail = format!("The body is not valid JSON: {error}.");
    Problem::new(StatusCode::BAD_REQUEST, "malformed_json", detail)
}

fn refused(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let inner = error.inner();
    if !inner.is_data() {
        return malformed(inner);
    }
    let text = inner.to_string();
    let path = error.path().to_string();
    if let Some(field) = text.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next()) {
        let path = if path.ends_with(field) { path } else { field.to_owned() };
        let detail = format!("The field `{path}` is not known here. Leave it out, or check its spelling.");
        return Problem::new(StatusCode::BAD_REQUEST, "unknown_field", detail).field(path, "not known here");
    }
    let path = if path == "." { String::new() } else { path };
    let detail = format!("The body does not have the right shape: {text}.");
    Problem::new(StatusCode::BAD_REQUEST, "invalid_body", detail).field(path, text)
}
