//! `GET /api/v1/targets/{id}/host-keys`, and what may be done with one.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::store::KeyRow;
use super::super::{Error, service, store};
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Problem, iso};

/// The keys that a machine showed.
#[derive(Serialize, ToSchema)]
pub(crate) struct HostKeys {
    items: Vec<HostKey>,
}

/// A key that a machine showed.
#[derive(Serialize, ToSchema)]
pub(crate) struct HostKey {
    id: String,
    /// Such as `ssh-ed25519`.
    algorithm: String,
    /// Such as `SHA256:...`.
    fingerprint: String,
    /// `trusted`, or `offered`: shown where it is not trusted; nothing is done on the machine until somebody does.
    state: String,
    first_seen_at: String,
    last_seen_at: String,
    trusted_by: Option<String>,
    trusted_at: Option<String>,
}

impl From<KeyRow> for HostKey {
    fn from(row: KeyRow) -> Self {
        Self {
            id: row.id,
            algorithm: row.algorithm,
            fingerprint: row.fingerprint,
            state: row.state,
            first_seen_at: iso(row.first_seen_at),
            last_seen_at: iso(row.last_seen_at),
            trusted_by: row.trusted_by,
            trusted_at: row.trusted_at.map(iso),
        }
    }
}

/// List the keys that a target showed, the trusted one first.
#[utoipa::path(get, path = "/api/v1/targets/{id}/host-keys", tag = "targets",
    params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "Its keys", body = HostKeys), (status = 404, description = "No such target")))]
pub(crate) async fn list(State(app): State<App>, Path(id): Path<String>) -> Result<Json<HostKeys>, Problem> {
    let machine = service::find(&app, &id).await?;
    let rows = store::keys(&app.store, machine.id()).await.map_err(Error::from)?;
    Ok(Json(HostKeys { items: rows.into_iter().map(HostKey::from).collect() }))
}

/// Trust a key of a target in the place of all others.
#[utoipa::path(post, path = "/api/v1/targets/{id}/host-keys/{key}/trust", tag = "targets",
    params(("id" = String, Path, description = "Id or name of the target"), ("key" = String, Path, description = "Id of the key")),
    responses((status = 204, description = "Trusted"), (status = 404, description = "No such target or key")))]
pub(crate) async fn trust(
    State(app): State<App>,
    actor: Actor,
    Path((id, key)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    service::decide_key(&app, &actor.author(), (&id, &key), true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forget a key of a target.
#[utoipa::path(delete, path = "/api/v1/targets/{id}/host-keys/{key}", tag = "targets",
    params(("id" = String, Path, description = "Id or name of the target"), ("key" = String, Path, description = "Id of the key")),
    responses((status = 204, description = "Forgotten"), (status = 404, description = "No such target or key")))]
pub(crate) async fn forget(
    State(app): State<App>,
    actor: Actor,
    Path((id, key)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    service::decide_key(&app, &actor.author(), (&id, &key), false).await?;
    Ok(StatusCode::NO_CONTENT)
}
