//! `GET /api/v1/runs`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::RunStatus;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::store::{self, Wanted};
use super::super::view::RunItem;
use crate::app::App;
use crate::web::{Page, Paging, Problem, Query};
use crate::wire::of_word;

/// Which runs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Id of a flow.
    #[serde(default)]
    flow: String,
    /// pending, running, paused, completed, failed, cancelled or timed_out.
    #[serde(default)]
    status: String,
    /// Id of the run that called them.
    #[serde(default)]
    parent: String,
    /// Text in the flow's name or in that of who started it; or a run's id.
    #[serde(default)]
    q: String,
    /// Items on a page, at most 500.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List runs, newest first.
#[utoipa::path(get, path = "/api/v1/runs", tag = "runs", params(Which),
    responses((status = 200, description = "A page of runs", body = Page<RunItem>)))]
pub(crate) async fn list(State(app): State<App>, Query(which): Query<Which>) -> Result<Json<Page<RunItem>>, Problem> {
    let paging = Paging::of(which.limit, which.cursor.as_deref())?;
    if !which.status.is_empty() && of_word::<RunStatus>(&which.status).is_none() {
        let detail = "`status` must be pending, running, paused, completed, failed, cancelled or timed_out.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid_query", detail).field("status", detail));
    }
    let before = paging.after.as_ref().map(|(_, id)| id.as_str()).unwrap_or_default();
    let wanted = Wanted { flow: &which.flow, status: &which.status, parent: &which.parent, text: &which.q, before };
    let rows = store::list(&app.store, &wanted, paging.rows()).await?;
    Ok(Json(paging.page(rows, |row| (0, row.id.clone()), RunItem::from)))
}
