//! `GET /api/v1/flows/{id}/versions` and `.../versions/{version}`.

use axum::Json;
use axum::extract::{Path, State};

use super::super::service::{self, Error};
use super::super::store;
use super::super::tags;
use super::super::view::{RunCounts, Version, VersionItem, VersionWithDocument};
use crate::app::App;
use crate::web::{Every, Page, PageParams, Paged, Problem};

/// List the versions of a flow, newest first, each with its names and how its runs ended.
#[utoipa::path(get, path = "/api/v1/flows/{id}/versions", tag = "flows",
    params(PageParams, ("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "A page of versions", body = Page<VersionItem>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Path(id): Path<String>,
    Paged { paging, .. }: Paged<Every>,
) -> Result<Json<Page<VersionItem>>, Problem> {
    let flow = service::find(&app.store, &id).await?;
    let before = paging.after.as_ref().map(|(version, _)| *version);
    let rows = store::versions(&app.store, &flow.id, before, paging.rows()).await?;
    let range = (rows.last().map_or(0, |row| row.version), rows.first().map_or(0, |row| row.version));
    let names = tags::store::list(&app.store, &flow.id, range).await?;
    let runs = store::runs_of_versions(&app.store, &flow.id, range).await?;
    let item = |row: store::VersionRow| {
        let tags = names.iter().filter(|(version, _)| *version == row.version).map(|(_, name)| name.clone());
        let tags = tags.collect();
        let of_version = runs.iter().filter(|(version, ..)| *version == row.version);
        let runs = of_version.map(|(_, status, count)| (status.as_str(), *count)).collect::<RunCounts>();
        VersionItem { version: Version::from(row), tags, runs }
    };
    Ok(Json(paging.page(rows, |row| (row.version, String::new()), item)))
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
