//! `POST /api/v1/auth/login`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::Origin;
use super::reply::{self, Tokens};
use crate::app::App;
use crate::web::{Json, Problem};

/// Who wants in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Login {
    username: String,
    password: String,
    /// Put the refresh token in an HttpOnly cookie; for browsers.
    #[serde(default)]
    cookie: bool,
}

/// Sign in with name and password.
#[utoipa::path(post, path = "/api/v1/auth/login", tag = "auth", request_body = Login,
    responses((status = 200, description = "Signed in", body = Tokens),
              (status = 401, description = "Wrong name or password"),
              (status = 429, description = "Too many attempts")))]
pub(crate) async fn login(
    State(app): State<App>,
    origin: Origin,
    Json(login): Json<Login>,
) -> Result<Response, Problem> {
    let signed_in = app.auth.login(&login.username, &login.password, &origin).await?;
    Ok(reply::signed_in(signed_in, login.cookie, &origin))
}
