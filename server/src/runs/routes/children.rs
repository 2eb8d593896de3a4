//! `GET /api/v1/runs/{id}/children`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::view::RunItem;
use super::super::{service, store};
use crate::app::App;
use crate::web::{Page, Paging, Problem, Query};

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Items on a page, at most 500.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
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
    params(Which, ("id" = String, Path, description = "Id")),
    responses((status = 200, description = "A page of runs", body = Children)))]
pub(crate) async fn children(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Children>, Problem> {
    let paging = Paging::of(which.limit, which.cursor.as_deref())?;
    service::find(&app.runner, &id).await?;
    let after = paging.after.as_ref().map(|(_, id)| id.as_str()).unwrap_or_default();
    let rows = store::children(&app.store, &id, after, paging.rows()).await?;
    let totals = store::child_totals(&app.store, &id).await?;
    let page = paging.page(rows, |row| (0, row.id.clone()), RunItem::from);
    Ok(Json(Children { page, totals: totals.by_status.into_iter().collect() }))
}
