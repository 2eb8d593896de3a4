//! `POST /api/v1/runs/{id}/cancel`.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::super::service;
use crate::app::App;
use crate::auth::Actor;
use crate::web::Problem;

/// Cancel a run: clean-up runs, then it stops.
#[utoipa::path(post, path = "/api/v1/runs/{id}/cancel", tag = "runs", params(("id" = String, Path, description = "Id")),
    responses((status = 202, description = "It will stop"), (status = 409, description = "It is over already")))]
pub(crate) async fn cancel(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    service::cancel(&app.runner, &actor.author(), &id).await?;
    Ok(StatusCode::ACCEPTED)
}
