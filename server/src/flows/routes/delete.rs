//! `DELETE /api/v1/flows/{id}`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};

use super::super::service;
use super::etag;
use crate::app::App;
use crate::auth::Actor;
use crate::web::Problem;

/// Delete a flow and its versions; its runs stay.
#[utoipa::path(delete, path = "/api/v1/flows/{id}", tag = "flows", params(("id" = String, Path, description = "Id or name")),
    responses((status = 204, description = "Deleted"), (status = 404, description = "No such flow"),
              (status = 412, description = "If-Match was sent and the flow has another version")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let version = etag::if_match(&headers)?;
    let row = service::find(&app.store, &id).await?;
    service::delete(&app.store, app.clock.as_ref(), &actor.author(), (row, version)).await?;
    Ok(StatusCode::NO_CONTENT)
}
