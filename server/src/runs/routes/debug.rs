//! `GET` and `POST /api/v1/runs/{id}/debug`, `PUT .../breakpoints`, `POST .../debug/watch`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use engine::debug::{Breakpoint, Edit, Edits, Go, Paused};
use node_sdk::Value;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::debug::{self, Ask};
use super::super::store::RunRow;
use super::super::{Error, service};
use super::{id_of, is_over};
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

const LONGEST_EXPRESSION: usize = 10_000;

/// A run's debugger.
#[derive(Serialize, ToSchema)]
pub(crate) struct Debug {
    /// Where the run is to pause.
    #[schema(value_type = Vec<Object>)]
    breakpoints: Vec<Breakpoint>,
    /// What can be seen where it is held; null if it is not.
    #[schema(value_type = Option<Object>)]
    paused: Option<Held>,
    /// Whether it is to pause at the next node.
    pause_requested: bool,
}

/// What can be seen where a run is held. Of one that is not back in memory yet, only the place.
#[derive(Serialize)]
#[serde(untagged)]
enum Held {
    Here(Paused),
    Away { key: String, node: String, message: Option<Value>, variables: Option<Value>, nodes: Option<Value> },
}

/// Where the run is to pause.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Breakpoints {
    /// Each with `node`, and perhaps `condition` (an expression) and `iteration` (a round, from 0).
    #[schema(value_type = Vec<Object>)]
    breakpoints: Vec<Breakpoint>,
}

/// How the run goes on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Command {
    /// What to do.
    command: Word,
    /// Where to, with `run_to`.
    #[serde(default)]
    node: Option<String>,
    /// Variables to set first: `name`, `value` and `scope` (`step` or `job`).
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    variables: Vec<Edit>,
    /// Another payload for the node that is held.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    payload: Option<Value>,
}

/// What to do.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Word {
    /// Hold the run before the next node.
    Pause,
    /// Go on to the next breakpoint.
    Continue,
    /// Go on to the next node of the same body.
    StepOver,
    /// Go on to the very next node.
    StepInto,
    /// Go on to the next node after this body.
    StepOut,
    /// Go on to a node.
    RunTo,
}

/// What to look at.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Watch {
    /// An expression, as a condition has it.
    expression: String,
}

/// What it is now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Watched {
    /// Secrets are masked.
    #[schema(value_type = Object)]
    value: Value,
}

/// What can be seen of a run's debugger. A run that is held but was put away is fetched for that.
#[utoipa::path(get, path = "/api/v1/runs/{id}/debug", tag = "debug", params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "The debugger", body = Debug), (status = 404, description = "No such run")))]
pub(crate) async fn get(State(app): State<App>, Path(id): Path<String>) -> Result<axum::Json<Debug>, Problem> {
    let row = service::find(&app.runner, &id).await?;
    let seen = debug::look(&app.runner, &row, id_of(&row)).await?;
    let away = |key: &String| {
        let node = crate::journal::of_run::node_of(key).0.to_owned();
        Held::Away { key: key.clone(), node, message: None, variables: None, nodes: None }
    };
    let paused = match seen.paused {
        Some(paused) => Some(Held::Here(paused)),
        None => seen.saved.paused_at.as_ref().filter(|_| row.status == "paused").map(away),
    };
    let pause_requested = seen.saved.pause && !is_over(&row);
    Ok(axum::Json(Debug { breakpoints: seen.saved.breakpoints, paused, pause_requested }))
}

/// Say where a run is to pause; replaces what was said before.
#[utoipa::path(put, path = "/api/v1/runs/{id}/breakpoints", tag = "debug", request_body = Breakpoints,
    params(("id" = String, Path, description = "Id")),
    responses((status = 204, description = "Set"), (status = 409, description = "The run is over"),
              (status = 422, description = "The flow has no such node")))]
pub(crate) async fn breakpoints(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Breakpoints>,
) -> Result<StatusCode, Problem> {
    let row = service::find(&app.runner, &id).await?;
    ask(&app, &actor, &row, Ask::Breakpoints(body.breakpoints)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pause a run, or let a paused one go on.
#[utoipa::path(post, path = "/api/v1/runs/{id}/debug", tag = "debug", request_body = Command,
    params(("id" = String, Path, description = "Id")),
    responses((status = 202, description = "It will"), (status = 409, description = "It is over, or not paused"),
              (status = 422, description = "What is to be changed does not fit")))]
pub(crate) async fn command(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Command>,
) -> Result<StatusCode, Problem> {
    let row = service::find(&app.runner, &id).await?;
    let Command { command, node, variables, payload } = body;
    if command == Word::RunTo && node.is_none() {
        return Err(Error::Unfit("node".into(), "Say to which node the run is to go.".into()).into());
    }
    let go = match command {
        Word::Pause => None,
        Word::Continue => Some(Go::Continue),
        Word::StepOver => Some(Go::StepOver),
        Word::StepInto => Some(Go::StepInto),
        Word::StepOut => Some(Go::StepOut),
        Word::RunTo => node.map(Go::RunTo),
    };
    let asked = go.map_or(Ask::Pause, |go| Ask::Go(go, Edits { variables, payload }));
    ask(&app, &actor, &row, asked).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The value of an expression where a run is paused.
#[utoipa::path(post, path = "/api/v1/runs/{id}/debug/watch", tag = "debug", request_body = Watch,
    params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "Its value", body = Watched), (status = 409, description = "The run is not paused"),
              (status = 422, description = "The expression cannot be evaluated there")))]
pub(crate) async fn watch(
    State(app): State<App>,
    Path(id): Path<String>,
    Json(body): Json<Watch>,
) -> Result<axum::Json<Watched>, Problem> {
    if body.expression.len() > LONGEST_EXPRESSION {
        let why = format!("An expression can have {LONGEST_EXPRESSION} bytes at most.");
        return Err(Error::Unfit("expression".into(), why).into());
    }
    let row = service::find(&app.runner, &id).await?;
    match debug::watch(&app.runner, &row, id_of(&row), &body.expression).await? {
        Ok(value) => Ok(axum::Json(Watched { value: crate::wire::preview(value).0 })),
        Err(message) => {
            let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_expression", message.clone());
            Err(problem.field("expression", message))
        }
    }
}

async fn ask(app: &App, actor: &Actor, row: &RunRow, ask: Ask) -> Result<(), Error> {
    let nodes = service::node_ids(&app.runner, &row.id).await?;
    debug::check(&ask, &nodes).map_err(|(field, why)| Error::Unfit(field, why))?;
    debug::command(&app.runner, &actor.author(), id_of(row), ask).await
}
