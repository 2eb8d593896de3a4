//! Queries of the journal and the logs. Rows are written many at a time, and only while whoever writes
//! them holds the run.

use sqlx::FromRow;

use super::writer::{Change, Claim, Line, Row};
use crate::store::dialect::storable;
use crate::store::rows::{Cell, Many};
use crate::store::{Result, Store, Tx, read, within};

const LOAD: &str = "SELECT j.kind, j.key, j.node, j.node_type, j.status, j.attempt, j.started_at, j.duration_us,
        j.is_sealed, j.data
    FROM journal j WHERE j.run_no = $1 AND j.kind NOT IN ('step', 'region') ORDER BY j.seq";
const IS_HELD: &str = "SELECT count(*) FROM runs WHERE no = $1 AND fence = $2";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[LOAD, IS_HELD];

const ENTRY_TYPES: &[&str] =
    &["BIGINT", "BIGINT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "BIGINT", "BIGINT", "BIGINT", "BOOLEAN", "TEXT"];
const LOG_TYPES: &[&str] = &["BIGINT", "BIGINT", "BIGINT", "BIGINT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT"];
const VARIABLE_TYPES: &[&str] = &["BIGINT", "BIGINT", "BIGINT", "BIGINT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT"];

/// One row of the journal.
#[derive(Clone, Debug, FromRow)]
pub struct Entry {
    /// `started`, `finished`, `choice` or `dropped`; in the trace `step` or `region`.
    pub kind: String,
    /// The activation or choice.
    pub key: String,
    /// The node's id.
    pub node: String,
    /// The node's type; empty where it is not known.
    pub node_type: String,
    /// How the step stands; empty for a choice.
    pub status: String,
    /// From 1.
    pub attempt: i64,
    /// Milliseconds since 1970.
    pub started_at: i64,
    /// Microseconds.
    pub duration_us: i64,
    /// Whether `data` is sealed.
    pub is_sealed: bool,
    /// JSON: the result, the choice, or what the trace shows.
    pub data: String,
}

/// One line of a run's log.
#[derive(Clone, Debug)]
pub struct LogEntry {
    /// From 1 within the run.
    pub seq: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    /// The node's id.
    pub node: String,
    /// The activation.
    pub key: String,
    /// The name of the machine.
    pub target: Option<String>,
    /// `stdout`, `stderr` or `log`.
    pub stream: &'static str,
    /// Without the line end.
    pub text: String,
}

/// One change of a variable of a run.
#[derive(Clone, Debug)]
pub struct VariableEntry {
    /// From 1 within the run.
    pub seq: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    /// The node's id.
    pub node: String,
    /// The activation.
    pub key: String,
    /// The variable.
    pub name: String,
    /// How far it reaches.
    pub scope: String,
    /// JSON, secrets masked.
    pub value: String,
}

impl Row {
    fn cells(&self) -> [Cell<'_>; 12] {
        let Self { claim, entry, .. } = self;
        [
            claim.no.into(),
            claim.fence.into(),
            (&entry.kind).into(),
            (&entry.key).into(),
            (&entry.node).into(),
            (&entry.node_type).into(),
            (&entry.status).into(),
            entry.attempt.into(),
            entry.started_at.into(),
            entry.duration_us.into(),
            entry.is_sealed.into(),
            (&entry.data).into(),
        ]
    }
}

impl Change {
    fn cells(&self) -> [Cell<'_>; 9] {
        let Self { claim, entry } = self;
        [
            claim.no.into(),
            claim.fence.into(),
            entry.seq.into(),
            entry.at.into(),
            (&entry.node).into(),
            (&entry.key).into(),
            (&entry.name).into(),
            (&entry.scope).into(),
            (&entry.value).into(),
        ]
    }
}

impl Line {
    fn cells(&self) -> [Cell<'_>; 9] {
        let Self { claim, entry } = self;
        [
            claim.no.into(),
            claim.fence.into(),
            entry.seq.into(),
            entry.at.into(),
            (&entry.node).into(),
            (&entry.key).into(),
            (&entry.target).into(),
            entry.stream.into(),
            storable(&entry.text).into(),
        ]
    }
}

/// The statements that write rows.
pub(super) struct Statements {
    entries: Many,
    logs: Many,
    variables: Many,
}

impl Statements {
    /// The statements for a database. Each row names its run and the fence number first; `CROSS JOIN` keeps the
    /// order of the rows where the end of the text does not ask for it.
    pub(super) fn new(store: &Store) -> Self {
        let entries = "INSERT INTO journal
            (run_no, kind, key, node, node_type, status, attempt, started_at, duration_us, is_sealed, data)
            SELECT r.no, v.column4, v.column5, v.column6, v.column7, v.column8, v.column9, v.column10, v.column11,
                v.column12, v.column13";
        let logs = "INSERT INTO run_logs (run_id, seq, at, node, key, target, stream, text)
            SELECT r.id, v.column4, v.column5, v.column6, v.column7, v.column8, v.column9, v.column10";
        let variables = "INSERT INTO run_variables (run_id, seq, at, node, key, name, scope, value)
            SELECT r.id, v.column4, v.column5, v.column6, v.column7, v.column8, v.column9, v.column10";
        let end = store.in_order_and_held();
        let many = |insert: &str, types| {
            let held = "CROSS JOIN runs r WHERE r.no = v.column2 AND r.fence = v.column3";
            Many::new(types, |values| format!("{insert} FROM {values} {held}{end}"))
        };
        Self {
            entries: many(entries, ENTRY_TYPES),
            logs: many(logs, LOG_TYPES),
            variables: many(variables, VARIABLE_TYPES),
        }
    }

    /// Adds rows that one statement can take, in a transaction of its own, and says how many were added;
    /// `None` if there is no such statement.
    pub(super) async fn insert_alone(&self, store: &Store, rows: &[&Row]) -> Option<Result<u64>> {
        self.entries.execute_alone(store, &cells(rows, |row| row.cells())).await
    }

    /// Adds rows to the journal; says how many were added. The rest belongs to runs somebody else took over.
    pub(super) async fn insert_entries(&self, tx: &mut Tx, rows: &[&Row]) -> Result<u64> {
        self.entries.execute(tx, &cells(rows, |row| row.cells())).await
    }

    /// Adds changes of variables, but those of runs somebody else took over.
    pub(super) async fn insert_variables(&self, tx: &mut Tx, changes: &[&Change]) -> Result<()> {
        self.variables.execute(tx, &cells(changes, |change| change.cells())).await.map(drop)
    }

    /// Adds lines to the logs, but those of runs somebody else took over.
    pub(super) async fn insert_logs(&self, tx: &mut Tx, lines: &[&Line]) -> Result<()> {
        self.logs.execute(tx, &cells(lines, |line| line.cells())).await.map(drop)
    }
}

fn cells<'a, T, const N: usize>(rows: &[&'a T], of: impl Fn(&'a T) -> [Cell<'a>; N]) -> Vec<[Cell<'a>; N]> {
    rows.iter().copied().map(of).collect()
}

/// What a run did to the world, oldest first.
pub(crate) async fn load(store: &Store, run_no: i64) -> Result<Vec<Entry>> {
    read!(store, db => sqlx::query_as(LOAD).bind(run_no).fetch_all(db))
}

/// Whether a run still has the fence number it was claimed with.
pub(super) async fn is_held(tx: &mut Tx, claim: Claim) -> Result<bool> {
    let held: i64 = within!(tx, db => sqlx::query_scalar(IS_HELD).bind(claim.no).bind(claim.fence).fetch_one(db))?;
    Ok(held > 0)
}
