//! `PUT /api/v1/variables/{name}`.

use axum::extract::{Path, State};
use node_sdk::Value;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::store::{By, GlobalRow};
use super::Global;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// What the variable is to hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Set {
    /// Any JSON, at most 1 MiB.
    #[schema(value_type = Object)]
    value: Value,
}

/// Set a variable that all runs share. Runs that go on see it when they read it the next time.
#[utoipa::path(put, path = "/api/v1/variables/{name}", tag = "variables", request_body = Set,
    params(("name" = String, Path, description = "Letters, digits and _, not a digit first")),
    responses((status = 200, description = "Set", body = Global), (status = 422, description = "Name or value do not fit")))]
pub(crate) async fn set(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
    Json(body): Json<Set>,
) -> Result<axum::Json<Global>, Problem> {
    let value = body.value.to_string();
    app.runner.globals.keep(&name, body.value, By::Person(actor.author())).await?;
    let row = GlobalRow { name, value, updated_by: actor.username, updated_at: app.clock.now() };
    Ok(axum::Json(row.into()))
}
