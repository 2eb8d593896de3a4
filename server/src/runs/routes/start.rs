//! `POST /api/v1/flows/{id}/run`.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use engine::debug::{Breakpoint, Saved};
use node_sdk::{Map, Target, Value};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::debug::{self, Ask};
use super::super::over::{self, Places};
use super::super::{Error, Full, Request, service};
use crate::app::App;
use crate::auth::{Actor, Permission};
use crate::flows::{self, Checked, Refused};
use crate::web::{OptionalJson, Problem, Query};

const LONGEST_KEY: usize = 200;
const LONGEST_WAIT: u64 = 60;
/// Bytes that all pinned outputs may have together.
const MOST_PINNED: usize = 1 << 20;

/// What the run is started with.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Start {
    /// Values of the flow's parameters, by name.
    #[serde(default)]
    #[schema(value_type = Object)]
    parameters: Option<Map>,
    /// The first message; anything.
    #[serde(default)]
    #[schema(value_type = Object)]
    input: Value,
    /// Which version to run; the latest where absent.
    #[serde(default)]
    version: Option<i64>,
    /// Runs with a higher one go first; from -100 to 100.
    #[serde(default)]
    priority: i64,
    /// Outputs that nodes give without being run, by node id.
    #[serde(default)]
    #[schema(value_type = Object)]
    pins: Map,
    /// Where the run is to pause: each with `node`, and perhaps `condition` and `iteration`.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    breakpoints: Vec<Breakpoint>,
    /// Whether it is to pause before its first node.
    #[serde(default)]
    pause: bool,
    /// The id of the start or trigger to begin at; the flow's start, else its first trigger, where absent.
    #[serde(default)]
    start: Option<String>,
    /// The machines to run on: names, ids, `group:NAME`, `tag:NAME` or `local`. On several, each gets a run of its own,
    /// below this one.
    #[serde(default)]
    targets: Vec<String>,
    /// How many of several machines are worked on at the same time, from 1 to 100; as the flow says where absent, else 5.
    #[serde(default)]
    max_parallel_targets: Option<u32>,
    /// How many seconds the start may wait for room in a full queue, up to 60; as the settings say where absent.
    #[serde(default)]
    wait_seconds: Option<u64>,
}

/// How it is started.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct How {
    /// Whether its editor tests it: then it may be inactive.
    #[serde(default)]
    test: bool,
}

/// The run that was started.
#[derive(Serialize, ToSchema)]
pub(crate) struct Started {
    pub(super) run_id: String,
    /// How it stands.
    pub(super) status: String,
}

/// Start a run. It waits for its turn; watch it live or ask for it.
#[utoipa::path(post, path = "/api/v1/flows/{id}/run", tag = "runs", request_body = Start,
    params(How, ("id" = String, Path, description = "Id or name of the flow"),
           ("Idempotency-Key" = Option<String>, Header, description = "The same key starts no second run")),
    responses((status = 202, description = "It will run", body = Started),
              (status = 404, description = "No such flow or version"),
              (status = 409, description = "The flow is inactive"),
              (status = 422, description = "The flow cannot run, or the parameters do not fit"),
              (status = 429, description = "As many runs wait as may; `Retry-After` says when to try again")))]
pub(crate) async fn start(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(how): Query<How>,
    headers: HeaderMap,
    OptionalJson(body): OptionalJson<Start>,
) -> Result<impl IntoResponse, Problem> {
    if app.supervisor.is_stopping() {
        return Err(Error::Stopping.into());
    }
    let idempotency_key = idempotency_key(&headers)?;
    let (flow, version, hash) = flows::at_version(&app.store, &id, body.version).await?;
    let may_test = how.test && actor.role >= Permission::FlowEdit.least_role();
    if !flow.is_active && !may_test {
        return Err(Error::Inactive(flow.name).into());
    }
    let text = flows::store::document(&app.store, &hash).await?;
    let checked = app.programs.check_text(text).await.map_err(Refused)?;
    let debug = debugger(&checked, body.breakpoints, body.pause)?;
    check_pins(&checked, &body.pins)?;
    let patience = patience(&app, body.wait_seconds)?;
    let places = Places::select(&app.runner, &checked, &body.targets, body.max_parallel_targets).await?;
    let checked = match places.are_several() {
        true if debug.is_some() || !body.pins.is_empty() || body.start.is_some() => return Err(alone()),
        true => over::plan(&app.runner, (&flow.id, version), &checked, &places).await?,
        false => checked,
    };
    let request = Request {
        target: places.only().map(|target| Target::clone(target)),
        over: places.over(),
        flow: Some((flow.id, version)),
        parameters: body.parameters.unwrap_or_default(),
        input: body.input,
        idempotency_key,
        priority: body.priority,
        pins: body.pins,
        debug,
        start: body.start,
        ..Request::new(&checked)
    };
    let author = actor.author();
    let run = service::prepare(&app.runner, &author, request)?;
    let run_id = service::enqueue_within(&app.runner, &author, &checked, run, patience).await?;
    let status = service::find(&app.runner, &run_id).await?.status;
    Ok((StatusCode::ACCEPTED, axum::Json(Started { run_id, status })))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    key.map(|key| Some(key.to_owned())).ok_or_else(|| {
        let detail = format!("The header `Idempotency-Key` must have 1 to {LONGEST_KEY} plain characters.");
        Problem::new(StatusCode::BAD_REQUEST, "invalid_idempotency_key", detail)
    })
}

/// What the run's debugger starts with; nothing if nobody wants to look.
fn debugger(checked: &Checked, breakpoints: Vec<Breakpoint>, pause: bool) -> Result<Option<Saved>, Error> {
    if breakpoints.is_empty() && !pause {
        return Ok(None);
    }
    let ask = Ask::Breakpoints(breakpoints.clone());
    debug::check(&ask, &checked.node_ids()).map_err(|(field, why)| Error::Unfit(field, why))?;
    Ok(Some(Saved { breakpoints, pause, ..Saved::default() }))
}

/// What looks into a run looks into one.
fn alone() -> Problem {
    let why = "Breakpoints, pinned outputs and another start go with one target. Choose one, or leave them out.";
    Error::Unfit("targets".into(), why.into()).into()
}

/// Refuses outputs of nodes that are not there, and more than a run can keep.
pub(crate) fn check_pins(checked: &Checked, pins: &Map) -> Result<(), Error> {
    if pins.is_empty() {
        return Ok(());
    }
    let nodes = checked.node_ids();
    if let Some(node) = pins.keys().find(|node| !nodes.contains(&***node)) {
        let why = format!("The flow has no node `{node}`. Pin an output to a node by its id.");
        return Err(Error::Unfit(format!("pins.{node}"), why));
    }
    if Value::from(pins.clone()).weight(MOST_PINNED) > MOST_PINNED {
        return Err(Error::Unfit("pins".into(), "The pinned outputs have more than 1 MiB together.".into()));
    }
    Ok(())
}

fn patience(app: &App, seconds: Option<u64>) -> Result<Duration, Error> {
    match (seconds, app.runner.queue.full) {
        (Some(seconds), _) if seconds > LONGEST_WAIT => {
            let why = format!("A start can wait {LONGEST_WAIT} s at most, not {seconds}.");
            Err(Error::Unfit("wait_seconds".into(), why))
        }
        (Some(seconds), _) => Ok(Duration::from_secs(seconds)),
        (None, Full::Wait(time)) => Ok(time),
        (None, Full::Refuse) => Ok(Duration::ZERO),
    }
}
