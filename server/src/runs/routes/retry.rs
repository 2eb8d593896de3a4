//! `POST /api/v1/runs/{id}/retry`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use engine::debug::{Edit, Edits};
use node_sdk::Value;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::{Error, reopen, service};
use crate::app::App;
use crate::auth::Actor;
use crate::web::{OptionalJson, Problem};

/// From where, and what is changed there.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retry {
    /// Key of the step to go on from; the one that failed where absent.
    #[serde(default)]
    from: Option<String>,
    /// Variables to set before it: `name`, `value` and `scope` (`step` or `job`).
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    variables: Vec<Edit>,
    /// Another payload for it.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    payload: Option<Value>,
}

/// Take a run up again that failed, was cancelled or timed out. What it did before that step stays done.
#[utoipa::path(post, path = "/api/v1/runs/{id}/retry", tag = "runs", request_body = Retry,
    params(("id" = String, Path, description = "Id")),
    responses((status = 202, description = "It waits for its turn"),
              (status = 409, description = "It completed, is not over, or went over several targets"),
              (status = 422, description = "There is no such step, or the changes do not fit")))]
pub(crate) async fn retry(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    OptionalJson(body): OptionalJson<Retry>,
) -> Result<StatusCode, Problem> {
    if app.supervisor.is_stopping() {
        return Err(Error::Stopping.into());
    }
    if service::find(&app.runner, &id).await?.target_count.is_some() {
        let why = "A run over several targets is not taken up again. Run it again where it failed: `rerun` with `failed_targets`.";
        return Err(Error::NotRetryable(why.into()).into());
    }
    let edits = Edits { variables: body.variables, payload: body.payload };
    reopen::retry(&app.runner, &actor.author(), &id, reopen::Retry { from: body.from, edits }).await?;
    Ok(StatusCode::ACCEPTED)
}
