//! `POST /api/v1/targets` and `PUT /api/v1/targets/{id}`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::super::model::Draft;
use super::super::{Error, service};
use super::Target;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// A target as it is to be, as for `POST /targets`, and `revision`: what it was when it was loaded.
#[derive(Deserialize, ToSchema)]
#[schema(as = ChangedTarget)]
pub(crate) struct Change {
    revision: i64,
    #[serde(flatten)]
    #[schema(value_type = Draft)]
    rest: Map<String, Value>,
}

/// Keep a target.
#[utoipa::path(post, path = "/api/v1/targets", tag = "targets", request_body = Draft,
    responses((status = 201, description = "Kept", body = Target), (status = 409, description = "The name is in use"),
              (status = 422, description = "A field does not fit")))]
pub(crate) async fn create(
    State(app): State<App>,
    actor: Actor,
    Json(draft): Json<Draft>,
) -> Result<(StatusCode, axum::Json<Target>), Problem> {
    let machine = service::save(&app, &actor.author(), None, draft).await?;
    Ok((StatusCode::CREATED, axum::Json(Target::from(&*machine))))
}

/// Change a target.
#[utoipa::path(put, path = "/api/v1/targets/{id}", tag = "targets", request_body = Change,
    params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "Changed", body = Target), (status = 404, description = "No such target"),
              (status = 409, description = "The name is in use, or somebody else changed it"),
              (status = 422, description = "A field does not fit")))]
pub(crate) async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(change): Json<Change>,
) -> Result<axum::Json<Target>, Problem> {
    let draft: Draft = serde_path_to_error::deserialize(Value::Object(change.rest)).map_err(|error| {
        let field = error.path().to_string();
        Error::unfit(if field == "." { "" } else { &field }, format!("{}.", error.inner()))
    })?;
    let machine = service::save(&app, &actor.author(), Some((&id, change.revision)), draft).await?;
    Ok(axum::Json(Target::from(&*machine)))
}
