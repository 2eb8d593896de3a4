//! `GET /api/v1/runs/queue`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::store::{self, FlowCount};
use crate::app::App;
use crate::web::Problem;

/// How full the queue is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Queue {
    /// Runs that are executed.
    running: i64,
    /// Runs that wait for their turn.
    pending: i64,
    /// Runs that only wait, and take no place.
    parked: i64,
    /// Runs that somebody holds to look at them.
    paused: i64,
    /// How many are executed at the same time.
    at_once: usize,
    /// How many may wait.
    queue_limit: usize,
    /// The flows with the most of them.
    flows: Vec<Busy>,
}

/// A flow with runs that are not over.
#[derive(Serialize, ToSchema)]
pub(crate) struct Busy {
    flow_id: Option<String>,
    name: String,
    running: i64,
    pending: i64,
}

/// How many runs go on and wait, and of which flows.
#[utoipa::path(get, path = "/api/v1/runs/queue", tag = "runs",
    responses((status = 200, description = "How full the queue is", body = Queue)))]
pub(crate) async fn queue(State(app): State<App>) -> Result<Json<Queue>, Problem> {
    let counts = store::queue_counts(&app.store).await?;
    let flows = store::busiest_flows(&app.store).await?;
    let busy = |FlowCount { flow_id, name, running, pending }| Busy { flow_id, name, running, pending };
    Ok(Json(Queue {
        running: counts.running,
        pending: counts.pending,
        parked: counts.parked,
        paused: counts.paused,
        at_once: app.runner.queue.at_once,
        queue_limit: app.runner.queue.limit,
        flows: flows.into_iter().map(busy).collect(),
    }))
}
