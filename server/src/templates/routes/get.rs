//! `GET /api/v1/templates/{id}`.

use axum::Json;
use axum::extract::{Path, State};

use super::super::service;
use super::super::view::Template;
use crate::app::App;
use crate::auth::Actor;
use crate::web::Problem;

/// One template with its document.
#[utoipa::path(get, path = "/api/v1/templates/{id}", tag = "templates", params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "The template", body = Template), (status = 404, description = "No such template, or not shared")))]
pub(crate) async fn get(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<Json<Template>, Problem> {
    let row = service::find(&app, &actor, &id).await?;
    Ok(Json(service::whole(&app, &actor, row).await?))
}
