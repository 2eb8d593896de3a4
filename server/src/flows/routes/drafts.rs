//! `/api/v1/flows/{id}/draft` and `GET /api/v1/flows/{id}/drafts`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::super::drafts::{self, store};
use super::super::service;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Page, Problem, iso};

/// What one has drawn and not published yet.
#[derive(Serialize, ToSchema)]
pub(crate) struct Draft {
    /// The version it began from.
    base_version: i64,
    /// What was drawn.
    document: Value,
    /// When it was kept.
    updated_at: String,
}

/// A draft to keep.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keep {
    /// The version it began from.
    base_version: i64,
    /// What was drawn; it need not be able to run.
    document: Value,
}

/// Somebody's draft.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftItem {
    /// Who draws.
    user: String,
    /// The version it began from.
    base_version: i64,
    /// When it was kept.
    updated_at: String,
}

/// One's own draft of a flow.
#[utoipa::path(get, path = "/api/v1/flows/{id}/draft", tag = "flows", params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "The draft", body = Draft), (status = 404, description = "No such flow, or no draft")))]
pub(crate) async fn get(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<axum::Json<Draft>, Problem> {
    let flow = service::find(&app.store, &id).await?;
    let row = store::find(&app.store, &flow.id, &actor.user_id).await?.ok_or_else(|| {
        Problem::not_found(format!("You have no draft of the flow `{}`; what is published is the latest.", flow.name))
    })?;
    let document = serde_json::from_str(&row.document).unwrap_or_default();
    Ok(axum::Json(Draft { base_version: row.base_version, document, updated_at: iso(row.updated_at) }))
}

/// Keep one's draft of a flow, in place of the one before.
#[utoipa::path(put, path = "/api/v1/flows/{id}/draft", tag = "flows", request_body = Keep,
    params(("id" = String, Path, description = "Id or name")),
    responses((status = 204, description = "Kept"), (status = 404, description = "No such flow or version"),
              (status = 422, description = "The document is not an object")))]
pub(crate) async fn put(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Keep>,
) -> Result<StatusCode, Problem> {
    let draft = (body.base_version, &body.document);
    drafts::keep(&app.store, app.clock.as_ref(), (&id, &actor.user_id), draft).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forget one's draft of a flow.
#[utoipa::path(delete, path = "/api/v1/flows/{id}/draft", tag = "flows", params(("id" = String, Path, description = "Id or name")),
    responses((status = 204, description = "There is none any more"), (status = 404, description = "No such flow")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let flow = service::find(&app.store, &id).await?;
    store::forget(&app.store, &flow.id, &actor.user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who has a draft of a flow, latest change first.
#[utoipa::path(get, path = "/api/v1/flows/{id}/drafts", tag = "flows", params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "At most 500", body = Page<DraftItem>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<axum::Json<Page<DraftItem>>, Problem> {
    let flow = service::find(&app.store, &id).await?;
    let rows = store::list(&app.store, &flow.id).await?.into_iter();
    let item = |row: store::DraftOf| DraftItem {
        user: row.username,
        base_version: row.base_version,
        updated_at: iso(row.updated_at),
    };
    Ok(axum::Json(Page { items: rows.map(item).collect(), next_cursor: None }))
}
