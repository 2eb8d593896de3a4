//! Queries of runs.

use sqlx::FromRow;

use crate::store::{Result, Store, Tx, read, within};

const LIST: &str =
    "SELECT id, flow_id, flow_name, flow_version, status, started_how, created_by, created_at, started_at,
        finished_at, error, steps_completed, steps_failed, steps_skipped, cancelled_by
    FROM runs WHERE ($1 = '' OR flow_id = $1) AND ($2 = '' OR status = $2) AND ($3 = '' OR id < $3)
    ORDER BY id DESC LIMIT $4";
const FIND: &str =
    "SELECT id, flow_id, flow_name, flow_version, status, started_how, created_by, created_at, started_at,
        finished_at, error, steps_completed, steps_failed, steps_skipped, cancelled_by
    FROM runs WHERE id = $1";
const DETAILS: &str = "SELECT r.parameters, r.sealed_parameters, r.input, r.result, r.variables, r.nodes, r.durability,
        r.cancelled_at, d.body AS document
    FROM runs r JOIN documents d ON d.hash = r.document_hash WHERE r.id = $1";
const STATUS: &str = "SELECT status FROM runs WHERE id = $1";
const INSERT: &str =
    "INSERT INTO runs (id, flow_id, flow_name, flow_version, document_hash, status, started_how, created_by,
        created_at, durability, parameters, sealed_parameters, input, idempotency_key, request_hash)
    VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const BY_IDEMPOTENCY_KEY: &str = "SELECT id, request_hash FROM runs WHERE created_by = $1 AND idempotency_key = $2";
const PENDING: &str = "SELECT id FROM runs WHERE status = 'pending' ORDER BY id LIMIT $1";
const INTERRUPTED: &str = "SELECT id FROM runs WHERE status = 'running' ORDER BY id";
const CLAIM: &str = "UPDATE runs SET status = 'running', started_at = $2 WHERE id = $1 AND status = 'pending'";
const FINISH: &str =
    "UPDATE runs SET status = $2, finished_at = $3, result = $4, error = $5, variables = $6, nodes = $7,
        steps_completed = $8, steps_failed = $9, steps_skipped = $10
    WHERE id = $1 AND status IN ('pending', 'running')";
const CANCEL: &str = "UPDATE runs SET cancelled_by = $2, cancelled_at = $3 WHERE id = $1 AND cancelled_at IS NULL";
const DELETE: &str = "DELETE FROM runs WHERE id = $1 AND status NOT IN ('pending', 'running')";
const COUNT_ACTIVE: &str =
    "SELECT count(*) FILTER (WHERE status = 'running'), count(*) FILTER (WHERE status = 'pending')
    FROM runs WHERE status IN ('running', 'pending')";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    LIST,
    FIND,
    DETAILS,
    STATUS,
    INSERT,
    BY_IDEMPOTENCY_KEY,
    PENDING,
    INTERRUPTED,
    CLAIM,
    FINISH,
    CANCEL,
    DELETE,
    COUNT_ACTIVE,
];

/// A run, as a list shows it.
#[derive(Clone, FromRow)]
pub struct RunRow {
    /// Identity.
    pub id: String,
    /// The flow, if it is one that is kept.
    pub flow_id: Option<String>,
    /// What the flow was called.
    pub flow_name: String,
    /// Which version is run.
    pub flow_version: Option<i64>,
    /// How it stands.
    pub status: String,
    /// `manual` or `cli`.
    pub started_how: String,
    /// User name.
    pub created_by: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970.
    pub started_at: Option<i64>,
    /// Milliseconds since 1970.
    pub finished_at: Option<i64>,
    /// JSON.
    pub error: Option<String>,
    /// Executions that ended well.
    pub steps_completed: i64,
    /// Executions that failed.
    pub steps_failed: i64,
    /// Executions that were skipped.
    pub steps_skipped: i64,
    /// User name.
    pub cancelled_by: Option<String>,
}

/// The large parts of a run; all JSON.
#[derive(FromRow)]
pub(crate) struct DetailRow {
    /// As people may see them.
    pub parameters: String,
    /// As they are, if there are secrets among them.
    pub sealed_parameters: Option<String>,
    /// The first message.
    pub input: String,
    /// What it gave.
    pub result: Option<String>,
    /// Its variables at the end.
    pub variables: Option<String>,
    /// Its nodes' summaries at the end.
    pub nodes: Option<String>,
    /// What is written before the run goes on.
    pub durability: String,
    /// When somebody cancelled it.
    pub cancelled_at: Option<i64>,
    /// What is run.
    pub document: String,
}

/// A run to be.
#[derive(Default)]
pub struct NewRun {
    /// Identity.
    pub id: String,
    /// The flow, if it is one that is kept.
    pub flow_id: Option<String>,
    /// What the flow is called.
    pub flow_name: String,
    /// Which version is run.
    pub flow_version: Option<i64>,
    /// Where the document is.
    pub document_hash: String,
    /// `manual` or `cli`.
    pub started_how: &'static str,
    /// User name.
    pub created_by: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// What is written before the run goes on.
    pub durability: String,
    /// As people may see them.
    pub parameters: String,
    /// As they are, if there are secrets among them.
    pub sealed_parameters: Option<String>,
    /// The first message.
    pub input: String,
    /// The same key from the same user starts no second run.
    pub idempotency_key: Option<String>,
    /// Tells whether the same key came with the same request.
    pub request_hash: Option<String>,
}

/// How a run ended; all texts are JSON.
pub(crate) struct Ending {
    /// A final status.
    pub status: String,
    /// Milliseconds since 1970.
    pub at: i64,
    /// What it gave.
    pub result: String,
    /// Why it did not complete.
    pub error: Option<String>,
    /// Its variables.
    pub variables: String,
    /// Its nodes' summaries.
    pub nodes: String,
    /// Executions that ended well, failed and were skipped.
    pub steps: (i64, i64, i64),
}

/// A page of runs, newest first; empty texts mean any.
pub(crate) async fn list(store: &Store, flow: &str, status: &str, before: &str, rows: i64) -> Result<Vec<RunRow>> {
    read!(store, db => sqlx::query_as(LIST).bind(flow).bind(status).bind(before).bind(rows).fetch_all(db))
}

/// One run.
pub(crate) async fn find(store: &Store, id: &str) -> Result<Option<RunRow>> {
    read!(store, db => sqlx::query_as(FIND).bind(id).fetch_optional(db))
}

/// The large parts of a run.
pub(crate) async fn details(store: &Store, id: &str) -> Result<Option<DetailRow>> {
    read!(store, db => sqlx::query_as(DETAILS).bind(id).fetch_optional(db))
}

/// How a run stands.
pub(crate) async fn status(tx: &mut Tx, id: &str) -> Result<Option<String>> {
    within!(tx, db => sqlx::query_scalar(STATUS).bind(id).fetch_optional(db))
}

/// Adds a run that waits for its turn.
pub(crate) async fn insert(tx: &mut Tx, run: &NewRun) -> Result<()> {
    within!(tx, db => sqlx::query(INSERT)
        .bind(&run.id).bind(&run.flow_id).bind(&run.flow_name).bind(run.flow_version).bind(&run.document_hash)
        .bind(run.started_how).bind(&run.created_by).bind(run.created_at).bind(&run.durability)
        .bind(&run.parameters).bind(&run.sealed_parameters).bind(&run.input)
        .bind(&run.idempotency_key).bind(&run.request_hash).execute(db))?;
    Ok(())
}

/// The run that a user started with an idempotency key, and the hash of that request.
pub(crate) async fn by_idempotency_key(tx: &mut Tx, user: &str, key: &str) -> Result<Option<(String, Option<String>)>> {
    within!(tx, db => sqlx::query_as(BY_IDEMPOTENCY_KEY).bind(user).bind(key).fetch_optional(db))
}

/// Runs that wait for their turn, oldest first.
pub(crate) async fn pending(store: &Store, rows: i64) -> Result<Vec<String>> {
    read!(store, db => sqlx::query_scalar(PENDING).bind(rows).fetch_all(db))
}

/// Runs that an earlier process was executing, oldest first.
pub(crate) async fn interrupted(store: &Store) -> Result<Vec<String>> {
    read!(store, db => sqlx::query_scalar(INTERRUPTED).fetch_all(db))
}

/// Marks a run as running; `false` if it no longer waits.
pub(crate) async fn claim(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    let done = within!(tx, db => sqlx::query(CLAIM).bind(id).bind(now).execute(db))?;
    Ok(done.rows_affected() > 0)
}

/// Marks a run as over; `false` if it was over already.
pub(crate) async fn finish(tx: &mut Tx, id: &str, ending: &Ending) -> Result<bool> {
    let (completed, failed, skipped) = ending.steps;
    let done = within!(tx, db => sqlx::query(FINISH)
        .bind(id).bind(&ending.status).bind(ending.at).bind(&ending.result).bind(&ending.error)
        .bind(&ending.variables).bind(&ending.nodes).bind(completed).bind(failed).bind(skipped).execute(db))?;
    Ok(done.rows_affected() > 0)
}

/// Notes who cancels a run.
pub(crate) async fn cancel(tx: &mut Tx, id: &str, user: &str, now: i64) -> Result<()> {
    within!(tx, db => sqlx::query(CANCEL).bind(id).bind(user).bind(now).execute(db))?;
    Ok(())
}

/// Deletes a run that is over, with its journal and log; `false` if it is not over.
pub(crate) async fn delete(tx: &mut Tx, id: &str) -> Result<bool> {
    let done = within!(tx, db => sqlx::query(DELETE).bind(id).execute(db))?;
    Ok(done.rows_affected() > 0)
}

/// How many runs are executed, and how many wait.
pub(crate) async fn count_active(store: &Store) -> Result<(i64, i64)> {
    read!(store, db => sqlx::query_as(COUNT_ACTIVE).fetch_one(db))
}
