//! `GET /api/v1/variables`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::store;
use super::Global;
use crate::app::App;
use crate::web::{Page, PageParams, Paged, Problem};
use crate::wire::pattern;

/// Which variables.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Text in the name.
    #[serde(default)]
    q: String,
}

/// List the variables that all runs share, by name.
#[utoipa::path(get, path = "/api/v1/variables", tag = "variables", params(Which, PageParams),
    responses((status = 200, description = "A page of variables", body = Page<Global>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Paged { which, paging }: Paged<Which>,
) -> Result<Json<Page<Global>>, Problem> {
    let after = paging.after.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default();
    let rows = store::list(&app.store, after, &pattern(&which.q.to_lowercase()), paging.rows()).await?;
    Ok(Json(paging.page(rows, |row| (0, row.name.clone()), Global::from)))
}
