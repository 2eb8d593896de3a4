//! `GET /api/v1/auth/verify`, and `/api/v1/auth/me`.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Actor;
use crate::app::App;
use crate::users::{self, About, Profile, User};
use crate::web::{Json, Problem};

/// Who the token belongs to.
#[derive(Serialize, ToSchema)]
pub(crate) struct Verified {
    user: User,
}

/// Who one is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    user: User,
    profile: Profile,
}

/// What one says of oneself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    /// At most 100 characters; may be empty.
    full_name: String,
    /// May be empty.
    email: String,
}

/// Check an access token.
#[utoipa::path(get, path = "/api/v1/auth/verify", tag = "auth",
    responses((status = 200, description = "Good", body = Verified)))]
pub(crate) async fn verify(actor: Actor) -> axum::Json<Verified> {
    axum::Json(Verified { user: actor.into() })
}

/// Who am I.
#[utoipa::path(get, path = "/api/v1/auth/me", tag = "auth", responses((status = 200, description = "You", body = Me)))]
pub(crate) async fn me(State(app): State<App>, actor: Actor) -> Result<axum::Json<Me>, Problem> {
    let profile = users::profile(&app.store, &actor.user_id).await?;
    Ok(axum::Json(Me { user: actor.into(), profile }))
}

/// Change what one says of oneself.
#[utoipa::path(put, path = "/api/v1/auth/me", tag = "auth", request_body = Change,
    responses((status = 200, description = "You, from now on", body = Me),
              (status = 422, description = "A field does not fit")))]
pub(crate) async fn change(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<Change>,
) -> Result<axum::Json<Me>, Problem> {
    let about = About::new(&body.full_name, &body.email);
    users::describe(&app.store, app.clock.as_ref(), &actor, &about).await?;
    me(State(app), actor).await
}
