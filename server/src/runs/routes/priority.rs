//! `PATCH /api/v1/runs/{id}`.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::service;
use super::super::view::RunItem;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// What changes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    /// Higher ones go first; from -100 to 100.
    priority: i64,
}

/// Change the priority of a run that waits for its turn.
#[utoipa::path(patch, path = "/api/v1/runs/{id}", tag = "runs", request_body = Change,
    params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "Changed", body = RunItem), (status = 409, description = "It does not wait any more")))]
pub(crate) async fn change(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Change>,
) -> Result<axum::Json<RunItem>, Problem> {
    let row = service::prioritise(&app.runner, &actor.author(), &id, body.priority).await?;
    Ok(axum::Json(row.into()))
}
