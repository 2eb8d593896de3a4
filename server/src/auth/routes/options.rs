//! `GET /api/v1/auth/options`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;

/// The ways in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Options {
    /// Whether people may make their own accounts.
    registration: bool,
}

/// The ways in: what a page that asks people to sign in can offer.
#[utoipa::path(get, path = "/api/v1/auth/options", tag = "auth",
    responses((status = 200, description = "What can be offered", body = Options)))]
pub(crate) async fn options(State(app): State<App>) -> Json<Options> {
    Json(Options { registration: app.auth.may_register() })
}
