//! `PUT` and `DELETE /api/v1/flows/{id}/tags/{name}`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::tags;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// Which version gets the name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tag {
    version: i64,
}

/// Give a version a name, such as a release. A version that has it loses it.
#[utoipa::path(put, path = "/api/v1/flows/{id}/tags/{name}", tag = "flows", request_body = Tag,
    params(("id" = String, Path, description = "Id or name"), ("name" = String, Path, description = "1 to 64 letters, digits, dots, dashes and underscores")),
    responses((status = 204, description = "It has the name"), (status = 404, description = "No such flow or version"),
              (status = 422, description = "It cannot be a name, or the flow has too many")))]
pub(crate) async fn put(
    State(app): State<App>,
    actor: Actor,
    Path((id, name)): Path<(String, String)>,
    Json(body): Json<Tag>,
) -> Result<StatusCode, Problem> {
    tags::set(&app.store, app.clock.as_ref(), &actor.author(), (&id, &name, body.version)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a version's name away; the version stays.
#[utoipa::path(delete, path = "/api/v1/flows/{id}/tags/{name}", tag = "flows",
    params(("id" = String, Path, description = "Id or name"), ("name" = String, Path, description = "The name")),
    responses((status = 204, description = "It is gone"), (status = 404, description = "No such flow or name")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path((id, name)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    tags::remove(&app.store, app.clock.as_ref(), &actor.author(), (&id, &name)).await?;
    Ok(StatusCode::NO_CONTENT)
}
