//! `GET /api/v1/flows/{id}/versions` and `.../versions/{version}`.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::service::{self, Error};
use super::super::store;
use super::super::view::{Version, VersionWithDocument};
use crate::app::App;
use crate::web::{Page, Paging, Problem, Query};

/// Which versions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Items on a page, at most 500.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List the versions of a flow, newest first.
#[utoipa::path(get, path = "/api/v1/flows/{id}/versions", tag = "flows",
    params(Which, ("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "A page of versions", body = Page<Version>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Page<Version>>, Problem> {
    let paging = Paging::of(which.limit, which.cursor.as_deref())?;
    let flow = service::find(&app.store, &id).await?;
    let before = paging.after.as_ref().map(|(version, _)| *version);
    let rows = store::versions(&app.store, &flow.id, before, paging.rows()).await?;
    Ok(Json(paging.page(rows, |row| (row.version, String::new()), Version::from)))
}

/// One version with its document.
#[utoipa::path(get, path = "/api/v1/flows/{id}/versions/{version}", tag = "flows",
    params(("id" = String, Path, description = "Id or name"), ("version" = i64, Path, description = "From 1")),
    responses((status = 200, description = "The version", body = VersionWithDocument),
              (status = 404, description = "No such flow or version")))]
pub(crate) async fn get(
    State(app): State<App>,
    Path((id, version)): Path<(String, i64)>,
) -> Result<Json<VersionWithDocument>, Problem> {
    let flow = service::find(&app.store, &id).await?;
    let row = store::version(&app.store, &flow.id, version).await?.ok_or(Error::UnknownVersion(version))?;
    let body = store::document(&app.store, &row.document_hash).await?;
    Ok(Json(VersionWithDocument::new(row, &body)))
}
