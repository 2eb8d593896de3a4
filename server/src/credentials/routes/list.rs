//! `GET /api/v1/credentials`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::store;
use super::Credential;
use crate::app::App;
use crate::web::{Page, PageParams, Paged, Problem};
use crate::wire::pattern;

/// Which credentials.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Text in the name or description.
    #[serde(default)]
    q: String,
    /// Their type.
    #[serde(default, rename = "type")]
    kind: String,
}

/// List credentials by name, without their secrets.
#[utoipa::path(get, path = "/api/v1/credentials", tag = "credentials", params(Which, PageParams),
    responses((status = 200, description = "A page of credentials", body = Page<Credential>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Paged { which, paging }: Paged<Which>,
) -> Result<Json<Page<Credential>>, Problem> {
    let after = paging.after.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default();
    let wanted = (pattern(&which.q.to_lowercase()), which.kind);
    let rows = store::list(&app.store, after, (&wanted.0, &wanted.1), paging.rows()).await?;
    Ok(Json(paging.page(rows, |row| (0, row.name.clone()), Credential::from)))
}
