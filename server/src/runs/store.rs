//! Queries of runs.

use std::sync::LazyLock;

use sqlx::FromRow;

use crate::store::dialect::Turn;
use crate::store::rows::{Cell, Many};
use crate::store::{Result, Store, Tx, change, read, within};

/// What a list shows of a run.
macro_rules! shown {
    () => {
        "id, flow_id, flow_name, flow_version, status, started_how, created_by, created_at, started_at, finished_at,
        error, steps_completed, steps_failed, steps_skipped, cancelled_by, priority, parent_run,
        CASE WHEN is_parked THEN wake_at END AS waiting_until, asks, target_id, target_name, target_count"
    };
}

pub(crate) use shown;

const FIND: &str = concat!("SELECT ", shown!(), " FROM runs WHERE id = $1");
const DETAILS: &str = "SELECT r.parameters, r.result, r.variables, r.nodes, d.body AS document
    FROM runs r JOIN documents d ON d.hash = r.document_hash WHERE r.id = $1";
const STATUS: &str = "UPDATE runs SET status = status WHERE id = $1 RETURNING status";
const WAITING: &str = "SELECT count(*) FROM (SELECT 1 FROM runs WHERE status = 'pending' LIMIT $1) AS waiting";
const NEW_TYPES: &[&str] = &[
    "TEXT", "TEXT", "TEXT", "BIGINT", "TEXT", "TEXT", "TEXT", "BIGINT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT",
    "BIGINT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "BIGINT",
];
const BY_IDEMPOTENCY_KEY: &str = "SELECT id, request_hash FROM runs WHERE created_by = $1 AND idempotency_key = $2";
const BY_PARENT: &str = "SELECT id FROM runs WHERE parent_run = $1 AND parent_key = $2";
const CANCEL: &str = "UPDATE runs SET cancelled_by = $2, cancelled_at = $3, signals = signals + 1,
        wake_at = CASE WHEN is_parked THEN $3 ELSE wake_at END
    WHERE id = $1 AND cancelled_at IS NULL";
const DELETE: &str = "DELETE FROM runs WHERE id = $1 AND status NOT IN ('pending', 'running', 'paused')";
const COUNT_ACTIVE: &str =
    "SELECT count(*) FILTER (WHERE status <> 'pending'), count(*) FILTER (WHERE status = 'pending')
    FROM runs WHERE status IN ('running', 'pending', 'paused')";
const QUEUE: &str = "SELECT count(*) FILTER (WHERE status = 'running' AND NOT is_parked) AS running,
        count(*) FILTER (WHERE status = 'pending') AS pending,
        count(*) FILTER (WHERE status = 'running' AND is_parked) AS parked,
        count(*) FILTER (WHERE status = 'paused') AS paused
    FROM runs WHERE status IN ('running', 'pending', 'paused')";
const BUSIEST: &str = "SELECT flow_id, max(flow_name) AS name, count(*) FILTER (WHERE status <> 'pending') AS running,
        count(*) FILTER (WHERE status = 'pending') AS pending
    FROM runs WHERE status IN ('running', 'pending', 'paused')
    GROUP BY flow_id ORDER BY count(*) DESC, max(flow_name) LIMIT 20";
const PRIORITISE: &str = "UPDATE runs SET priority = $2 WHERE id = $1 AND status = 'pending'";
const GIVEN: &str = "SELECT document_hash, parameters, sealed_parameters, input, options FROM runs WHERE id = $1";
const UNFINISHED_BELOW: &str = "WITH RECURSIVE below (id, status) AS (
        SELECT id, status FROM runs WHERE parent_run = $1
        UNION ALL
        SELECT r.id, r.status FROM below b JOIN runs r ON r.parent_run = b.id)
    SELECT id, status FROM below WHERE status IN ('pending', 'running', 'paused')";
const CHILDREN: &str = concat!(
    "SELECT ",
    shown!(),
    " FROM runs
    WHERE parent_run = $1 AND id > $2 AND ($4 = '' OR status = $4) ORDER BY id LIMIT $3"
);
const COMPLETED_TARGETS: &str = "SELECT DISTINCT target_id FROM runs
    WHERE parent_run = $1 AND target_id IS NOT NULL AND status = 'completed'";
const CHILD: &str = "SELECT id FROM runs WHERE parent_run = $1 AND parent_key = $2";
const DEPTH: &str = "WITH RECURSIVE above (id, parent_run, depth) AS (
        SELECT id, parent_run, 0 FROM runs WHERE id = $1
        UNION ALL
        SELECT r.id, r.parent_run, a.depth + 1 FROM above a JOIN runs r ON r.id = a.parent_run WHERE a.depth < 100)
    SELECT CAST(coalesce(max(depth), 0) AS BIGINT) FROM above";
const CHILD_TOTALS: &str = "SELECT status, count(*) FROM runs WHERE parent_run = $1 GROUP BY status ORDER BY status";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    FIND,
    DETAILS,
    STATUS,
    WAITING,
    BY_IDEMPOTENCY_KEY,
    BY_PARENT,
    CANCEL,
    DELETE,
    COUNT_ACTIVE,
    QUEUE,
    BUSIEST,
    PRIORITISE,
    GIVEN,
    UNFINISHED_BELOW,
    CHILDREN,
    COMPLETED_TARGETS,
    CHILD,
    DEPTH,
    CHILD_TOTALS,
];

static INSERT: LazyLock<Many> = LazyLock::new(|| {
    Many::new(NEW_TYPES, |values| {
        format!(
            "INSERT INTO runs (id, flow_id, flow_name, flow_version, document_hash, started_how, created_by, created_at,
                durability, parameters, sealed_parameters, input, idempotency_key, request_hash, priority,
                concurrency_key, lane, parent_run, parent_key, options, debug, target_id, target_name,
                target_count, status)
            SELECT v.column2, v.column3, v.column4, v.column5, v.column6, v.column7, v.column8, v.column9, v.column10,
                v.column11, v.column12, v.column13, v.column14, v.column15, v.column16, v.column17, v.column18,
                v.column19, v.column20, v.column21, v.column22, v.column23, v.column24, v.column25, 'pending'
            FROM {values} ORDER BY v.column1"
        )
    })
});

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
    /// As `Request::started_how`.
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
    /// Higher ones go first.
    pub priority: i64,
    /// The run that called this one.
    pub parent_run: Option<String>,
    /// Of a run that is put away: when it goes on, in milliseconds since 1970.
    pub waiting_until: Option<i64>,
    /// How many questions to people are open.
    pub asks: i64,
    /// The machine it works on.
    pub target_id: Option<String>,
    /// What that was called.
    pub target_name: Option<String>,
    /// Of a run over several machines: how many these are.
    pub target_count: Option<i64>,
}

/// The large parts of a run; all JSON.
#[derive(FromRow)]
pub(crate) struct DetailRow {
    /// As people may see them.
    pub parameters: String,
    /// What it gave.
    pub result: Option<String>,
    /// Its variables at the end.
    pub variables: Option<String>,
    /// Its nodes' summaries at the end.
    pub nodes: Option<String>,
    /// What is run.
    pub document: String,
}

/// A run to be.
#[derive(Clone, Default)]
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
    /// Higher ones go first.
    pub priority: i64,
    /// Runs of the flow with the same key share its limit.
    pub concurrency_key: String,
    /// The run that calls this one, and the activation in it; the same one starts no second run.
    pub parent: Option<(String, String)>,
    /// JSON: what the engine is told beside parameters and input; an object.
    pub options: String,
    /// JSON: where it is to pause; nothing for a run that nobody debugs.
    pub debug: Option<String>,
    /// Id and name of the machine it works on.
    pub target: Option<(String, String)>,
    /// Of a run over several machines: how many these are.
    pub target_count: Option<i64>,
}

impl NewRun {
    /// Whom the run shares its limit with.
    pub(crate) fn lane(&self) -> String {
        format!("{}/{}", self.flow_id.as_deref().unwrap_or_default(), self.concurrency_key)
    }

    /// How a list shows it before it starts.
    pub(crate) fn row(&self) -> RunRow {
        RunRow {
            id: self.id.clone(),
            flow_id: self.flow_id.clone(),
            flow_name: self.flow_name.clone(),
            flow_version: self.flow_version,
            status: "pending".into(),
            started_how: self.started_how.into(),
            created_by: self.created_by.clone(),
            created_at: self.created_at,
            started_at: None,
            finished_at: None,
            error: None,
            steps_completed: 0,
            steps_failed: 0,
            steps_skipped: 0,
            cancelled_by: None,
            priority: self.priority,
            parent_run: self.parent.as_ref().map(|(run, _)| run.clone()),
            waiting_until: None,
            asks: 0,
            target_id: self.target.as_ref().map(|(id, _)| id.clone()),
            target_name: self.target.as_ref().map(|(_, name)| name.clone()),
            target_count: self.target_count,
        }
    }
}

/// How many children a run has, by how they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChildTotals {
    /// All of them.
    pub total: i64,
    /// Each status there is, with its number.
    pub by_status: Vec<(String, i64)>,
}

/// How a run ended; all texts are JSON.
#[derive(Clone)]
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

/// One run.
pub(crate) async fn find(store: &Store, id: &str) -> Result<Option<RunRow>> {
    read!(store, db => sqlx::query_as(FIND).bind(id).fetch_optional(db))
}

/// The large parts of a run.
pub(crate) async fn details(store: &Store, id: &str) -> Result<Option<DetailRow>> {
    read!(store, db => sqlx::query_as(DETAILS).bind(id).fetch_optional(db))
}

/// How a run stands; nobody else changes it before this transaction ends.
pub(crate) async fn status(tx: &mut Tx, id: &str) -> Result<Option<String>> {
    within!(tx, db => sqlx::query_scalar(STATUS).bind(id).fetch_optional(db))
}

/// How many runs wait for their turn, counted up to a limit.
pub(crate) async fn waiting(tx: &mut Tx, limit: i64) -> Result<i64> {
    within!(tx, db => sqlx::query_scalar(WAITING).bind(limit).fetch_one(db))
}

/// Adds runs that wait for their turn.
pub(crate) async fn insert(tx: &mut Tx, runs: &[&NewRun]) -> Result<()> {
    let rows: Vec<_> = runs.iter().map(|run| run.cells()).collect();
    INSERT.execute(tx, &rows).await.map(drop)
}

impl NewRun {
    fn cells(&self) -> [Cell<'_>; 24] {
        let (target, target_name) = self.target.as_ref().map(|(id, name)| (id.as_str(), name.as_str())).unzip();
        let (parent, key) = self.parent.as_ref().map(|(run, key)| (run.as_str(), key.as_str())).unzip();
        let options = if self.options.is_empty() { "{}" } else { &self.options };
        [
            (&self.id).into(),
            (&self.flow_id).into(),
            (&self.flow_name).into(),
            self.flow_version.into(),
            (&self.document_hash).into(),
            self.started_how.into(),
            (&self.created_by).into(),
            self.created_at.into(),
            (&self.durability).into(),
            (&self.parameters).into(),
            (&self.sealed_parameters).into(),
            (&self.input).into(),
            (&self.idempotency_key).into(),
            (&self.request_hash).into(),
            self.priority.into(),
            (&self.concurrency_key).into(),
            self.lane().into(),
            parent.into(),
            key.into(),
            options.into(),
            (&self.debug).into(),
            target.into(),
            target_name.into(),
            self.target_count.into(),
        ]
    }
}

/// The run that a user started with an idempotency key, and the hash of that request.
pub(crate) async fn by_idempotency_key(tx: &mut Tx, user: &str, key: &str) -> Result<Option<(String, Option<String>)>> {
    tx.take_turn(Turn::IdempotencyKey(user, key)).await?;
    within!(tx, db => sqlx::query_as(BY_IDEMPOTENCY_KEY).bind(user).bind(key).fetch_optional(db))
}

/// The child that an activation of a run started.
pub(crate) async fn by_parent(tx: &mut Tx, run: &str, key: &str) -> Result<Option<String>> {
    within!(tx, db => sqlx::query_scalar(BY_PARENT).bind(run).bind(key).fetch_optional(db))
}

/// Runs below a run, at any depth, that are not over, each with how it stands.
pub(crate) async fn unfinished_below(tx: &mut Tx, run: &str) -> Result<Vec<(String, String)>> {
    within!(tx, db => sqlx::query_as(UNFINISHED_BELOW).bind(run).fetch_all(db))
}

/// A page of the runs that a run called, oldest first; an empty status means any.
pub async fn children(store: &Store, (run, status): (&str, &str), after: &str, rows: i64) -> Result<Vec<RunRow>> {
    read!(store, db => sqlx::query_as(CHILDREN).bind(run).bind(after).bind(rows).bind(status).fetch_all(db))
}

/// The targets of a run over several whose own runs completed.
pub(crate) async fn completed_targets(store: &Store, run: &str) -> Result<Vec<String>> {
    read!(store, db => sqlx::query_scalar(COMPLETED_TARGETS).bind(run).fetch_all(db))
}

/// The run that an activation of a run called.
pub(crate) async fn child(store: &Store, run: &str, key: &str) -> Result<Option<String>> {
    read!(store, db => sqlx::query_scalar(CHILD).bind(run).bind(key).fetch_optional(db))
}

/// How many runs are above a run: who called it, who called that one, and so on.
pub(crate) async fn depth(store: &Store, run: &str) -> Result<i64> {
    read!(store, db => sqlx::query_scalar(DEPTH).bind(run).fetch_one(db))
}

/// How many runs a run called, by how they stand.
pub async fn child_totals(store: &Store, run: &str) -> Result<ChildTotals> {
    let by_status: Vec<(String, i64)> = read!(store, db => sqlx::query_as(CHILD_TOTALS).bind(run).fetch_all(db))?;
    Ok(ChildTotals { total: by_status.iter().map(|(_, count)| count).sum(), by_status })
}

/// Notes who cancels a run; one that is put away gets up to hear it.
pub(crate) async fn cancel(tx: &mut Tx, id: &str, user: &str, now: i64) -> Result<()> {
    change!(tx, db => sqlx::query(CANCEL).bind(id).bind(user).bind(now).execute(db))?;
    Ok(())
}

/// Deletes a run that is over, with its journal and log; `false` if it is not over.
pub(crate) async fn delete(tx: &mut Tx, id: &str) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(DELETE).bind(id).execute(db))?;
    Ok(done > 0)
}

/// How many runs are executed, and how many wait.
pub(crate) async fn count_active(store: &Store) -> Result<(i64, i64)> {
    read!(store, db => sqlx::query_as(COUNT_ACTIVE).fetch_one(db))
}

/// How many runs there are in which state.
#[derive(FromRow)]
pub(crate) struct QueueCounts {
    /// Executed.
    pub running: i64,
    /// Waiting for their turn.
    pub pending: i64,
    /// Put away.
    pub parked: i64,
    /// Held for somebody to look.
    pub paused: i64,
}

/// How full the queue is.
pub(crate) async fn queue_counts(store: &Store) -> Result<QueueCounts> {
    read!(store, db => sqlx::query_as(QUEUE).fetch_one(db))
}

/// How many runs of a flow are not over.
#[derive(FromRow)]
pub(crate) struct FlowCount {
    /// The flow, if it is one that is kept.
    pub flow_id: Option<String>,
    /// What it is called.
    pub name: String,
    /// Begun.
    pub running: i64,
    /// Waiting for their turn.
    pub pending: i64,
}

/// The flows with the most runs that are not over.
pub(crate) async fn busiest_flows(store: &Store) -> Result<Vec<FlowCount>> {
    read!(store, db => sqlx::query_as(BUSIEST).fetch_all(db))
}

/// Changes the priority of a run that waits; `false` if it does not.
pub(crate) async fn prioritise(tx: &mut Tx, id: &str, priority: i64) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(PRIORITISE).bind(id).bind(priority).execute(db))?;
    Ok(done > 0)
}

/// What a run was started with.
#[derive(FromRow)]
pub(crate) struct GivenRow {
    /// Where the document is.
    pub document_hash: String,
    /// As people may see them.
    pub parameters: String,
    /// As they are, if there are secrets among them.
    pub sealed_parameters: Option<String>,
    /// The first message.
    pub input: String,
    /// JSON.
    pub options: String,
}

/// What a run was started with.
pub(crate) async fn given(store: &Store, id: &str) -> Result<Option<GivenRow>> {
    read!(store, db => sqlx::query_as(GIVEN).bind(id).fetch_optional(db))
}
