//! `GET /api/v1/credentials/{id}/history`.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::super::{service, store};
use crate::app::App;
use crate::web::{Every, Page, PageParams, Paged, Problem, iso};

/// Something that was done with a credential.
#[derive(Serialize, ToSchema)]
#[schema(as = CredentialEvent)]
pub(crate) struct Event {
    at: String,
    /// User name; of a run, who started it.
    by: String,
    /// `create`, `update`, `rotate` or `use`.
    action: String,
    /// Of a use: `run`, `node` and `purpose`.
    #[schema(value_type = Object)]
    details: Value,
}

/// List what was done with a credential, newest first.
#[utoipa::path(get, path = "/api/v1/credentials/{id}/history", tag = "credentials",
    params(PageParams, ("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "A page of events", body = Page<Event>), (status = 404, description = "No such credential")))]
pub(crate) async fn history(
    State(app): State<App>,
    Path(id): Path<String>,
    Paged { paging, .. }: Paged<Every>,
) -> Result<Json<Page<Event>>, Problem> {
    let row = service::find(&app.store, &id).await?;
    let before = paging.after.as_ref().map_or(i64::MAX, |(seq, _)| *seq);
    let rows = store::history(&app.store, &format!("credential:{}", row.id), before, paging.rows()).await?;
    Ok(Json(paging.page(
        rows,
        |row| (row.seq, String::new()),
        |row| Event {
            at: iso(row.at),
            by: row.actor,
            action: row.action.trim_start_matches("credential.").to_owned(),
            details: serde_json::from_str(&row.details).unwrap_or_default(),
        },
    )))
}
