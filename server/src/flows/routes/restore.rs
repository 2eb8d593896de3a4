//! `POST /api/v1/flows/{id}/versions/{version}/restore`.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::service::{self, Error, Publish};
use super::super::view::Flow;
use super::super::{Refused, store};
use super::etag;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// Why, and where the flow is now.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Restore {
    /// Why; shown in the list of versions.
    #[serde(default)]
    comment: String,
    /// The flow's latest version, so that nobody's work is overwritten.
    version: i64,
}

/// Make an older version the latest, as a new version equal to it. Drafts stay as they are.
#[utoipa::path(post, path = "/api/v1/flows/{id}/versions/{version}/restore", tag = "flows", request_body = Restore,
    params(("id" = String, Path, description = "Id or name"), ("version" = i64, Path, description = "The older one")),
    responses((status = 200, description = "The flow with its new version", body = Flow),
              (status = 404, description = "No such flow or version"),
              (status = 412, description = "Somebody else saved in the meantime; `current_version` is where it is now")))]
pub(crate) async fn restore(
    State(app): State<App>,
    actor: Actor,
    Path((id, older)): Path<(String, i64)>,
    Json(body): Json<Restore>,
) -> Result<impl IntoResponse, Problem> {
    let row = service::find(&app.store, &id).await?;
    let wanted = store::version(&app.store, &row.id, older).await?.ok_or(Error::UnknownVersion(older))?;
    let text = store::document(&app.store, &wanted.document_hash).await?;
    let checked = app.programs.check_text(text).await.map_err(Refused)?;
    let comment = if body.comment.is_empty() { format!("Version {older} restored") } else { body.comment };
    let publish =
        Publish { version: body.version, checked: &checked, comment: &comment, restored: Some(older), drawn: None };
    let row = service::update(&app.store, app.clock.as_ref(), &actor.author(), row, publish).await?;
    Ok((etag::header_of(row.version), axum::Json(Flow::new(row, &checked.body, &checked.problems))))
}
