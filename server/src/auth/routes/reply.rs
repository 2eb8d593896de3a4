//! The answer to a sign-in, and the cookie that may carry the refresh token.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::Origin;
use super::super::service::{REFRESH_MILLIS, SignedIn};
use super::super::tokens::ACCESS_SECONDS;
use crate::users::User;

const COOKIE: &str = "oc_refresh";

/// Tokens and who they are for.
#[derive(Serialize, ToSchema)]
pub(super) struct Tokens {
    /// Send it as `Authorization: Bearer <token>`.
    access_token: String,
    /// Seconds until the access token ends.
    expires_in: i64,
    /// Works once; left out where it is in a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Who signed in.
    user: User,
}

/// Writes the answer.
pub(super) fn signed_in(signed_in: SignedIn, in_cookie: bool, origin: &Origin) -> Response {
    let SignedIn { access_token, refresh_token, user } = signed_in;
    let cookie = in_cookie.then(|| cookie(&refresh_token, REFRESH_MILLIS / 1000, origin));
    let refresh_token = (!in_cookie).then_some(refresh_token);
    let body = Json(Tokens { access_token, expires_in: ACCESS_SECONDS, refresh_token, user });
    (cookie_header(cookie), body).into_response()
}

/// Headers that make the browser forget the cookie.
pub(super) fn forget(origin: &Origin) -> HeaderMap {
    cookie_header(Some(cookie("", 0, origin)))
}

/// The refresh token of the cookie.
pub(super) fn from_cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == COOKIE && !value.is_empty()).map(|(_, value)| value.to_owned())
}

fn cookie(token: &str, seconds: i64, origin: &Origin) -> String {
    let secure = if origin.is_secure { "; Secure" } else { "" };
    format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/api/v1/auth; Max-Age={seconds}{secure}")
}

fn cookie_header(cookie: Option<String>) -> HeaderMap {
    let value = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok());
    value.map(|value| (header::SET_COOKIE, value)).into_iter().collect()
}
