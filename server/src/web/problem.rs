//! Errors as clients read them: RFC 9457 problem documents with a stable code.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// An answer that says what went wrong and what to do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stands for the code.
    #[serde(rename = "type")]
    kind: String,
    /// The status in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened and what to do.
    detail: String,
    /// Stable; decide on this.
    code: String,
    /// What is wrong with each field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// Also in the server's log.
    request_id: String,
    #[serde(flatten)]
    #[schema(ignore)]
    extra: Map<String, Value>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// Path of the field.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
    /// Stable, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl Problem {
    /// A problem with its status, code and sentence.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:opsconductor:problem:{code}"),
            title: status.canonical_reason().unwrap_or("Error").into(),
            status: status.as_u16(),
            detail: detail.into(),
            code: code.into(),
            errors: Vec::new(),
            request_id: String::new(),
            extra: Map::new(),
        }
    }

    /// Nothing is there.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// A field of the request does not fit.
    pub fn unfit(code: &str, field: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail.clone()).field(field, detail)
    }

    /// A parameter after `?` does not fit.
    pub fn bad_query(field: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self::new(StatusCode::BAD_REQUEST, "invalid_query", detail.clone()).field(field, detail)
    }

    /// Something broke inside; the reason goes to the log, never to the client.
    pub fn internal(reason: &dyn std::fmt::Display) -> Self {
        tracing::error!(%reason, "request failed");
        let detail = "The server could not do this. Its log says why, under the request id given here.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// Adds what is wrong with a field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.errors.push(FieldError { field: field.into(), message: message.into(), code: None });
        self
    }

    /// Adds what is wrong with several fields.
    #[must_use]
    pub fn fields(mut self, errors: impl IntoIterator<Item = FieldError>) -> Self {
        self.errors.extend(errors);
        self
    }

    /// Adds a member of its own.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(member.into(), value.into());
        self
    }
}

impl From<crate::store::Error> for Problem {
    fn from(error: crate::store::Error) -> Self {
        if error.is_unstorable_text() {
            let detail = "A text holds the character U+0000, which cannot be stored. Leave it out.";
            return Self::new(StatusCode::BAD_REQUEST, "invalid_text", detail);
        }
        Self::internal(&error)
    }
}

impl IntoResponse for Problem {
    /// Leaves the writing to [`render`], which knows the request id.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.extra.get("retry_after").and_then(Value::as_u64);
        let mut response = status.into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes problems out, and turns every other error answer into one.
pub(super) async fn render(response: Response, request_id: &str) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let mut problem = match parts.extensions.remove::<Problem>() {
        Some(problem) => problem,
        None => plain(status, body).await,
    };
    request_id.clone_into(&mut problem.request_id);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    Response::from_parts(parts, Body::from(body))
}

/// What the framework answered by itself.
async fn plain(status: StatusCode, body: Body) -> Problem {
    let text = to_bytes(body, 1000).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let (code, standard) = match status {
        StatusCode::NOT_FOUND => ("not_found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "This address does not take this method."),
        StatusCode::PAYLOAD_TOO_LARGE => ("body_too_large", "The request is too large."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported_media_type", "Send JSON, as `application/json`."),
        status if status.is_server_error() => ("internal", "The server could not do this; its log says why."),
        _ => ("bad_request", "The request cannot be understood."),
    };
    let detail = if text.is_empty() || status.is_server_error() { standard.into() } else { text.into_owned() };
    Problem::new(status, code, detail)
}
