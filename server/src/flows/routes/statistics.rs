//! `GET /api/v1/flows/{id}/statistics`.

use axum::Json;
use axum::extract::{Path, State};
use engine::RunStatus;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{ProblemView, problems, references, service, store};
use crate::app::App;
use crate::web::Problem;
use crate::wire::word;

const DAYS: i64 = 30;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// How the runs of a flow went in the last 30 days.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct Statistics {
    /// All of them, those that are not over included.
    runs: i64,
    completed: i64,
    failed: i64,
    cancelled: i64,
    timed_out: i64,
    /// Completed ones among those that are over and were not cancelled, from 0 to 1; null without any.
    success_rate: Option<f64>,
    /// How long completed runs take; null without any.
    mean_ms: Option<i64>,
    /// How long all but the slowest twentieth of them take at most.
    p95_ms: Option<i64>,
    /// Id of the latest run.
    last_run: Option<String>,
    /// What is wrong with the flow now.
    health: Health,
}

/// What is wrong with a flow.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct Health {
    problems: Vec<ProblemView>,
}

/// How the runs of a flow went in the last 30 days, and what is wrong with it now.
#[utoipa::path(get, path = "/api/v1/flows/{id}/statistics", tag = "flows", params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "Figures", body = Statistics), (status = 404, description = "No such flow")))]
pub(crate) async fn statistics(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Statistics>, Problem> {
    let flow = service::find(&app.store, &id).await?;
    let since = app.clock.now() - DAYS * DAY_MS;
    let outcomes = store::outcomes(&app.store, &flow.id, since).await?;
    let count = |status: RunStatus| outcomes.iter().find(|outcome| outcome.0 == word(&status));
    let number = |status| count(status).map_or(0, |outcome| outcome.1);
    let completed = number(RunStatus::Completed);
    let (failed, timed_out) = (number(RunStatus::Failed), number(RunStatus::TimedOut));
    let ended = completed + failed + timed_out;
    let p95_ms = match completed {
        0 => None,
        _ => store::slower_than(&app.store, &flow.id, since, (completed * 95 + 99) / 100 - 1).await?,
    };
    let found = match app.runner.checked(&flow.document_hash).await? {
        Ok(checked) => {
            let missing = references::missing(&app, &checked.references).await?;
            problems(&checked.problems).into_iter().chain(problems(&missing)).collect()
        }
        Err(found) => problems(&found),
    };
    Ok(Json(Statistics {
        runs: outcomes.iter().map(|outcome| outcome.1).sum(),
        completed,
        failed,
        cancelled: number(RunStatus::Cancelled),
        timed_out,
        success_rate: (ended > 0).then(|| ratio(completed, ended)),
        mean_ms: count(RunStatus::Completed).map(|outcome| outcome.2 / outcome.1.max(1)),
        p95_ms,
        last_run: outcomes.iter().map(|outcome| &outcome.3).max().cloned(),
        health: Health { problems: found },
    }))
}

#[expect(clippy::cast_precision_loss, reason = "so many runs there are not")]
fn ratio(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}
