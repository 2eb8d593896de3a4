//! `GET /api/v1/auth/verify` and `GET /api/v1/auth/me`.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::Actor;
use crate::users::User;

/// Who the token belongs to.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    user: User,
}

/// Check an access token.
#[utoipa::path(get, path = "/api/v1/auth/verify", tag = "auth", responses((status = 200, description = "Good", body = Me)))]
pub(crate) async fn verify(actor: Actor) -> Json<Me> {
    Json(Me { user: actor.into() })
}

/// Who am I.
#[utoipa::path(get, path = "/api/v1/auth/me", tag = "auth", responses((status = 200, description = "You", body = Me)))]
pub(crate) async fn me(actor: Actor) -> Json<Me> {
    Json(Me { user: actor.into() })
}
