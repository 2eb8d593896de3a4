//! `DELETE /api/v1/runs/{id}`.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::super::service;
use crate::app::App;
use crate::auth::Actor;
use crate::web::Problem;

/// Delete a run that is over, with its steps and log.
#[utoipa::path(delete, path = "/api/v1/runs/{id}", tag = "runs", params(("id" = String, Path, description = "Id")),
    responses((status = 204, description = "Deleted"), (status = 409, description = "It is not over")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    service::delete(&app.runner, &actor.author(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
