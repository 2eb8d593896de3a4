//! `PUT /api/v1/auth/me/password`.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::Actor;
use crate::app::App;
use crate::web::{Json, Problem};

/// The old password and the new.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePassword {
    current_password: String,
    /// At least 10 characters.
    new_password: String,
}

/// Change the own password; all other sessions end.
#[utoipa::path(put, path = "/api/v1/auth/me/password", tag = "auth", request_body = ChangePassword,
    responses((status = 204, description = "Changed"),
              (status = 422, description = "The current password is wrong, or the new one too weak")))]
pub(crate) async fn change_password(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<ChangePassword>,
) -> Result<StatusCode, Problem> {
    app.auth.change_password(&actor, &body.current_password, &body.new_password).await?;
    Ok(StatusCode::NO_CONTENT)
}
