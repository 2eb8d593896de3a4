//! `GET /api/v1/runs/{id}/children`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use engine::RunStatus;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::view::RunItem;
use super::super::{service, store};
use crate::app::App;
use crate::web::{Page, PageParams, Paged, Problem};
use crate::wire::of_word;

/// Which of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// How they stand, such as `failed`; any where empty.
    #[serde(default)]
    status: String,
}

/// A page of the runs that a run called.
#[derive(Serialize, ToSchema)]
pub(crate) struct Children {
    /// The page.
    #[serde(flatten)]
    page: Page<RunItem>,
    /// How many there are of each status.
    totals: BTreeMap<String, i64>,
}

/// List the runs that a run called, oldest first.
#[utoipa::path(get, path = "/api/v1/runs/{id}/children", tag = "runs",
    params(Which, PageParams, ("id" = String, Path, description = "Id")),
    responses((status = 200, description = "A page of runs", body = Children)))]
pub(crate) async fn children(
    State(app): State<App>,
    Path(id): Path<String>,
    Paged { which, paging }: Paged<Which>,
) -> Result<Json<Children>, Problem> {
    if !which.status.is_empty() && of_word::<RunStatus>(&which.status).is_none() {
        let detail = "`status` must be pending, running, paused, completed, failed, cancelled or timed_out.";
        return Err(Problem::bad_query("status", detail));
    }
    service::find(&app.runner, &id).await?;
    let after = paging.after.as_ref().map(|(_, id)| id.as_str()).unwrap_or_default();
    let rows = store::children(&app.store, (&id, &which.status), after, paging.rows()).await?;
    let totals = store::child_totals(&app.store, &id).await?;
    let page = paging.page(rows, |row| (0, row.id.clone()), RunItem::from);
    Ok(Json(Children { page, totals: totals.by_status.into_iter().collect() }))
}
