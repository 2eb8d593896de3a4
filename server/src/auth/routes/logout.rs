//! `POST /api/v1/auth/logout`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;

use super::super::Origin;
use super::refresh::Refresh;
use super::reply;
use crate::app::App;
use crate::web::{OptionalJson, Problem};

/// Sign out: ends the session of the refresh token.
#[utoipa::path(post, path = "/api/v1/auth/logout", tag = "auth", request_body = Refresh,
    responses((status = 204, description = "Signed out")))]
pub(crate) async fn logout(
    State(app): State<App>,
    origin: Origin,
    headers: HeaderMap,
    OptionalJson(body): OptionalJson<Refresh>,
) -> Result<impl IntoResponse, Problem> {
    if let Some(token) = body.refresh_token.or_else(|| reply::from_cookie(&headers)) {
        app.auth.logout(&token, &origin).await?;
    }
    Ok((StatusCode::NO_CONTENT, reply::forget(&origin)))
}
