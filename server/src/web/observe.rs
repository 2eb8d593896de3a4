//! Around every request: an id, a log line, security headers, and problems written out.

use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;
use uuid::Uuid;

use super::problem::render;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const SECURITY: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
         img-src 'self' data:; font-src 'self'; worker-src 'self' blob:; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Handles a request and what must be around it.
pub(super) async fn observe(request: Request, next: Next) -> Response {
    let id = request_id(request.headers());
    let path = request.uri().path().to_owned();
    let span = tracing::info_span!("request", request_id = %id, method = %request.method(), path);
    let started = Instant::now();
    async {
        let mut response = render(next.run(request).await, &id).await;
        for (name, value) in SECURITY {
            response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
        }
        if path.starts_with("/api") || path.starts_with("/hooks") {
            response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        }
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        let took_ms = started.elapsed().as_millis();
        tracing::debug!(status = response.status().as_u16(), took_ms, "request answered");
        response
    }
    .instrument(span)
    .await
}

/// The client's own id if it is a harmless one, else a new one.
fn request_id(headers: &HeaderMap) -> String {
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (1..=64).contains(&given.len()) && given.bytes().all(is_harmless) {
        given.to_owned()
    } else {
        Uuid::now_v7().to_string()
    }
}
