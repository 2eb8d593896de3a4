//! `GET /api/v1/runs/{id}/variables/history`.

use axum::Json;
use axum::extract::{Path, State};
use node_sdk::Value;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::trace::ChangeRow;
use super::super::{service, trace};
use crate::app::App;
use crate::web::{Page, PageParams, Paged, Problem, iso};

/// Which changes.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Id of a node.
    #[serde(default)]
    node: String,
    /// A variable.
    #[serde(default)]
    name: String,
}

/// A change of a variable.
#[derive(Serialize, ToSchema)]
pub(crate) struct Change {
    /// From 1 within the run.
    seq: i64,
    /// When.
    at: String,
    /// Id of the node that set it.
    node: String,
    /// The step.
    key: String,
    /// The variable.
    name: String,
    /// How far it reaches.
    scope: String,
    /// Its value from then on; secrets are masked.
    #[schema(value_type = Object)]
    value: Value,
}

impl From<ChangeRow> for Change {
    fn from(row: ChangeRow) -> Self {
        let ChangeRow { seq, at, node, key, name, scope, value } = row;
        Self { seq, at: iso(at), node, key, name, scope, value: serde_json::from_str(&value).unwrap_or_default() }
    }
}

/// List how the variables of a run changed, oldest change first. Of a node in a long loop, the first changes.
#[utoipa::path(get, path = "/api/v1/runs/{id}/variables/history", tag = "runs",
    params(Which, PageParams, ("id" = String, Path, description = "Id")),
    responses((status = 200, description = "A page of changes", body = Page<Change>)))]
pub(crate) async fn history(
    State(app): State<App>,
    Path(id): Path<String>,
    Paged { which, paging }: Paged<Which>,
) -> Result<Json<Page<Change>>, Problem> {
    service::find(&app.runner, &id).await?;
    let after = paging.after.as_ref().map_or(0, |(seq, _)| *seq);
    let rows = trace::variables(&app.store, &id, (&which.node, &which.name), after, paging.rows()).await?;
    Ok(Json(paging.page(rows, |row| (row.seq, String::new()), Change::from)))
}
