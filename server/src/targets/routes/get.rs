//! `GET /api/v1/targets/{id}`.

use axum::Json;
use axum::extract::{Path, State};

use super::super::service;
use super::Target;
use crate::app::App;
use crate::web::Problem;

/// Get a target.
#[utoipa::path(get, path = "/api/v1/targets/{id}", tag = "targets", params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "The target", body = Target), (status = 404, description = "No such target")))]
pub(crate) async fn get(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Target>, Problem> {
    Ok(Json(Target::from(&*service::find(&app, &id).await?)))
}
