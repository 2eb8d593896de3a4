//! Queries of triggers.

use sqlx::FromRow;

use crate::store::{Result, Store, Tx, change, change_alone, read, within};

const OF_FLOW: &str = "SELECT node, kind, summary, next_at FROM triggers WHERE flow_id = $1";
const PUT: &str = "INSERT INTO triggers (flow_id, node, kind, summary, address, auth, next_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (flow_id, node) DO UPDATE SET
        secret = CASE WHEN triggers.kind = excluded.kind THEN triggers.secret END,
        kind = excluded.kind, summary = excluded.summary, address = excluded.address, auth = excluded.auth,
        next_at = excluded.next_at";
const DELETE: &str = "DELETE FROM triggers WHERE flow_id = $1 AND node = $2";
const REST: &str = "UPDATE triggers SET next_at = NULL WHERE flow_id = $1";
const OWNER: &str = "SELECT f.name FROM triggers t JOIN flows f ON f.id = t.flow_id
    WHERE t.address = $1 AND t.flow_id <> $2";
const BY_ADDRESS: &str = "SELECT flow_id, node, auth, secret FROM triggers WHERE address = $1";
const DUE: &str =
    "SELECT flow_id, node, next_at FROM triggers WHERE next_at <= $1 ORDER BY next_at, flow_id, node LIMIT $2";
const NEXT: &str = "SELECT min(next_at) FROM triggers WHERE next_at IS NOT NULL";
const ADVANCE: &str =
    "UPDATE triggers SET next_at = $4, last_at = $5, last_run = $6, last_outcome = $7, last_error = $8
    WHERE flow_id = $1 AND node = $2 AND next_at = $3";
const SKIP: &str = "UPDATE triggers SET next_at = $4 WHERE flow_id = $1 AND node = $2 AND next_at = $3";
const CALLED: &str = "UPDATE triggers SET last_at = $3, last_run = $4, last_outcome = 'started', last_error = NULL
    WHERE flow_id = $1 AND node = $2";
const SET_SECRET: &str = "UPDATE triggers SET secret = $3 WHERE flow_id = $1 AND node = $2 AND kind = 'webhook'";
const LIST: &str =
    "SELECT t.flow_id, f.name AS flow_name, f.is_active, t.node, t.kind, t.summary, t.address, t.auth, t.next_at,
        t.last_at, t.last_run, t.last_outcome, t.last_error, t.secret IS NOT NULL AS has_secret
    FROM triggers t JOIN flows f ON f.id = t.flow_id
    WHERE ($1 = '' OR t.flow_id = $1 OR f.name = $1) AND ($2 = '' OR t.kind = $2)
    ORDER BY f.name, t.flow_id, t.node LIMIT $3";
const COMING: &str = "SELECT t.flow_id, f.name AS flow_name, t.next_at FROM triggers t JOIN flows f ON f.id = t.flow_id
    WHERE t.next_at IS NOT NULL AND f.is_active ORDER BY t.next_at, t.flow_id, t.node LIMIT $1";

#[cfg(test)]
pub(crate) const SQL: &[&str] =
    &[OF_FLOW, PUT, DELETE, REST, OWNER, BY_ADDRESS, DUE, NEXT, ADVANCE, SKIP, CALLED, SET_SECRET, LIST, COMING];

/// A trigger of a flow, as it was.
#[derive(FromRow)]
pub(super) struct KnownRow {
    pub(super) node: String,
    pub(super) kind: String,
    pub(super) summary: String,
    pub(super) next_at: Option<i64>,
}

/// A trigger of a flow, as it is to be.
#[derive(Clone)]
pub(super) struct NewRow {
    pub(super) node: String,
    pub(super) kind: &'static str,
    /// What people read.
    pub(super) summary: String,
    /// Method and path.
    pub(super) address: Option<String>,
    /// `token`, `signature` or `none`.
    pub(super) auth: Option<&'static str>,
    /// Milliseconds since 1970.
    pub(super) next_at: Option<i64>,
}

/// A trigger that somebody called.
#[derive(FromRow)]
pub(super) struct CalledRow {
    pub(super) flow_id: String,
    pub(super) node: String,
    /// `token`, `signature` or `none`.
    pub(super) auth: String,
    /// Sealed.
    pub(super) secret: Option<String>,
}

/// A schedule whose time has come.
#[derive(FromRow)]
pub(super) struct DueRow {
    pub(super) flow_id: String,
    pub(super) node: String,
    /// Milliseconds since 1970.
    pub(super) next_at: i64,
}

/// What became of a time.
pub(super) struct Outcome {
    /// `started`, `missed` or `refused`.
    pub(super) word: &'static str,
    pub(super) run: Option<String>,
    pub(super) error: Option<String>,
}

/// A trigger as a list shows it.
#[derive(FromRow)]
pub(super) struct TriggerRow {
    pub(super) flow_id: String,
    pub(super) flow_name: String,
    pub(super) is_active: bool,
    pub(super) node: String,
    pub(super) kind: String,
    pub(super) summary: String,
    pub(super) address: Option<String>,
    pub(super) auth: Option<String>,
    pub(super) next_at: Option<i64>,
    pub(super) last_at: Option<i64>,
    pub(super) last_run: Option<String>,
    pub(super) last_outcome: Option<String>,
    pub(super) last_error: Option<String>,
    pub(super) has_secret: bool,
}

/// A run that a schedule will start.
#[derive(FromRow)]
pub(crate) struct ComingRow {
    /// The flow.
    pub flow_id: String,
    /// What people call it.
    pub flow_name: String,
    /// Milliseconds since 1970.
    pub next_at: i64,
}

pub(super) async fn of_flow(tx: &mut Tx, flow: &str) -> Result<Vec<KnownRow>> {
    within!(tx, db => sqlx::query_as(OF_FLOW).bind(flow).fetch_all(db))
}

pub(super) async fn put(tx: &mut Tx, flow: &str, row: &NewRow) -> Result<()> {
    change!(tx, db => sqlx::query(PUT)
        .bind(flow).bind(&row.node).bind(row.kind).bind(&row.summary).bind(&row.address)
        .bind(row.auth).bind(row.next_at)
        .execute(db))?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, flow: &str, node: &str) -> Result<()> {
    change!(tx, db => sqlx::query(DELETE).bind(flow).bind(node).execute(db))?;
    Ok(())
}

/// No schedule of the flow is due any more.
pub(super) async fn rest(tx: &mut Tx, flow: &str) -> Result<()> {
    change!(tx, db => sqlx::query(REST).bind(flow).execute(db))?;
    Ok(())
}

/// The name of another flow that has the address.
pub(super) async fn owner(tx: &mut Tx, address: &str, flow: &str) -> Result<Option<String>> {
    within!(tx, db => sqlx::query_scalar(OWNER).bind(address).bind(flow).fetch_optional(db))
}

pub(super) async fn by_address(store: &Store, address: &str) -> Result<Option<CalledRow>> {
    read!(store, db => sqlx::query_as(BY_ADDRESS).bind(address).fetch_optional(db))
}

pub(super) async fn due(store: &Store, now: i64, rows: i64) -> Result<Vec<DueRow>> {
    read!(store, db => sqlx::query_as(DUE).bind(now).bind(rows).fetch_all(db))
}

pub(super) async fn next(store: &Store) -> Result<Option<i64>> {
    read!(store, db => sqlx::query_scalar(NEXT).fetch_one(db))
}

/// Notes what became of a time, and which one is next; nothing if another process did.
pub(super) async fn advance(store: &Store, due: &DueRow, next: Option<i64>, outcome: &Outcome) -> Result<()> {
    change_alone!(store, db => sqlx::query(ADVANCE)
        .bind(&due.flow_id).bind(&due.node).bind(due.next_at).bind(next).bind(due.next_at)
        .bind(&outcome.run).bind(outcome.word).bind(&outcome.error).execute(db))?;
    Ok(())
}

/// Notes which time is next, and nothing of this one.
pub(super) async fn skip(store: &Store, due: &DueRow, next: Option<i64>) -> Result<()> {
    change_alone!(store, db => sqlx::query(SKIP)
        .bind(&due.flow_id).bind(&due.node).bind(due.next_at).bind(next).execute(db))?;
    Ok(())
}

pub(super) async fn called(store: &Store, (flow, node): (&str, &str), at: i64, run: &str) -> Result<()> {
    change_alone!(store, db => sqlx::query(CALLED).bind(flow).bind(node).bind(at).bind(run).execute(db))?;
    Ok(())
}

/// `false` if there is no such webhook.
pub(super) async fn set_secret(tx: &mut Tx, (flow, node): (&str, &str), sealed: &str) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(SET_SECRET).bind(flow).bind(node).bind(sealed).execute(db))?;
    Ok(done > 0)
}

pub(super) async fn list(store: &Store, flow: &str, kind: &str, rows: i64) -> Result<Vec<TriggerRow>> {
    read!(store, db => sqlx::query_as(LIST).bind(flow).bind(kind).bind(rows).fetch_all(db))
}

/// The next times of active flows.
pub(crate) async fn coming(store: &Store, rows: i64) -> Result<Vec<ComingRow>> {
    read!(store, db => sqlx::query_as(COMING).bind(rows).fetch_all(db))
}
