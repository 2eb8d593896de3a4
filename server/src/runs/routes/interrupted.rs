//! `GET` and `POST /api/v1/runs/{id}/interrupted`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use node_sdk::Value;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::reopen;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Page, Problem, iso};

/// An effect of which nobody knows whether it was done.
#[derive(Serialize, ToSchema)]
pub(crate) struct Interrupted {
    /// The step.
    key: String,
    /// The node's id.
    node: String,
    /// When it began.
    started_at: String,
}

/// What became of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    /// The step.
    key: String,
    /// `retry`: do it again. `done`: it was done, and gave `result`. `fail`: leave the run as it is.
    answer: Word,
    /// What it gave, with `done`.
    #[serde(default)]
    #[schema(value_type = Object)]
    result: Value,
}

/// What became of it.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Word {
    /// Do it again.
    Retry,
    /// It was done.
    Done,
    /// Leave the run as it is.
    Fail,
}

/// List the steps of a run whose end is not known, because the server stopped while they were at work.
#[utoipa::path(get, path = "/api/v1/runs/{id}/interrupted", tag = "runs", params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "All of them", body = Page<Interrupted>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<axum::Json<Page<Interrupted>>, Problem> {
    let open = reopen::interrupted(&app.runner, &id).await?;
    let view = |(key, node, at)| Interrupted { key, node, started_at: iso(at) };
    Ok(axum::Json(Page { items: open.into_iter().map(view).collect(), next_cursor: None }))
}

/// Say what became of such a step. With `retry` and `done` the run goes on.
#[utoipa::path(post, path = "/api/v1/runs/{id}/interrupted", tag = "runs", request_body = Answer,
    params(("id" = String, Path, description = "Id")),
    responses((status = 202, description = "It is noted"), (status = 422, description = "There is no such step")))]
pub(crate) async fn answer(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Answer>,
) -> Result<StatusCode, Problem> {
    let answer = match body.answer {
        Word::Retry => reopen::Answer::Retry,
        Word::Done => reopen::Answer::Done(body.result),
        Word::Fail => reopen::Answer::Fail,
    };
    reopen::answer(&app.runner, &actor.author(), &id, (&body.key, answer)).await?;
    Ok(StatusCode::ACCEPTED)
}
