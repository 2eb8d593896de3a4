//! `POST /api/v1/templates/{id}/use`.

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::super::service;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{OptionalJson, Problem};

/// Answers to what the template asks for.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answers {
    /// By the placeholder's name; its default where absent.
    #[serde(default)]
    #[schema(value_type = Object)]
    values: Map<String, Value>,
}

/// A document to go on with.
#[derive(Serialize, ToSchema)]
pub(crate) struct Filled {
    document: Value,
}

/// Use a template: its document with answers for all placeholders. Nothing is kept but that it was used.
#[utoipa::path(post, path = "/api/v1/templates/{id}/use", tag = "templates", request_body = Answers,
    params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "The document", body = Filled), (status = 404, description = "No such template, or not shared"),
              (status = 422, description = "An answer is missing or does not fit")))]
pub(crate) async fn apply(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    OptionalJson(body): OptionalJson<Answers>,
) -> Result<axum::Json<Filled>, Problem> {
    let document = service::apply(&app, &actor, &id, &body.values).await?;
    Ok(axum::Json(Filled { document }))
}
