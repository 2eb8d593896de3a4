//! `GET /api/v1/runs/{id}`.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::super::view::RunItem;
use super::super::{Error, service, store};
use super::id_of;
use crate::app::App;
use crate::web::Problem;

/// A run with all that is known of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Run {
    /// The run.
    #[serde(flatten)]
    item: RunItem,
    /// What it was started with; secrets are masked.
    parameters: Value,
    /// What it gave.
    result: Value,
    /// What is run.
    document: Value,
    /// Each node's summary.
    nodes: Value,
    /// Which numbering `seq` belongs to.
    epoch: String,
    /// The number of the last live event that is part of this.
    seq: u64,
}

/// One run.
#[utoipa::path(get, path = "/api/v1/runs/{id}", tag = "runs", params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "The run", body = Run), (status = 404, description = "No such run")))]
pub(crate) async fn get(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Run>, Problem> {
    // The live state is looked at first: if the run ends in between, the rows know more, never less.
    let row = service::find(&app.runner, &id).await?;
    let live = app
        .hub
        .running(id_of(&row))
        .map(|topic| topic.look(|seq, state| (seq, state.and_then(|state| serde_json::to_value(&state.nodes).ok()))));
    let row = service::find(&app.runner, &id).await?;
    let details = store::details(&app.store, &id).await?.ok_or(Error::Unknown(id))?;
    let parse = |text: Option<&str>| text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let (seq, live_nodes) = live.unwrap_or_default();
    let nodes = match details.nodes.as_deref() {
        Some(nodes) => parse(Some(nodes)),
        None => live_nodes.unwrap_or_else(|| Value::Object(serde_json::Map::new())),
    };
    Ok(Json(Run {
        item: row.into(),
        parameters: parse(Some(&details.parameters)),
        result: parse(details.result.as_deref()),
        document: parse(Some(&details.document)),
        nodes,
        epoch: app.hub.epoch().to_owned(),
        seq,
    }))
}
