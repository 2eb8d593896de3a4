//! `POST /api/v1/auth/register`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::{Origin, Registration};
use super::reply::{self, Tokens};
use crate::app::App;
use crate::users::About;
use crate::web::{Json, Problem};

/// The account to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Register {
    /// 2 to 64 of a-z, 0-9, `.`, `_` and `-`, beginning with a letter or a digit.
    username: String,
    /// At least 10 characters.
    password: String,
    /// At most 100 characters.
    #[serde(default)]
    full_name: String,
    /// May be left out.
    #[serde(default)]
    email: String,
    /// Put the refresh token in an HttpOnly cookie; for browsers.
    #[serde(default)]
    cookie: bool,
}

/// Make an account for oneself, with the role viewer, and sign in.
#[utoipa::path(post, path = "/api/v1/auth/register", tag = "auth", request_body = Register,
    responses((status = 201, description = "Made, and signed in", body = Tokens),
              (status = 403, description = "Accounts are made by an administrator here"),
              (status = 409, description = "The name is in use"),
              (status = 422, description = "A field does not fit"),
              (status = 429, description = "Too many accounts from one address")))]
pub(crate) async fn register(
    State(app): State<App>,
    origin: Origin,
    Json(body): Json<Register>,
) -> Result<Response, Problem> {
    let Register { username, password, full_name, email, cookie } = body;
    let new = Registration { username, password, about: About::new(&full_name, &email) };
    let signed_in = app.auth.register(&new, &origin).await?;
    Ok((StatusCode::CREATED, reply::signed_in(signed_in, cookie, &origin)).into_response())
}
