//! `POST /api/v1/flows/{id}/run`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use node_sdk::{Map, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{Error, Request, service};
use crate::app::App;
use crate::auth::Actor;
use crate::flows::{self, Refused};
use crate::web::{OptionalJson, Problem};

const LONGEST_KEY: usize = 200;

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
}

/// The run that was started.
#[derive(Serialize, ToSchema)]
pub(crate) struct Started {
    run_id: String,
    /// How it stands.
    status: String,
}

/// Start a run. It waits for its turn; watch it live or ask for it.
#[utoipa::path(post, path = "/api/v1/flows/{id}/run", tag = "runs", request_body = Start,
    params(("id" = String, Path, description = "Id or name of the flow"),
           ("Idempotency-Key" = Option<String>, Header, description = "The same key starts no second run")),
    responses((status = 202, description = "It will run", body = Started),
              (status = 404, description = "No such flow or version"),
              (status = 422, description = "The flow cannot run, or the parameters do not fit"),
              (status = 429, description = "As many runs wait as may; `Retry-After` says when to try again")))]
pub(crate) async fn start(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    headers: HeaderMap,
    OptionalJson(body): OptionalJson<Start>,
) -> Result<impl IntoResponse, Problem> {
    if app.supervisor.is_stopping() {
        return Err(Error::Stopping.into());
    }
    let idempotency_key = idempotency_key(&headers)?;
    let (flow, version, hash) = flows::at_version(&app.store, &id, body.version).await?;
    let text = flows::store::document(&app.store, &hash).await?;
    let checked = app.programs.check_text(text).await.map_err(Refused)?;
    let request = Request {
        checked: &checked,
        flow: Some((flow.id, version)),
        parameters: body.parameters.unwrap_or_default(),
        input: body.input,
        durability: None,
        started_how: "manual",
        idempotency_key,
        priority: body.priority,
        parent: None,
    };
    let author = actor.author();
    let run = service::prepare(&app.runner, &author, request)?;
    let run_id = service::enqueue(&app.runner, &author, &checked, run).await?;
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
