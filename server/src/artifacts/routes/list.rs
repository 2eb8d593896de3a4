//! `GET /api/v1/runs/{id}/artifacts`.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::store::{self, ArtifactRow};
use crate::app::App;
use crate::runs;
use crate::web::{Page, Problem, iso};

/// The most that are listed.
const MOST: i64 = 10_000;

/// A file kept with a run.
#[derive(Serialize, ToSchema)]
pub(crate) struct Artifact {
    /// Identity within the run.
    id: String,
    /// What people call it.
    name: String,
    /// Such as `text/plain`.
    media_type: String,
    /// Bytes.
    size: i64,
    /// Of the content, in hex.
    sha256: String,
    /// Id of the node that wrote it.
    node: String,
    /// The step.
    key: String,
    /// When.
    created_at: String,
}

impl From<ArtifactRow> for Artifact {
    fn from(row: ArtifactRow) -> Self {
        let ArtifactRow { id, node, key, name, media_type, size, sha256, created_at } = row;
        Self { id, name, media_type, size, sha256, node, key, created_at: iso(created_at) }
    }
}

/// List the files of a run, oldest first.
#[utoipa::path(get, path = "/api/v1/runs/{id}/artifacts", tag = "runs", params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "All files", body = Page<Artifact>), (status = 404, description = "No such run")))]
pub(crate) async fn list(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Page<Artifact>>, Problem> {
    runs::find(&app.runner, &id).await?;
    let rows = store::list(&app.store, &id, MOST).await?;
    Ok(Json(Page { items: rows.into_iter().map(Artifact::from).collect(), next_cursor: None }))
}
