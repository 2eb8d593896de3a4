//! `PUT /api/v1/flows/{id}/active`.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::service;
use super::super::view::FlowItem;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// Whether it may be started.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Active {
    active: bool,
}

/// Switch a flow on or off. One that is off cannot be started, except by its editor to test it.
#[utoipa::path(put, path = "/api/v1/flows/{id}/active", tag = "flows", request_body = Active,
    params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "Done", body = FlowItem), (status = 404, description = "No such flow")))]
pub(crate) async fn active(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Active>,
) -> Result<axum::Json<FlowItem>, Problem> {
    let row = service::set_active(&app.store, app.clock.as_ref(), &actor.author(), (&id, body.active)).await?;
    Ok(axum::Json(row.into()))
}
