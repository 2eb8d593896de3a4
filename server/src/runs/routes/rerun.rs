//! `POST /api/v1/runs/{id}/rerun`.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use node_sdk::{Map, Target, Value};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::over::{self, Places};
use super::super::store::{self, RunRow};
use super::super::{Error, Request, service};
use super::start::Started;
use crate::app::App;
use crate::audit::Author;
use crate::auth::Actor;
use crate::flows::{self, Checked};
use crate::web::{OptionalJson, Problem};

/// Which version is run again, and with what.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rerun {
    /// The version that was run, or the flow's latest.
    #[serde(default)]
    version: Version,
    /// Other parameters; those of the run where absent, secret ones included.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    parameters: Option<Map>,
    /// Another first message; that of the run where absent.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    input: Option<Value>,
    /// Of a run over several targets: whether it is run again on those only where it did not complete.
    #[serde(default)]
    failed_targets: bool,
}

/// Which version is run again.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Version {
    /// The one that was run.
    #[default]
    Same,
    /// The flow's latest.
    Latest,
}

/// Run a flow again with what this run was started with. It is a new run.
#[utoipa::path(post, path = "/api/v1/runs/{id}/rerun", tag = "runs", request_body = Rerun,
    params(("id" = String, Path, description = "Id")),
    responses((status = 201, description = "The new run waits for its turn", body = Started),
              (status = 404, description = "No such run, or its flow was deleted"),
              (status = 409, description = "The flow is inactive, or none of its targets is left"),
              (status = 422, description = "The flow cannot run, or the parameters do not fit")))]
pub(crate) async fn rerun(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    OptionalJson(body): OptionalJson<Rerun>,
) -> Result<impl IntoResponse, Problem> {
    let run_id = again(&app, &actor.author(), &id, body).await?;
    let status = service::find(&app.runner, &run_id).await?.status;
    Ok((StatusCode::CREATED, axum::Json(Started { run_id, status })))
}

/// Starts the new run, and says its id.
///
/// # Errors
/// If there is no such run, or its flow cannot be started.
pub(super) async fn again(app: &App, author: &Author, id: &str, body: Rerun) -> Result<String, Error> {
    if app.supervisor.is_stopping() {
        return Err(Error::Stopping);
    }
    let (row, given) = service::given(&app.runner, id).await?;
    let flow = match (&row.flow_id, body.version) {
        (Some(flow), Version::Latest) => Some(flows::at_version(&app.store, flow, None).await?),
        (Some(flow), Version::Same) => flows::at_version(&app.store, flow, row.flow_version).await.ok(),
        (None, _) => None,
    };
    if let Some((flow, ..)) = flow.as_ref().filter(|(flow, ..)| !flow.is_active) {
        return Err(Error::Inactive(flow.name.clone()));
    }
    let hash = match (&flow, body.version) {
        (Some((_, _, hash)), Version::Latest) => hash.clone(),
        _ => given.document_hash,
    };
    let (checked, over) = match &given.over {
        Some(over) => on_targets(app, (&row, &flow), over, body.failed_targets).await?,
        None => {
            let places = match &given.target {
                Some(target) => Places::once_more(&app.runner, target).await?,
                None => Places::default(),
            };
            (app.runner.checked(&hash).await?.map_err(flows::Refused)?, places)
        }
    };
    let request = Request {
        target: over.only().map(|target| Target::clone(target)),
        over: over.over(),
        flow: flow.map(|(flow, version, _)| (flow.id, version)),
        parameters: body.parameters.unwrap_or(given.parameters),
        input: body.input.unwrap_or(given.input),
        started_how: "rerun",
        priority: row.priority,
        start: given.start.filter(|start| checked.program.as_ref().is_some_and(|program| program.begins_at(start))),
        ..Request::new(&checked)
    };
    let run = service::prepare(&app.runner, author, request)?;
    service::enqueue(&app.runner, author, &checked, run).await
}

/// A flow and its version, with the hash of that version's document.
type AtVersion = (flows::store::FlowRow, i64, String);

/// What is run where a run was over several targets, and on which of them.
async fn on_targets(
    app: &App,
    (row, flow): (&RunRow, &Option<AtVersion>),
    (targets, at_once): &(Vec<String>, u32),
    failed_only: bool,
) -> Result<(Arc<Checked>, Places), Error> {
    let Some((flow, version, hash)) = flow else {
        let why = "The flow of the run was deleted, so it cannot be run on its targets again.";
        return Err(Error::NotRetryable(why.into()));
    };
    // One whose own run was never started did not complete either.
    let done = match failed_only {
        true => store::completed_targets(&app.store, &row.id).await?.into_iter().collect(),
        false => HashSet::new(),
    };
    let undone: Vec<_> = targets.iter().filter(|id| !done.contains(*id)).cloned().collect();
    let places = Places::again(&app.runner, &undone, *at_once).await?;
    let checked = app.runner.checked(hash).await?.map_err(flows::Refused)?;
    match places.are_several() {
        true => Ok((over::plan(&app.runner, (&flow.id, *version), &checked, &places).await?, places)),
        false => Ok((checked, places)),
    }
}
