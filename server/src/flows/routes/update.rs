//! `PUT /api/v1/flows/{id}`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;

use serde::Deserialize;
use utoipa::IntoParams;

use super::super::Refused;
use super::super::drafts::Seen;
use super::super::service::{self, Publish};
use super::super::view::Flow;
use super::{Save, etag};
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem, Query};

/// Which draft ends with it.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ends {
    /// The draft that this is: its `updated_at`, empty where none was kept. Without it, the draft one may have stays.
    draft_seen: Option<String>,
}

/// Save a flow as its next version. The same document makes none. What was drawn ends its draft (`draft_seen`).
#[utoipa::path(put, path = "/api/v1/flows/{id}", tag = "flows", request_body = Save,
    params(("id" = String, Path, description = "Id or name"),
           ("If-Match" = String, Header, description = "The version you changed, in quotes"), Ends),
    responses((status = 200, description = "Saved", body = Flow),
              (status = 409, description = "One's draft was changed in another window"),
              (status = 412, description = "Somebody else saved in the meantime; `current_version` is where it is now"),
              (status = 422, description = "The document is malformed"),
              (status = 428, description = "If-Match is missing")))]
pub(crate) async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Query(ends): Query<Ends>,
    Json(save): Json<Save>,
) -> Result<impl IntoResponse, Problem> {
    let version = etag::if_match(&headers)?.ok_or_else(|| {
        let detail = "Send the version you changed as the header `If-Match`, so that nobody's work is overwritten.";
        Problem::new(StatusCode::PRECONDITION_REQUIRED, "if_match_required", detail)
    })?;
    let row = service::find(&app.store, &id).await?;
    let (document, notes) = app.programs.canonical(save.document);
    let checked = app.programs.check(&document).await.map_err(Refused)?;
    let drawn = ends.draft_seen.as_deref().map(Seen::of_text).transpose()?;
    let publish = Publish { version, checked: &checked, comment: &save.comment, restored: None, drawn };
    let row = service::update(&app.store, app.clock.as_ref(), &actor.author(), row, publish).await?;
    Ok((
        etag::header_of(row.version),
        axum::Json(Flow::new(row, &checked.body, &[notes, checked.problems.clone()].concat())),
    ))
}
