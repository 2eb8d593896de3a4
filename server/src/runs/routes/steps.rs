//! `GET /api/v1/runs/{id}/steps`.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use engine::StepStatus;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::store::DetailRow;
use super::super::trace::{self, Filter};
use super::super::view::StepView;
use super::super::{Error, service, store};
use super::is_over;
use crate::app::App;
use crate::web::{Page, PageParams, Paged, Problem};

/// Which steps.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Id of a node.
    #[serde(default)]
    node: String,
    /// running, completed, failed, error, skipped, cancelled or timed_out.
    #[serde(default)]
    status: String,
    /// One step, with all of its output.
    #[serde(default)]
    key: String,
    /// Only steps inside this scope, such as `each[96]/` for the steps of a round.
    #[serde(default)]
    within: String,
    /// `node` (the usual), `region` for executions of bodies, or `all`.
    #[serde(default)]
    kind: String,
}

/// List the steps of a run in the order they ended. Of nodes that only compute, the first executions.
#[utoipa::path(get, path = "/api/v1/runs/{id}/steps", tag = "runs",
    params(Which, PageParams, ("id" = String, Path, description = "Id")),
    responses((status = 200, description = "A page of steps", body = Page<StepView>)))]
pub(crate) async fn steps(
    State(app): State<App>,
    Path(id): Path<String>,
    Paged { which, paging }: Paged<Which>,
) -> Result<Json<Page<StepView>>, Problem> {
    let kind = match which.kind.as_str() {
        "" => "node",
        kind @ ("node" | "region" | "all") => kind,
        _ => {
            let detail = "`kind` must be node, region or all.";
            return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid_query", detail).field("kind", detail));
        }
    };
    let row = service::find(&app.runner, &id).await?;
    let details = store::details(&app.store, &id).await?.ok_or_else(|| Error::Unknown(id.clone()))?;
    let types = types(&details);
    let in_full = !which.key.is_empty();
    let filter = Filter {
        node: which.node,
        status: which.status,
        key: which.key,
        within: which.within,
        kind: kind.to_owned(),
        after: paging.after.as_ref().map_or(0, |(seq, _)| *seq),
        rows: paging.rows(),
    };
    let rows = trace::steps(&app.store, &id, &filter).await?;
    let is_over = is_over(&row);
    let view = |(_, mut step): (i64, StepView)| {
        if step.node_type.is_empty() {
            step.node_type = types.get(&*step.node).map(|name| name.as_str().into()).unwrap_or_default();
        }
        if is_over && step.status == StepStatus::Running {
            step.status = StepStatus::Cancelled;
        }
        if in_full { step } else { step.shortened() }
    };
    Ok(Json(paging.page(rows, |(seq, _)| (*seq, String::new()), view)))
}

/// The type of each node; a step that only began does not carry it.
fn types(details: &DetailRow) -> HashMap<String, String> {
    let document: serde_json::Value = serde_json::from_str(&details.document).unwrap_or_default();
    let nodes = document["nodes"].as_array().into_iter().flatten();
    nodes.filter_map(|node| Some((node["id"].as_str()?.to_owned(), node["type"].as_str()?.to_owned()))).collect()
}
