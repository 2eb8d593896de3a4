//! `GET /health`, `GET /api/v1/health` and `GET /api/v1/system/status`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::runs;
use crate::web::{Problem, iso};

/// The server answers.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// Always `ok`.
    status: &'static str,
    /// Version of the product.
    version: &'static str,
}

/// How the server is.
#[derive(Serialize, ToSchema)]
pub(super) struct Status {
    /// Version of the product.
    version: &'static str,
    /// When this process started.
    started_at: String,
    /// Runs that are not over.
    runs: Active,
    /// Which database.
    database: &'static str,
    /// Whether commands may run on this machine.
    local_commands: bool,
}

/// How many runs there are.
#[derive(Serialize, ToSchema)]
pub(super) struct Active {
    /// Being executed.
    running: i64,
    /// Waiting for their turn.
    pending: i64,
}

/// Whether the server answers.
#[utoipa::path(get, path = "/health", tag = "system", responses((status = 200, description = "It does", body = Health)))]
pub(super) async fn health() -> Json<Health> {
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// Whether the server answers.
#[utoipa::path(get, path = "/api/v1/health", tag = "system", responses((status = 200, description = "It does", body = Health)))]
pub(super) async fn health_v1() -> Json<Health> {
    health().await
}

/// Version, start, and runs that are not over.
#[utoipa::path(get, path = "/api/v1/system/status", tag = "system", responses((status = 200, description = "How it is", body = Status)))]
pub(super) async fn status(State(app): State<App>) -> Result<Json<Status>, Problem> {
    let (running, pending) = runs::store::count_active(&app.store).await?;
    Ok(Json(Status {
        version: env!("CARGO_PKG_VERSION"),
        started_at: iso(app.started_at),
        runs: Active { running, pending },
        database: app.store.name(),
        local_commands: app.local_commands,
    }))
}
