//! `POST /api/v1/auth/refresh`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::{Kept, Origin};
use super::reply::{self, Tokens};
use crate::app::App;
use crate::web::{OptionalJson, Problem};

/// The refresh token, unless the cookie holds it.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refresh {
    #[serde(default)]
    pub(super) refresh_token: Option<String>,
}

/// Trade a refresh token for new tokens. Each works once; one in a cookie again within ten seconds, as long as nobody
/// has used what was given for it.
#[utoipa::path(post, path = "/api/v1/auth/refresh", tag = "auth", request_body = Refresh,
    responses((status = 200, description = "New tokens", body = Tokens),
              (status = 401, description = "No token, or one that is unknown, expired or was used before")))]
pub(crate) async fn refresh(
    State(app): State<App>,
    origin: Origin,
    headers: HeaderMap,
    OptionalJson(body): OptionalJson<Refresh>,
) -> Result<Response, Problem> {
    let in_cookie = body.refresh_token.is_none();
    let kept = if in_cookie { Kept::InCookie } else { Kept::ByProgram };
    let Some(token) = body.refresh_token.or_else(|| reply::from_cookie(&headers)) else {
        let detail = "Send the refresh token in the body or in the cookie, or sign in.";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "no_refresh_token", detail));
    };
    match app.auth.refresh(&token, kept, &origin).await {
        Ok(signed_in) => Ok(reply::signed_in(signed_in, in_cookie, &origin)),
        Err(error) if in_cookie => Ok((reply::forget(&origin), Problem::from(error)).into_response()),
        Err(error) => Err(error.into()),
    }
}
