//! `GET /api/v1/flows/{id}`.

use axum::extract::{Path, State};
use axum::response::IntoResponse;

use super::super::view::Flow;
use super::super::{Refused, service, store};
use super::etag;
use crate::app::App;
use crate::web::Problem;

/// One flow with its document. The id may also be the flow's name.
#[utoipa::path(get, path = "/api/v1/flows/{id}", tag = "flows", params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "The flow; its version is the ETag", body = Flow),
              (status = 404, description = "No such flow")))]
pub(crate) async fn get(State(app): State<App>, Path(id): Path<String>) -> Result<impl IntoResponse, Problem> {
    let row = service::find(&app.store, &id).await?;
    let body = store::document(&app.store, &row.document_hash).await?;
    let checked = app.programs.check_text(body).await.map_err(Refused)?;
    Ok((etag::header_of(row.version), axum::Json(Flow::new(row, &checked.body, &checked.problems))))
}
