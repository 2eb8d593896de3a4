//! `GET /api/v1/flows`.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::search::{self, Order, Wanted};
use super::super::store::FlowRow;
use super::super::view::{ListedFlow, ShortRun};
use crate::app::App;
use crate::web::{Page, PageParams, Paged, Problem};

const LONGEST_TEXT: usize = 200;
const MOST_LABELS: usize = 20;

/// Which flows, and in which order.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Text in name or description.
    search: String,
    /// The same as `search`.
    q: String,
    /// A label the flow has; several times for flows that have all of them.
    label: Vec<String>,
    /// What the flow belongs to.
    category: String,
    /// Whether it may be started.
    active: Option<bool>,
    /// Who made it.
    author: String,
    /// `-updated_at` (the usual), `updated_at`, `name` or `-name`.
    sort: String,
}

impl Which {
    fn order(&self) -> Result<Order, Problem> {
        match self.sort.as_str() {
            "" | "-updated_at" => Ok(Order::Latest),
            "updated_at" => Ok(Order::Earliest),
            "name" => Ok(Order::Name),
            "-name" => Ok(Order::NameBackwards),
            _ => Err(Problem::bad_query("sort", "`sort` must be -updated_at, updated_at, name or -name.")),
        }
    }

    fn wanted(self) -> Result<Wanted, Problem> {
        let Self { search, q, mut label, category, active, author, .. } = self;
        let text = if search.is_empty() { q } else { search };
        label.retain(|label| !label.is_empty());
        if label.len() > MOST_LABELS {
            return Err(Problem::bad_query("label", format!("At most {MOST_LABELS} labels can be asked for at once.")));
        }
        let is_long = |text: &String| text.chars().count() > LONGEST_TEXT;
        let fields = [("search", is_long(&text)), ("category", is_long(&category)), ("author", is_long(&author))];
        let labels = ("label", label.iter().any(is_long));
        if let Some((field, _)) = fields.into_iter().chain([labels]).find(|(_, is_long)| *is_long) {
            return Err(Problem::bad_query(field, format!("`{field}` has more than {LONGEST_TEXT} characters.")));
        }
        Ok(Wanted { text, labels: label, category, active, author })
    }
}

/// A page of flows.
#[derive(Serialize, ToSchema)]
pub(crate) struct Flows {
    /// The page.
    #[serde(flatten)]
    page: Page<ListedFlow>,
    /// How many there are in all.
    total: i64,
}

/// List flows, latest change first unless another order is asked for.
#[utoipa::path(get, path = "/api/v1/flows", tag = "flows", params(Which, PageParams),
    responses((status = 200, description = "A page of flows", body = Flows)))]
pub(crate) async fn list(
    State(app): State<App>,
    Paged { which, paging }: Paged<Which>,
) -> Result<axum::Json<Flows>, Problem> {
    let order = which.order()?;
    let wanted = which.wanted()?;
    let rows = search::list(&app.store, &wanted, order, paging.after.clone(), paging.rows()).await?;
    let total = search::count(&app.store, &wanted).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let runs = search::last_runs(&app.store, &ids).await?;
    let item = |row: FlowRow| {
        let last_runs = runs.iter().filter(|(flow, _)| *flow == row.id).flat_map(|(_, runs)| runs);
        let last_runs = last_runs.map(|run| ShortRun { id: run.id.clone(), status: run.status.clone() }).collect();
        ListedFlow { item: row.into(), last_runs }
    };
    let key = |row: &FlowRow| match order {
        Order::Latest | Order::Earliest => (row.updated_at, row.id.clone()),
        Order::Name | Order::NameBackwards => (0, row.name.clone()),
    };
    Ok(axum::Json(Flows { page: paging.page(rows, key, item), total }))
}
