//! `GET /api/v1/runs/{id}/notifications`.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::store::{self, NotificationRow};
use crate::app::App;
use crate::runs;
use crate::web::{Every, Page, PageParams, Paged, Problem, iso};

/// A message about the end of a run.
#[derive(Serialize, ToSchema)]
pub(crate) struct Notification {
    /// Id.
    id: String,
    /// `email`, `slack`, `teams` or `webhook`.
    channel: String,
    /// Addresses, a channel, or the name of a user; nothing for webhooks, whose address may be a secret.
    to: Vec<String>,
    /// `pending`, `sent` or `failed`.
    state: String,
    /// How often it was tried.
    attempts: i64,
    /// When the run ended.
    created_at: String,
    /// When it was taken.
    sent_at: Option<String>,
    /// When it is tried again.
    next_try_at: Option<String>,
    /// Why it was not taken the last time.
    error: Option<String>,
}

impl From<NotificationRow> for Notification {
    fn from(row: NotificationRow) -> Self {
        let to = if row.channel == "webhook" {
            Vec::new()
        } else {
            serde_json::from_str(&row.recipients).unwrap_or_default()
        };
        Self {
            to: row.username.map_or(to, |user| vec![user]),
            next_try_at: (row.state == "pending").then(|| iso(row.next_at)),
            id: row.id,
            channel: row.channel,
            state: row.state,
            attempts: row.attempts,
            created_at: iso(row.created_at),
            sent_at: row.sent_at.map(iso),
            error: row.error,
        }
    }
}

/// List the messages about the end of a run, and what came of them.
#[utoipa::path(get, path = "/api/v1/runs/{id}/notifications", tag = "runs",
    params(PageParams, ("id" = String, Path, description = "Id")),
    responses((status = 200, description = "A page of messages", body = Page<Notification>)))]
pub(crate) async fn of_run(
    State(app): State<App>,
    Path(id): Path<String>,
    Paged { paging, .. }: Paged<Every>,
) -> Result<Json<Page<Notification>>, Problem> {
    runs::find(&app.runner, &id).await?;
    let after = paging.after.as_ref().map(|(_, id)| id.as_str()).unwrap_or_default();
    let rows = store::of_run(&app.store, &id, after, paging.rows()).await?;
    Ok(Json(paging.page(rows, |row| (0, row.id.clone()), Notification::from)))
}
