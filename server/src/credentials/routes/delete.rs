//! `DELETE /api/v1/credentials/{id}`.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::super::service;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Force, Problem, Query};

/// Delete a credential.
#[utoipa::path(delete, path = "/api/v1/credentials/{id}", tag = "credentials",
    params(Force, ("id" = String, Path, description = "Id or name")),
    responses((status = 204, description = "Deleted"), (status = 404, description = "No such credential"),
              (status = 409, description = "Something uses it")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(how): Query<Force>,
) -> Result<StatusCode, Problem> {
    service::delete(&app, &actor.author(), &id, how.force).await?;
    Ok(StatusCode::NO_CONTENT)
}
