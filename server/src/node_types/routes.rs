//! `GET /api/v1/node-types` and `GET /api/v1/node-types/{type}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::Value;

use crate::app::App;
use crate::web::Problem;

/// All node types, and the groups they belong to.
#[utoipa::path(get, path = "/api/v1/node-types", tag = "node types",
    responses((status = 200, description = "`items` and `categories`", body = Value)))]
pub(super) async fn list(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], app.node_types.all())
}

/// One node type, by its name or an alias.
#[utoipa::path(get, path = "/api/v1/node-types/{type}", tag = "node types",
    params(("type" = String, Path, description = "Such as `flow.if`")),
    responses((status = 200, description = "The descriptor", body = Value), (status = 404, description = "No such type")))]
pub(super) async fn get(State(app): State<App>, Path(name): Path<String>) -> Result<Json<Value>, Problem> {
    let found = app.node_types.get(&name).cloned();
    found.map(Json).ok_or_else(|| Problem::not_found(format!("There is no node type `{name}`.")))
}
