//! `POST /api/v1/flows`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use super::super::view::Flow;
use super::super::{Refused, service};
use super::{Save, etag};
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// Add a flow. One that cannot run yet is kept too; `problems` says why it cannot.
#[utoipa::path(post, path = "/api/v1/flows", tag = "flows", request_body = Save,
    responses((status = 201, description = "Added", body = Flow),
              (status = 409, description = "The name is in use"),
              (status = 422, description = "The document is malformed")))]
pub(crate) async fn create(
    State(app): State<App>,
    actor: Actor,
    Json(save): Json<Save>,
) -> Result<impl IntoResponse, Problem> {
    let (document, notes) = app.programs.canonical(save.document);
    let checked = app.programs.check(&document).await.map_err(Refused)?;
    let row = service::create(&app.store, app.clock.as_ref(), &actor.author(), &checked, &save.comment).await?;
    let tag = etag::header_of(row.version);
    Ok((
        StatusCode::CREATED,
        tag,
        axum::Json(Flow::new(row, &checked.body, &[notes, checked.problems.clone()].concat())),
    ))
}
