//! `GET /api/v1/flows`.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::store::{self, Filter};
use super::super::view::FlowItem;
use crate::app::App;
use crate::web::{Page, Paging, Problem, Query};

/// Which flows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Text in name or description.
    #[serde(default)]
    q: String,
    /// The same as `q`.
    #[serde(default)]
    search: String,
    /// A label the flow has.
    #[serde(default)]
    label: String,
    /// What the flow belongs to.
    #[serde(default)]
    category: String,
    /// Whether it may be started.
    active: Option<bool>,
    /// Who made it.
    #[serde(default)]
    author: String,
    /// Items on a page, at most 500.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of flows.
#[derive(Serialize, ToSchema)]
pub(crate) struct Flows {
    /// The page.
    #[serde(flatten)]
    page: Page<FlowItem>,
    /// How many there are in all.
    total: i64,
}

/// List flows, latest change first.
#[utoipa::path(get, path = "/api/v1/flows", tag = "flows", params(Which),
    responses((status = 200, description = "A page of flows", body = Flows)))]
pub(crate) async fn list(State(app): State<App>, Query(which): Query<Which>) -> Result<axum::Json<Flows>, Problem> {
    let paging = Paging::of(which.limit, which.cursor.as_deref())?;
    let text = if which.q.is_empty() { &which.search } else { &which.q };
    let filter = Filter::new(text, &which.label).of(which.category, which.active, which.author);
    let rows = store::list(&app.store, &filter, paging.after.clone(), paging.rows()).await?;
    let total = store::count(&app.store, &filter).await?;
    let page = paging.page(rows, |row| (row.updated_at, row.id.clone()), FlowItem::from);
    Ok(axum::Json(Flows { page, total }))
}
