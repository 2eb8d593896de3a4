//! `GET /api/v1/runs`, and what runs can be narrowed by.

use axum::Json;
use axum::extract::State;
use chrono::DateTime;
use engine::RunStatus;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::search::{self, Order, Wanted};
use super::super::store::RunRow;
use super::super::view::RunItem;
use crate::app::App;
use crate::web::{Page, PageParams, Paged, Problem};
use crate::wire::of_word;

const LONGEST_TEXT: usize = 200;

/// Which runs.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Id of a flow.
    flow: String,
    /// pending, running, paused, completed, failed, cancelled or timed_out; several times for any of several.
    status: Vec<String>,
    /// Id of the run that called them.
    parent: String,
    /// What started them, such as manual.
    trigger: String,
    /// Who started them.
    user: String,
    /// Id or name of the machine they work on.
    target: String,
    /// Version of their flow.
    version: Option<i64>,
    /// Asked for at this time or later, such as `2026-01-31T08:00:00Z`.
    from: Option<String>,
    /// Asked for before this time.
    to: Option<String>,
    /// Text in the flow's name or in that of who started it; or a run's id.
    search: String,
    /// The same as `search`.
    q: String,
    /// `-created_at` (the usual), `created_at` or `-duration`; makes no difference to counts.
    sort: String,
}

impl Which {
    /// The order that is named.
    ///
    /// # Errors
    /// 400, if there is none of that name.
    fn order(&self) -> Result<Order, Problem> {
        match self.sort.as_str() {
            "" | "-created_at" => Ok(Order::Newest),
            "created_at" => Ok(Order::Oldest),
            "-duration" => Ok(Order::Longest),
            _ => Err(Problem::bad_query("sort", "`sort` must be -created_at, created_at or -duration.")),
        }
    }

    /// What is asked for, checked.
    ///
    /// # Errors
    /// 400, if a status, time or text cannot be one.
    pub(super) fn wanted(self) -> Result<Wanted, Problem> {
        if self.status.iter().any(|status| !status.is_empty() && of_word::<RunStatus>(status).is_none()) {
            let detail = "`status` must be pending, running, paused, completed, failed, cancelled or timed_out.";
            return Err(Problem::bad_query("status", detail));
        }
        let text = if self.search.is_empty() { self.q } else { self.search };
        let texts = [
            ("flow", &self.flow),
            ("trigger", &self.trigger),
            ("user", &self.user),
            ("target", &self.target),
            ("search", &text),
        ];
        if let Some((field, _)) = texts.into_iter().find(|(_, text)| text.chars().count() > LONGEST_TEXT) {
            return Err(Problem::bad_query(field, format!("`{field}` has more than {LONGEST_TEXT} characters.")));
        }
        let (from, to) = (time("from", self.from.as_deref())?, time("to", self.to.as_deref())?);
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            return Err(Problem::bad_query("to", "`to` must be later than `from`."));
        }
        let mut statuses = self.status;
        statuses.retain(|status| !status.is_empty());
        statuses.sort();
        statuses.dedup();
        let (flow, parent, trigger, user, version) = (self.flow, self.parent, self.trigger, self.user, self.version);
        Ok(Wanted { flow, statuses, parent, trigger, user, target: self.target, version, from, to, text })
    }
}

fn time(field: &str, text: Option<&str>) -> Result<Option<i64>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let time = DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_millis());
    time.map(Some).ok_or_else(|| {
        let detail = format!("`{field}` must be a time such as `2026-01-31T08:00:00Z`; a `+` in it is written `%2B`.");
        Problem::bad_query(field, detail)
    })
}

/// List runs, newest first unless another order is asked for.
#[utoipa::path(get, path = "/api/v1/runs", tag = "runs", params(Which, PageParams),
    responses((status = 200, description = "A page of runs", body = Page<RunItem>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Paged { which, paging }: Paged<Which>,
) -> Result<Json<Page<RunItem>>, Problem> {
    let order = which.order()?;
    let wanted = which.wanted()?;
    let rows = search::list(&app.store, &wanted, order, paging.after.clone(), paging.rows()).await?;
    let duration = |row: &RunRow| row.finished_at.zip(row.started_at).map_or(-1, |(end, start)| end - start);
    Ok(Json(paging.page(rows, |row| (duration(row), row.id.clone()), RunItem::from)))
}
