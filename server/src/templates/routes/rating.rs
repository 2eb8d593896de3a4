//! `PUT /api/v1/templates/{id}/rating`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::service;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// How good it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rating {
    /// From 1 to 5.
    stars: i64,
}

/// Rate a template. A person's last rating counts.
#[utoipa::path(put, path = "/api/v1/templates/{id}/rating", tag = "templates", request_body = Rating,
    params(("id" = String, Path, description = "Id")),
    responses((status = 204, description = "Noted"), (status = 404, description = "No such template, or not shared"),
              (status = 422, description = "So many stars cannot be given")))]
pub(crate) async fn rate(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Rating>,
) -> Result<StatusCode, Problem> {
    service::rate(&app, &actor, &id, body.stars).await?;
    Ok(StatusCode::NO_CONTENT)
}
