//! `GET /api/v1/dashboard`.

use std::cmp::Reverse;
use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{self, AskingRow, CallRow, Ended};
use crate::app::App;
use crate::flows::RunCounts;
use crate::runs::search::{self, Order, Wanted};
use crate::runs::view::{ErrorView, RunItem};
use crate::triggers;
use crate::web::{Problem, iso};

const HOUR_MS: i64 = 60 * 60 * 1000;
const HOURS: usize = 24;
const FLOWS: usize = 20;
const RECENT: i64 = 10;
const NEXT: i64 = 10;

/// What is going on, what went wrong, and what waits for somebody.
#[derive(Serialize, ToSchema)]
pub(crate) struct Dashboard {
    /// Runs that are executed.
    running: i64,
    /// Runs that only wait for a time or for news.
    waiting: i64,
    /// Runs that wait for their turn.
    queued: i64,
    /// Runs that failed or took too long in the last 24 hours.
    failed_24h: i64,
    /// Runs that completed in the last 24 hours.
    completed_24h: i64,
    /// Runs that wait for somebody: those that ask for approval, paused ones, and of each flow the last one if it failed in the last 24 hours.
    needs_you: Vec<Call>,
    /// The 20 flows of which the most runs ended in the last 24 hours.
    flows: Vec<FlowHours>,
    /// The newest runs.
    recent: Vec<RunItem>,
    /// The next ten runs that schedules will start.
    next: Vec<Coming>,
}

/// A run that a schedule will start.
#[derive(Serialize, ToSchema)]
pub(crate) struct Coming {
    flow_id: String,
    flow_name: String,
    /// When.
    at: String,
}

/// A run that waits for somebody.
#[derive(Serialize, ToSchema)]
pub(crate) struct Call {
    /// approval, failed_run, interrupted or paused.
    kind: &'static str,
    run_id: String,
    flow_id: Option<String>,
    flow_name: String,
    /// Since when.
    at: String,
    /// What happened, or what to do.
    message: String,
}

/// How the runs of a flow ended, hour by hour.
#[derive(Serialize, ToSchema)]
pub(crate) struct FlowHours {
    id: String,
    name: String,
    /// 24 hours, the last one up to now.
    hours: Vec<Hour>,
}

/// How runs ended within an hour.
#[derive(Clone, Copy, Default, Serialize, ToSchema)]
pub(crate) struct Hour {
    completed: i64,
    failed: i64,
}

/// What is going on, what went wrong, and what waits for somebody.
#[utoipa::path(get, path = "/api/v1/dashboard", tag = "dashboard",
    responses((status = 200, description = "All of it", body = Dashboard)))]
pub(crate) async fn dashboard(State(app): State<App>) -> Result<Json<Dashboard>, Problem> {
    let since = app.clock.now() - HOUR_MS * i64::try_from(HOURS).unwrap_or(24);
    let queue = crate::runs::queue_counts(&app.store).await?;
    let pieces = store::ended(&app.store, since, HOUR_MS).await?;
    let ended: RunCounts = pieces.iter().map(|piece| (piece.status.as_str(), piece.count)).collect();
    let mut needs_you: Vec<_> = store::asking(&app.store).await?.into_iter().map(asking).collect();
    needs_you.extend(store::paused(&app.store).await?.into_iter().map(held));
    needs_you.extend(store::failed(&app.store, since).await?.into_iter().map(failed));
    let recent = search::list(&app.store, &Wanted::default(), Order::Newest, None, RECENT).await?;
    Ok(Json(Dashboard {
        running: queue.running,
        waiting: queue.parked,
        queued: queue.pending,
        failed_24h: ended.failed,
        completed_24h: ended.completed,
        needs_you,
        flows: flows(&app, since, &pieces).await?,
        recent: recent.into_iter().map(RunItem::from).collect(),
        next: triggers::coming(&app.store, NEXT).await?.into_iter().map(coming).collect(),
    }))
}

fn coming(row: triggers::ComingRow) -> Coming {
    Coming { flow_id: row.flow_id, flow_name: row.flow_name, at: iso(row.next_at) }
}

fn asking(row: AskingRow) -> Call {
    let AskingRow { id: run_id, flow_id, flow_name, at, title: message } = row;
    Call { kind: "approval", run_id, flow_id, flow_name, at: iso(at), message }
}

fn held(row: CallRow) -> Call {
    let message = "It is paused. Look at it, then let it go on or cancel it.".to_owned();
    let CallRow { id: run_id, flow_id, flow_name, at, .. } = row;
    Call { kind: "paused", run_id, flow_id, flow_name, at: iso(at), message }
}

fn failed(row: CallRow) -> Call {
    let CallRow { id: run_id, flow_id, flow_name, at, error } = row;
    let error = error.and_then(|error| serde_json::from_str::<ErrorView>(&error).ok());
    let kind =
        if error.as_ref().is_some_and(|error| error.kind == "interrupted") { "interrupted" } else { "failed_run" };
    let message = error.map_or_else(|| "It failed.".into(), |error| error.message);
    Call { kind, run_id, flow_id, flow_name, at: iso(at), message }
}

async fn flows(app: &App, since: i64, pieces: &[Ended]) -> Result<Vec<FlowHours>, Problem> {
    let names = store::names(&app.store, since).await?;
    let flow = |(id, name): (&str, &str)| FlowHours { id: id.into(), name: name.into(), hours: hours(pieces, id) };
    Ok(busiest(pieces, &names).into_iter().map(flow).collect())
}

/// Of the flows with these names, those of which the most runs ended: id and name.
fn busiest<'a>(pieces: &[Ended], names: &'a HashMap<String, String>) -> Vec<(&'a str, &'a str)> {
    let mut counts = HashMap::<&str, i64>::new();
    for piece in pieces {
        *counts.entry(piece.flow_id.as_deref().unwrap_or_default()).or_default() += piece.count;
    }
    let mut flows: Vec<_> = names.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    flows.sort_by_key(|(id, name)| (Reverse(counts.get(id).copied().unwrap_or_default()), *name));
    flows.truncate(FLOWS);
    flows
}

fn hours(pieces: &[Ended], flow: &str) -> Vec<Hour> {
    let mut hours = vec![Hour::default(); HOURS];
    for piece in pieces.iter().filter(|piece| piece.flow_id.as_deref() == Some(flow)) {
        // What ends while this is counted belongs to the last hour.
        let place = usize::try_from(piece.piece).unwrap_or(0).min(HOURS - 1);
        let sum: RunCounts = [(piece.status.as_str(), piece.count)].into_iter().collect();
        hours[place].completed += sum.completed;
        hours[place].failed += sum.failed;
    }
    hours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flows_that_are_gone_take_no_place_and_names_settle_a_tie() {
        let ended = |flow: String, count| Ended { flow_id: Some(flow), piece: 0, status: "completed".into(), count };
        let gone = ended("gone".into(), 1000);
        let kept = (0..25).map(|number| ended(format!("f{number}"), if number == 24 { 9 } else { 1 }));
        let pieces: Vec<_> = std::iter::once(gone).chain(kept).collect();
        let names = (0..25).map(|number| (format!("f{number}"), format!("Flow {number:02}"))).collect();
        let shown: Vec<_> = busiest(&pieces, &names).into_iter().map(|(_, name)| name.to_owned()).collect();
        assert_eq!(shown.len(), FLOWS);
        assert_eq!(shown[..3], ["Flow 24", "Flow 00", "Flow 01"]);
    }
}
