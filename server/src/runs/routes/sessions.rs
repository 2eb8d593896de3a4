//! `GET /api/v1/runs/{id}/sessions`.

use axum::Json;
use axum::extract::{Path, State};

use super::super::service;
use super::super::sessions::{SessionView, store};
use super::is_over;
use crate::app::App;
use crate::web::{Every, Page, PageParams, Paged, Problem};

/// List the connections that a run has or had to machines and web servers, and what they were used for.
#[utoipa::path(get, path = "/api/v1/runs/{id}/sessions", tag = "runs",
    params(PageParams, ("id" = String, Path, description = "Id")),
    responses((status = 200, description = "A page of connections, the oldest first", body = Page<SessionView>)))]
pub(crate) async fn sessions(
    State(app): State<App>,
    Path(id): Path<String>,
    Paged { paging, .. }: Paged<Every>,
) -> Result<Json<Page<SessionView>>, Problem> {
    let row = service::find(&app.runner, &id).await?;
    let goes_on = !is_over(&row);
    let after = paging.after.as_ref().map(|(_, id)| id.as_str()).unwrap_or_default();
    let rows = store::list(&app.store, &id, after, paging.rows()).await?;
    let recorder = &app.runner.sessions;
    let view = |row| SessionView::new(row, recorder, goes_on);
    Ok(Json(paging.page(rows, |row| (0, row.id.clone()), view)))
}
