//! `GET` and `PUT /api/v1/auth/me/notifications`.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::store;
use crate::app::App;
use crate::auth::{self, Actor};
use crate::web::{Json, Problem};
use crate::wire::word;

/// At which ends of a run that one started.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wanted {
    /// At none.
    Off,
    /// It failed, or took too long.
    Failed,
    /// It completed.
    Succeeded,
    /// Whichever way.
    Ended,
}

/// What one wants to be told.
#[derive(Serialize, ToSchema)]
pub(crate) struct Mine {
    /// `off`, `failed`, `succeeded` or `ended`.
    runs: String,
    /// Where mail goes; the address of one's profile.
    email: Option<String>,
    /// Whether this server can send mail.
    available: bool,
}

/// What one wants to be told from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    runs: Wanted,
}

/// What I am told by mail.
#[utoipa::path(get, path = "/api/v1/auth/me/notifications", tag = "auth",
    responses((status = 200, description = "What you are told", body = Mine)))]
pub(crate) async fn mine(State(app): State<App>, actor: Actor) -> Result<axum::Json<Mine>, Problem> {
    let (runs, email) = wants(&app, &actor).await?;
    Ok(axum::Json(Mine { runs, email: Some(email).filter(|email| !email.is_empty()), available: app.sends_mail }))
}

/// Change what I am told by mail.
#[utoipa::path(put, path = "/api/v1/auth/me/notifications", tag = "auth", request_body = Change,
    responses((status = 200, description = "What you are told from now on", body = Mine),
              (status = 422, description = "You have no e-mail address")))]
pub(crate) async fn change(
    State(app): State<App>,
    actor: Actor,
    Json(Change { runs }): Json<Change>,
) -> Result<axum::Json<Mine>, Problem> {
    let (_, email) = wants(&app, &actor).await?;
    if runs != Wanted::Off && email.is_empty() {
        let detail = "Mail has nowhere to go: fill in the e-mail address of your profile first.";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no_email", detail).field("runs", detail));
    }
    let mut tx = app.store.begin().await?;
    store::want(&mut tx, (&actor.user_id, &word(&runs)), &actor.author(), app.clock.now()).await?;
    tx.commit().await?;
    app.runner.preferences.refresh(&app.store).await?;
    mine(State(app), actor).await
}

async fn wants(app: &App, actor: &Actor) -> Result<(String, String), Problem> {
    Ok(store::wants(&app.store, &actor.user_id).await?.ok_or(auth::Error::InvalidToken)?)
}
