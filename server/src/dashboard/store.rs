//! Queries of the dashboard.

use std::collections::HashMap;

use sqlx::FromRow;

use crate::store::{Result, Store, read};

/// From one index alone; a condition on the flow would lead the database to another one and to every row.
const ENDED: &str = "SELECT flow_id, (finished_at - $1) / $2 AS piece, status, count(*) AS count FROM runs
    WHERE finished_at >= $1 GROUP BY 1, 2, 3";
const NAMES: &str = "SELECT id, name FROM flows
    WHERE id IN (SELECT flow_id FROM runs WHERE finished_at >= $1 AND flow_id IS NOT NULL)";
/// A failure that a later run of the flow made good is no longer anybody's concern; of several, the last one counts.
const FAILED: &str = "SELECT r.id, r.flow_id, r.flow_name, r.finished_at AS at, r.error FROM runs r
    WHERE r.finished_at >= $1 AND r.status IN ('failed', 'timed_out') AND r.parent_run IS NULL
      AND NOT EXISTS (SELECT 1 FROM runs l
        WHERE l.flow_id = r.flow_id AND l.id > r.id AND l.status IN ('completed', 'failed', 'timed_out'))
    ORDER BY r.finished_at DESC, r.id DESC LIMIT 20";
const PAUSED: &str = "SELECT id, flow_id, flow_name, coalesce(started_at, created_at) AS at, error FROM runs
    WHERE status = 'paused' ORDER BY id DESC LIMIT 20";

const ASKING: &str = "SELECT r.id, r.flow_id, r.flow_name, a.requested_at AS at, a.title
    FROM approvals a JOIN runs r ON r.id = a.run_id
    WHERE a.state = 'pending' AND r.status IN ('running', 'paused') ORDER BY a.requested_at, a.id LIMIT 20";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[ENDED, NAMES, FAILED, PAUSED, ASKING];

/// A run that waits for somebody.
#[derive(FromRow)]
pub(crate) struct CallRow {
    /// The run.
    pub id: String,
    /// Its flow, if it is one that is kept.
    pub flow_id: Option<String>,
    /// What the flow was called.
    pub flow_name: String,
    /// Since when, in milliseconds since 1970.
    pub at: i64,
    /// JSON.
    pub error: Option<String>,
}

/// A run that asks for approval.
#[derive(FromRow)]
pub(super) struct AskingRow {
    /// The run.
    pub id: String,
    /// Its flow, if it is one that is kept.
    pub flow_id: Option<String>,
    /// What the flow was called.
    pub flow_name: String,
    /// Since when, in milliseconds since 1970.
    pub at: i64,
    /// What it asks.
    pub title: String,
}

/// Runs of a flow that ended within a piece of time.
#[derive(FromRow)]
pub(super) struct Ended {
    /// The flow, if it is one that is kept.
    pub flow_id: Option<String>,
    /// The piece of time, from 0.
    pub piece: i64,
    /// How they ended.
    pub status: String,
    /// How many they are.
    pub count: i64,
}

/// The runs that ended since a time, by flow, piece of time of this width, and how they ended.
pub(super) async fn ended(store: &Store, since: i64, width: i64) -> Result<Vec<Ended>> {
    read!(store, db => sqlx::query_as(ENDED).bind(since).bind(width).fetch_all(db))
}

/// The names of the flows of which runs ended since a time, by id; a flow that was deleted has none.
pub(super) async fn names(store: &Store, since: i64) -> Result<HashMap<String, String>> {
    let names: Vec<_> = read!(store, db => sqlx::query_as(NAMES).bind(since).fetch_all(db))?;
    Ok(names.into_iter().collect())
}

/// Runs that failed since a time, and nothing has become of it.
pub(super) async fn failed(store: &Store, since: i64) -> Result<Vec<CallRow>> {
    read!(store, db => sqlx::query_as(FAILED).bind(since).fetch_all(db))
}

/// Runs that somebody holds.
pub(super) async fn paused(store: &Store) -> Result<Vec<CallRow>> {
    read!(store, db => sqlx::query_as(PAUSED).fetch_all(db))
}

/// Runs that ask for approval, the one that has waited longest first.
pub(super) async fn asking(store: &Store) -> Result<Vec<AskingRow>> {
    read!(store, db => sqlx::query_as(ASKING).fetch_all(db))
}
