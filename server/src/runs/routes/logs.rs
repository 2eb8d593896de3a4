//! `GET /api/v1/runs/{id}/logs`.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::service;
use super::super::trace::{self, Filter};
use super::super::view::LogView;
use crate::app::App;
use crate::web::{Page, PageParams, Paged, Problem};

/// Which lines.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Id of a node.
    #[serde(default)]
    node: String,
    /// A step.
    #[serde(default)]
    key: String,
}

/// List the log lines of a run, oldest first.
#[utoipa::path(get, path = "/api/v1/runs/{id}/logs", tag = "runs",
    params(Which, PageParams, ("id" = String, Path, description = "Id")),
    responses((status = 200, description = "A page of lines", body = Page<LogView>)))]
pub(crate) async fn logs(
    State(app): State<App>,
    Path(id): Path<String>,
    Paged { which, paging }: Paged<Which>,
) -> Result<Json<Page<LogView>>, Problem> {
    service::find(&app.runner, &id).await?;
    let filter = Filter {
        node: which.node,
        key: which.key,
        after: paging.after.as_ref().map_or(0, |(seq, _)| *seq),
        rows: paging.rows(),
        ..Filter::default()
    };
    let rows = trace::logs(&app.store, &id, &filter).await?;
    Ok(Json(paging.page(rows, |line| (line.seq, String::new()), |line| line)))
}
