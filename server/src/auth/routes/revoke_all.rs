//! `POST /api/v1/auth/revoke-all`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use super::super::{Actor, Origin};
use super::reply;
use crate::app::App;
use crate::web::Problem;

/// Sign out everywhere: ends all sessions of the caller, at once.
#[utoipa::path(post, path = "/api/v1/auth/revoke-all", tag = "auth",
    responses((status = 204, description = "All sessions ended")))]
pub(crate) async fn revoke_all(
    State(app): State<App>,
    origin: Origin,
    actor: Actor,
) -> Result<impl IntoResponse, Problem> {
    app.auth.revoke_all(&actor).await?;
    Ok((StatusCode::NO_CONTENT, reply::forget(&origin)))
}
