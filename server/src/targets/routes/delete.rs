//! `DELETE /api/v1/targets/{id}`.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::super::service;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Force, Problem, Query};

/// Delete a target. Runs that were on it stay.
#[utoipa::path(delete, path = "/api/v1/targets/{id}", tag = "targets",
    params(Force, ("id" = String, Path, description = "Id or name")),
    responses((status = 204, description = "Deleted"), (status = 404, description = "No such target"),
              (status = 409, description = "Others depend on it")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(how): Query<Force>,
) -> Result<StatusCode, Problem> {
    service::delete(&app, &actor.author(), &id, how.force).await?;
    Ok(StatusCode::NO_CONTENT)
}
