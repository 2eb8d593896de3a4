//! `POST /api/v1/credentials`, `PUT /api/v1/credentials/{id}` and `POST /api/v1/credentials/{id}/rotate`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::super::service::{self, Draft};
use super::Credential;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// A credential to keep.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCredential)]
pub(crate) struct New {
    /// 1 to 255 characters.
    name: String,
    /// As `GET /credentials/types` names it.
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    description: String,
    /// What the type asks for, secrets among it.
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
}

/// A credential as it is to be. Its type stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChangedCredential)]
pub(crate) struct Change {
    name: String,
    #[serde(default)]
    description: String,
    /// What the type asks for. A secret that is left out or empty stays as it is; one that is `null` is taken away.
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
    /// What was changed: as it was when it was loaded.
    revision: i64,
}

/// New secrets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rotation {
    /// Secrets by the name of their field.
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
}

/// Keep a credential. Its secrets are sealed, and never shown again.
#[utoipa::path(post, path = "/api/v1/credentials", tag = "credentials", request_body = New,
    responses((status = 201, description = "Kept", body = Credential), (status = 409, description = "The name is in use"),
              (status = 422, description = "A field does not fit")))]
pub(crate) async fn create(
    State(app): State<App>,
    actor: Actor,
    Json(new): Json<New>,
) -> Result<(StatusCode, axum::Json<Credential>), Problem> {
    let New { name, kind, description, fields } = new;
    let row = service::create(&app, &actor.author(), &kind, Draft { name, description, fields }).await?;
    Ok((StatusCode::CREATED, axum::Json(row.into())))
}

/// Change a credential.
#[utoipa::path(put, path = "/api/v1/credentials/{id}", tag = "credentials", request_body = Change,
    params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "Changed", body = Credential), (status = 404, description = "No such credential"),
              (status = 409, description = "The name is in use, flows use the old name, or somebody else changed it"),
              (status = 422, description = "A field does not fit")))]
pub(crate) async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(change): Json<Change>,
) -> Result<axum::Json<Credential>, Problem> {
    let Change { name, description, fields, revision } = change;
    let draft = Draft { name, description, fields };
    Ok(axum::Json(service::update(&app, &actor.author(), &id, revision, draft).await?.into()))
}

/// Replace secrets of a credential; its id and what refers to it stay.
#[utoipa::path(post, path = "/api/v1/credentials/{id}/rotate", tag = "credentials", request_body = Rotation,
    params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "Replaced", body = Credential), (status = 404, description = "No such credential"),
              (status = 422, description = "A field does not fit")))]
pub(crate) async fn rotate(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(rotation): Json<Rotation>,
) -> Result<axum::Json<Credential>, Problem> {
    Ok(axum::Json(service::rotate(&app, &actor.author(), &id, &rotation.fields).await?.into()))
}
