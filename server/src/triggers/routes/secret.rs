//! `POST /api/v1/flows/{id}/triggers/{node}/secret`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::super::{Error, place, store};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::auth::Actor;
use crate::flows;
use crate::keys::random;
use crate::web::Problem;

const BYTES: usize = 32;

/// What callers must know.
#[derive(Serialize, ToSchema)]
pub(crate) struct Secret {
    /// Shown this once.
    secret: String,
}

/// Make a new secret for a webhook. It is shown once; callers that know the old one can no longer call.
#[utoipa::path(post, path = "/api/v1/flows/{id}/triggers/{node}/secret", tag = "triggers",
    params(("id" = String, Path, description = "Id or name of the flow"), ("node" = String, Path, description = "Id of the node")),
    responses((status = 201, description = "The secret", body = Secret),
              (status = 404, description = "The newest version has no such webhook")))]
pub(crate) async fn make(
    State(app): State<App>,
    actor: Actor,
    Path((id, node)): Path<(String, String)>,
) -> Result<(StatusCode, Json<Secret>), Problem> {
    let (flow, ..) = flows::at_version(&app.store, &id, None).await?;
    let secret = URL_SAFE_NO_PAD.encode(random::<BYTES>().map_err(Error::from)?);
    let sealed = app.runner.keys.seal(&place(&flow.id, &node), &secret).map_err(Error::from)?;
    let mut tx = app.store.begin().await?;
    if !store::set_secret(&mut tx, (&flow.id, &node), &sealed).await? {
        return Err(Error::Unknown(node).into());
    }
    let (author, object) = (actor.author(), format!("flow:{}", flow.id));
    let details = json!({ "node": node });
    let entry = Entry { at: app.clock.now(), author: &author, action: "trigger.secret", object, details };
    audit::record(&mut tx, &entry).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(Secret { secret })))
}
