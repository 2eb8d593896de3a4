//! `GET /api/v1/runs/{id}/iterations`.

use axum::Json;
use axum::extract::{Path, State};
use engine::StepStatus;
use node_sdk::Value;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::iterations::{self, Class, Known, Round, Rounds, Whole, node_of};
use super::super::store::RunRow;
use super::super::trace::{self, Filter};
use super::super::view::{ErrorView, NodeStateView};
use super::super::{service, store};
use super::{id_of, is_over};
use crate::app::App;
use crate::web::{Problem, Query, iso};

const USUAL: usize = 100;
const MOST: usize = 500;
const LONGEST: usize = 2000;

/// Which rounds.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// The activation of the loop or fan-out, such as `each` or `outer[3]/each`.
    key: String,
    /// completed, failed (also error and timed_out), running or skipped (also cancelled).
    #[serde(default)]
    status: String,
    /// Text in the error or the item, or a round's number.
    #[serde(default)]
    search: String,
    /// `next_cursor` of the page before.
    after: Option<u64>,
    /// Rounds on a page: 100 where absent, at most 500.
    limit: Option<usize>,
}

/// The rounds of a loop, or the branches of a fan-out.
#[derive(Serialize, ToSchema)]
pub(crate) struct Iterations {
    /// How many there are, those not begun included where it is known how many there will be.
    total: u64,
    counts: Counts,
    items: Vec<Iteration>,
    /// Why rounds failed, the 50 most frequent reasons.
    errors: Vec<Failure>,
    /// The rounds in at most 200 pieces.
    buckets: Vec<Bucket>,
    /// The rounds whose ends are kept in full: the first and the last 100 of the node in the run, and 1,000 that failed.
    /// Of others it is known only that they completed, and what their effects did.
    kept: Vec<Range>,
    /// Hand this in as `after` for the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// How many rounds ended how.
#[derive(Serialize, ToSchema)]
#[schema(as = RoundCounts)]
pub(crate) struct Counts {
    completed: u64,
    /// Also those that could not run or took too long.
    failed: u64,
    running: u64,
    /// Stopped, or never begun because the loop ended before.
    skipped: u64,
}

/// A round of a loop, or a branch.
#[derive(Serialize, ToSchema)]
pub(crate) struct Iteration {
    /// From 0.
    index: u64,
    /// Such as `outer[3]/each[96]`; with a slash behind it, the scope of its steps.
    key: String,
    /// How it stands.
    #[schema(value_type = String)]
    status: StepStatus,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorView>,
    /// When it began, where that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<String>,
    /// How long it took, where that is kept.
    duration_us: Option<u64>,
    /// What it was for, where that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    item: Option<Value>,
    /// Whether its end is kept in full.
    kept: bool,
}

/// A failure that rounds came to.
#[derive(Serialize, ToSchema)]
#[schema(as = RoundFailure)]
pub(crate) struct Failure {
    message: String,
    count: u64,
    /// The first round it happened to.
    first: u64,
}

/// Rounds of a range.
#[derive(Serialize, ToSchema)]
#[schema(as = RoundBucket)]
pub(crate) struct Bucket {
    from: u64,
    to: u64,
    failed: u64,
    running: u64,
}

/// Rounds from one to another, both included.
#[derive(Serialize, ToSchema)]
#[schema(as = RoundRange)]
pub(crate) struct Range {
    from: u64,
    to: u64,
}

/// The rounds of a loop, or the branches of a fan-out: all at a glance, and a page of them.
#[utoipa::path(get, path = "/api/v1/runs/{id}/iterations", tag = "runs",
    params(Which, ("id" = String, Path, description = "Id")),
    responses((status = 200, description = "The rounds", body = Iterations), (status = 404, description = "No such run")))]
pub(crate) async fn iterations(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Iterations>, Problem> {
    let wanted = Wanted::of(&which)?;
    let row = service::find(&app.runner, &id).await?;
    let rounds = read(&app, &row, &which.key).await?;
    let counts = iterations::counts(&rounds);
    let bucket = |bucket: iterations::Bucket| {
        let iterations::Bucket { range, failed, running } = bucket;
        Bucket { from: range.from, to: range.to, failed, running }
    };
    let failure = |failure: iterations::Failure| {
        let iterations::Failure { message, count, first } = failure;
        Failure { message, count, first }
    };
    let (items, next_cursor) = wanted.page(&rounds);
    Ok(Json(Iterations {
        total: rounds.total,
        counts: Counts {
            completed: counts.completed,
            failed: counts.failed,
            running: counts.running,
            skipped: counts.skipped,
        },
        items,
        errors: iterations::failures(&rounds).into_iter().map(failure).collect(),
        buckets: iterations::buckets(&rounds).into_iter().map(bucket).collect(),
        kept: iterations::kept(&rounds).into_iter().map(|range| Range { from: range.from, to: range.to }).collect(),
        next_cursor,
    }))
}

/// What is asked for, checked.
struct Wanted {
    class: Option<Class>,
    text: String,
    first: u64,
    limit: usize,
}

impl Wanted {
    fn of(which: &Which) -> Result<Self, Problem> {
        if which.key.is_empty() || which.key.len() > LONGEST {
            let detail = "`key` must be the activation of a loop or fan-out, such as `each` or `outer[3]/each`.";
            return Err(Problem::bad_query("key", detail));
        }
        if which.search.len() > LONGEST {
            return Err(Problem::bad_query("search", "`search` is too long."));
        }
        let class = Class::named(&which.status);
        if class.is_none() && !which.status.is_empty() {
            return Err(Problem::bad_query("status", "`status` must be completed, failed, running or skipped."));
        }
        let limit = which.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::bad_query("limit", format!("`limit` must be from 1 to {MOST}.")));
        }
        let first = which.after.map_or(0, |after| after.saturating_add(1));
        Ok(Self { class, text: which.search.to_lowercase(), first, limit })
    }

    fn page(&self, rounds: &Rounds) -> (Vec<Iteration>, Option<String>) {
        // What is not told of did not fail, and has nothing to be found by but its number.
        let is_text = !self.text.is_empty() && self.text.parse::<u64>().is_err();
        let only_known = self.class == Some(Class::Failed) || is_text;
        let wanted = rounds.from(self.first, only_known).filter(|(index, round)| self.matches(*index, round));
        let mut items: Vec<_> = wanted.take(self.limit + 1).map(|(index, round)| item(rounds, index, &round)).collect();
        let has_more = items.len() > self.limit;
        items.truncate(self.limit);
        let last = items.last().filter(|_| has_more).map(|item| item.index.to_string());
        (items, last)
    }

    fn matches(&self, index: u64, round: &Round<'_>) -> bool {
        let status = match round {
            Round::Known(known) => known.status,
            Round::Plain(status) => *status,
        };
        let is_of_class = self.class.is_none_or(|class| Class::of(status) == class);
        is_of_class && (self.text.is_empty() || self.is_in(index, round))
    }

    fn is_in(&self, index: u64, round: &Round<'_>) -> bool {
        let Round::Known(known) = round else { return index.to_string() == self.text };
        let error = known.error.as_ref().map(|error| error.message.to_lowercase()).unwrap_or_default();
        let item = known.item.as_ref().map(|item| item.to_text().to_lowercase()).unwrap_or_default();
        index.to_string() == self.text || error.contains(&self.text) || item.contains(&self.text)
    }
}

fn item(rounds: &Rounds, index: u64, round: &Round<'_>) -> Iteration {
    match round {
        Round::Known(known) => {
            let Known { key, status, started_at, duration_us, error, item, is_kept } = (*known).clone();
            let duration_us = is_kept.then_some(duration_us);
            Iteration { index, key, status, error, started_at: Some(started_at), duration_us, item, kept: is_kept }
        }
        Round::Plain(status) => Iteration {
            index,
            key: rounds.key_of(index),
            status: *status,
            error: None,
            started_at: None,
            duration_us: None,
            item: None,
            kept: false,
        },
    }
}

async fn read(app: &App, row: &RunRow, key: &str) -> Result<Rounds, Problem> {
    // The live state first: if the loop ends in between, the rows know more, never less.
    let (done, planned) = summary(app, row, node_of(key)).await?;
    let begun = trace::at_work(&app.store, &row.id, key).await?;
    let bodies = trace::bodies(&app.store, &row.id, key).await?;
    let filter = Filter { key: key.to_owned(), rows: 1, ..Filter::default() };
    let own = trace::steps(&app.store, &row.id, &filter).await?.pop().map(|(_, step)| step);
    let own = own.filter(|step| step.status != StepStatus::Running);
    let counted = own.as_ref().and_then(|step| step.output.get("iterations")?.as_int());
    // A summary is of the latest activation, so it can be taken only where there is no other.
    let is_only = !key.contains('/');
    let whole = Whole {
        is_going: own.is_none() && !is_over(row),
        done: counted.and_then(|count| u64::try_from(count).ok()).or(done.filter(|_| is_only)),
        total: planned.filter(|_| is_only),
    };
    let begun = begun.into_iter().map(|(key, at)| (key, iso(at))).collect();
    Ok(Rounds::new(key, bodies, begun, whole))
}

/// How many rounds of a node ended and how many there will be, as far as that is known.
async fn summary(app: &App, row: &RunRow, node: &str) -> Result<(Option<u64>, Option<u64>), Problem> {
    let look = |state: &NodeStateView| state.rounds();
    let live =
        app.hub.running(id_of(row)).and_then(|topic| topic.look(|_, state| state?.nodes.get(node).and_then(look)));
    let rounds = match live {
        Some(rounds) => Some(rounds),
        None => {
            let details = store::details(&app.store, &row.id).await?;
            let nodes = details.and_then(|details| details.nodes);
            let nodes: serde_json::Value =
                nodes.and_then(|nodes| serde_json::from_str(&nodes).ok()).unwrap_or_default();
            NodeStateView::deserialize(&nodes[node]).ok().as_ref().and_then(look)
        }
    };
    Ok((rounds.map(|(done, _)| done), rounds.and_then(|(_, total)| total)))
}
