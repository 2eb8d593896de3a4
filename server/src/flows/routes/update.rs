//! `PUT /api/v1/flows/{id}`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;

use super::super::Refused;
use super::super::service::{self, Publish};
use super::super::view::Flow;
use super::{Save, etag};
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// Save a flow as its next version, which ends one's draft of it. The same document makes none.
#[utoipa::path(put, path = "/api/v1/flows/{id}", tag = "flows", request_body = Save,
    params(("id" = String, Path, description = "Id or name"),
           ("If-Match" = String, Header, description = "The version you changed, in quotes")),
    responses((status = 200, description = "Saved", body = Flow),
              (status = 412, description = "Somebody else saved in the meantime; `current_version` is where it is now"),
              (status = 422, description = "The document is malformed"),
              (status = 428, description = "If-Match is missing")))]
pub(crate) async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(save): Json<Save>,
) -> Result<impl IntoResponse, Problem> {
    let version = etag::if_match(&headers)?.ok_or_else(|| {
        let detail = "Send the version you changed as the header `If-Match`, so that nobody's work is overwritten.";
        Problem::new(StatusCode::PRECONDITION_REQUIRED, "if_match_required", detail)
    })?;
    let row = service::find(&app.store, &id).await?;
    let (document, notes) = app.programs.canonical(save.document);
    let checked = app.programs.check(&document).await.map_err(Refused)?;
    let publish = Publish { version, checked: &checked, comment: &save.comment, restored: None };
    let row = service::update(&app.store, app.clock.as_ref(), &actor.author(), row, publish).await?;
    Ok((
        etag::header_of(row.version),
        axum::Json(Flow::new(row, &checked.body, &[notes, checked.problems.clone()].concat())),
    ))
}
