//! `DELETE /api/v1/templates/{id}`.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::super::service;
use crate::app::App;
use crate::auth::Actor;
use crate::web::Problem;

/// Delete a template; its author and administrators may. What was made from it stays.
#[utoipa::path(delete, path = "/api/v1/templates/{id}", tag = "templates", params(("id" = String, Path, description = "Id")),
    responses((status = 204, description = "Deleted"), (status = 404, description = "No such template, or not shared")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    service::delete(&app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
