//! `/api/v1/auth/sessions`: where one is signed in.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::Actor;
use crate::app::App;
use crate::web::{Page, Problem, iso};

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// Identity.
    id: String,
    /// What the client calls itself.
    device: String,
    /// Where it was last used from.
    address: String,
    /// When it began.
    created_at: String,
    /// When its tokens were last traded.
    last_used_at: String,
    /// Whether this request belongs to it.
    is_current: bool,
}

/// Where one is signed in, the latest first.
#[utoipa::path(get, path = "/api/v1/auth/sessions", tag = "auth",
    responses((status = 200, description = "At most 500", body = Page<Session>)))]
pub(crate) async fn list(State(app): State<App>, actor: Actor) -> Result<axum::Json<Page<Session>>, Problem> {
    let rows = app.auth.sessions(&actor).await?.into_iter();
    let sessions = rows.map(|row| Session {
        is_current: row.id == actor.session_id,
        id: row.id,
        device: row.device,
        address: row.address,
        created_at: iso(row.created_at),
        last_used_at: iso(row.last_used_at),
    });
    Ok(axum::Json(Page { items: sessions.collect(), next_cursor: None }))
}

/// Sign out somewhere.
#[utoipa::path(delete, path = "/api/v1/auth/sessions/{id}", tag = "auth", params(("id" = String, Path, description = "Id")),
    responses((status = 204, description = "Ended"), (status = 404, description = "No such session of one's own")))]
pub(crate) async fn end(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    app.auth.end_session(&actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
