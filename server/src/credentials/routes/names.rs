//! `GET /api/v1/credentials/names`.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::store;
use crate::app::App;
use crate::web::{Problem, Query};
use crate::wire::pattern;

const MOST: i64 = 1_000;

/// Which credentials.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Text in the name.
    #[serde(default)]
    q: String,
}

/// Credentials by name.
#[derive(Serialize, ToSchema)]
#[schema(as = CredentialNames)]
pub(crate) struct Names {
    items: Vec<Name>,
}

/// What whoever builds flows may know of a credential.
#[derive(Serialize, ToSchema)]
#[schema(as = CredentialName)]
pub(crate) struct Name {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

/// List the credentials that flows can name, 1,000 at most.
#[utoipa::path(get, path = "/api/v1/credentials/names", tag = "credentials", params(Which),
    responses((status = 200, description = "By name", body = Names)))]
pub(crate) async fn names(State(app): State<App>, Query(which): Query<Which>) -> Result<Json<Names>, Problem> {
    let rows = store::names(&app.store, &pattern(&which.q.to_lowercase()), MOST).await?;
    let items = rows.into_iter().map(|row| Name { id: row.id, name: row.name, kind: row.kind });
    Ok(Json(Names { items: items.collect() }))
}
