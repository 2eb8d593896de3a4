//! `GET /api/v1/triggers`.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::store::{self, TriggerRow};
use crate::app::App;
use crate::web::{Page, Problem, Query, iso};

const MOST: i64 = 1_000;

/// Which triggers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Of this flow, by id or name.
    #[serde(default)]
    flow: String,
    /// Of this kind.
    #[serde(default)]
    kind: Option<Kind>,
}

/// What starts runs.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A time.
    Schedule,
    /// A call.
    Webhook,
}

/// What starts runs of a flow by itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct TriggerItem {
    flow_id: String,
    flow_name: String,
    /// Whether the flow may be started.
    is_active: bool,
    /// The node's id.
    node: String,
    /// schedule or webhook.
    kind: String,
    /// What people read, such as `0 6 * * * (Europe/Berlin)`.
    summary: String,
    /// When a schedule is due next.
    next_at: Option<String>,
    /// When it was due last, or called.
    last_at: Option<String>,
    /// The run that was started then.
    last_run: Option<String>,
    /// started, missed or refused.
    last_outcome: Option<String>,
    /// Why it was refused.
    last_error: Option<String>,
    /// Where a webhook is called: below the address of the server, or whole where the server knows its own.
    address: Option<String>,
    /// What a caller of a webhook shows: token, signature or none.
    auth: Option<String>,
    /// Whether a webhook has a secret.
    has_secret: bool,
}

/// List what starts runs by itself: the schedules and webhooks of the newest versions.
#[utoipa::path(get, path = "/api/v1/triggers", tag = "triggers", params(Which),
    responses((status = 200, description = "At most 1,000, by flow", body = Page<TriggerItem>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Query(which): Query<Which>,
) -> Result<Json<Page<TriggerItem>>, Problem> {
    let kind = which.kind.map_or("", |kind| match kind {
        Kind::Schedule => "schedule",
        Kind::Webhook => "webhook",
    });
    let rows = store::list(&app.store, &which.flow, kind, MOST).await?;
    let items = rows.into_iter().map(|row| item(&app, row)).collect();
    Ok(Json(Page { items, next_cursor: None }))
}

fn item(app: &App, row: TriggerRow) -> TriggerItem {
    let base = app.public_url.as_deref().unwrap_or_default().trim_end_matches('/');
    let path = row.address.as_deref().and_then(|address| address.split_once(' ')).map(|(_, path)| path);
    TriggerItem {
        address: path.map(|path| format!("{base}/hooks/{path}")),
        auth: row.auth,
        next_at: row.next_at.filter(|_| row.is_active).map(iso),
        last_at: row.last_at.map(iso),
        flow_id: row.flow_id,
        flow_name: row.flow_name,
        is_active: row.is_active,
        node: row.node,
        kind: row.kind,
        summary: row.summary,
        last_run: row.last_run,
        last_outcome: row.last_outcome,
        last_error: row.last_error,
        has_secret: row.has_secret,
    }
}
