//! `POST /api/v1/targets/{id}/test`.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::Value;

use super::super::{probe, service};
use crate::app::App;
use crate::auth::Actor;
use crate::web::Problem;

/// Sign in to a target and ask what it is. The answer has `success`, `latency_ms`, `error`, `host_key` and `system`.
#[utoipa::path(post, path = "/api/v1/targets/{id}/test", tag = "targets", params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "What came of it", body = Object), (status = 404, description = "No such target")))]
pub(crate) async fn test(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    let machine = service::find(&app, &id).await?;
    Ok(Json(probe::test(&app, &actor.author(), &machine).await?))
}
