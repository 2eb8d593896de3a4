//! `/api/v1/flows/{id}/draft` and `GET /api/v1/flows/{id}/drafts`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::super::drafts::{self, Seen, store};
use super::super::service;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Page, Problem, Query, iso};

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
    /// `updated_at` of the draft it goes on from, or `null` where there was none: then no other draft is written over.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    seen: Option<Option<String>>,
}

/// Tells `null` from nothing.
fn said<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// A draft that was kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeptDraft {
    /// When; later than the one before.
    updated_at: String,
}

/// Which draft to forget.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Forget {
    /// `updated_at` of the draft that is meant; whichever is there, where it is left out.
    seen: Option<String>,
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
    responses((status = 200, description = "Kept", body = KeptDraft), (status = 404, description = "No such flow or version"),
              (status = 409, description = "Another draft is there than the one that was seen"),
              (status = 422, description = "The document is not an object")))]
pub(crate) async fn put(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Keep>,
) -> Result<axum::Json<KeptDraft>, Problem> {
    let seen = Seen::of(body.seen.as_ref().map(Option::as_deref))?;
    let draft = (body.base_version, &body.document);
    let kept = drafts::keep(&app.store, app.clock.as_ref(), (&id, &actor.user_id, seen), draft).await?;
    Ok(axum::Json(KeptDraft { updated_at: iso(kept) }))
}

/// Forget one's draft of a flow.
#[utoipa::path(delete, path = "/api/v1/flows/{id}/draft", tag = "flows",
    params(("id" = String, Path, description = "Id or name"), Forget),
    responses((status = 204, description = "There is none any more"), (status = 404, description = "No such flow"),
              (status = 409, description = "Another draft is there than the one that was seen")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(which): Query<Forget>,
) -> Result<StatusCode, Problem> {
    let seen = Seen::of(which.seen.as_deref().map(Some))?;
    drafts::forget(&app.store, (&id, &actor.user_id, seen)).await?;
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
