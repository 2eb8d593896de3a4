//! The API reference: the OpenAPI document, and a page that shows it without any outside help.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa::openapi::OpenApi;

use crate::app::App;

const PAGE: &str = include_str!("docs.html");
const SCRIPT: &str = include_str!("docs.js");

/// `/api/v1/openapi.json`, `/api/v1/docs` and the page's script.
pub(super) fn routes(description: &Arc<OpenApi>) -> Router<App> {
    let json = description.to_json().unwrap_or_default();
    Router::new()
        .route("/api/v1/openapi.json", get(move || async move { typed("application/json", json) }))
        .route("/api/v1/docs", get(|| async { typed("text/html; charset=utf-8", PAGE) }))
        .route("/api/v1/docs/docs.js", get(|| async { typed("text/javascript; charset=utf-8", SCRIPT) }))
}

fn typed(kind: &'static str, body: impl IntoResponse) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], body)
}
