//! Queries of the trace and the logs.

use std::collections::HashMap;

use async_trait::async_trait;
use engine::{Step, StepKind, StepStatus};
use node_sdk::{NodeError, Outcome, Str, Value};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::super::sessions;
use super::super::view::{LogView, StepView};
use crate::journal::{Claim, Entry, Operation};
use crate::store::{Error, Result, Store, Tx, change, read};
use crate::web::iso;
use crate::wire::{of_word, preview, word};

/// An effect that is going on has no end in the journal yet; of a run that is over, every step has ended.
const STEPS: &str = "SELECT j.seq, j.kind, j.key, j.node, j.node_type, j.status, j.attempt, j.started_at,
        j.duration_us, j.is_sealed, j.data
    FROM runs r JOIN journal j ON j.run_no = r.no
    WHERE r.id = $1 AND j.seq > $2 AND ($3 = '' OR j.node = $3) AND ($4 = '' OR j.status = $4) AND ($5 = '' OR j.key = $5)
      AND ((j.kind = 'step' AND ($7 <> 'region')) OR (j.kind = 'region' AND $7 <> 'node')
        OR (j.kind = 'finished' AND NOT j.is_sealed AND $7 <> 'region')
        OR (j.kind = 'started' AND $7 <> 'region' AND r.status IN ('running', 'paused') AND j.key NOT IN
          (SELECT f.key FROM runs o JOIN journal f ON f.run_no = o.no WHERE o.id = $1 AND f.kind = 'finished')))
      AND ($8 = '' OR substr(j.key, 1, length($8)) = $8)
    ORDER BY j.seq LIMIT $6";
const BODIES: &str = "SELECT j.seq, j.kind, j.key, j.node, j.node_type, j.status, j.attempt, j.started_at,
        j.duration_us, j.is_sealed, j.data
    FROM runs r JOIN journal j ON j.run_no = r.no
    WHERE r.id = $1 AND j.kind = 'region' AND substr(j.key, 1, length($2)) = $2 ORDER BY j.seq LIMIT 20000";
const AT_WORK: &str = "SELECT j.key, j.started_at FROM runs r JOIN journal j ON j.run_no = r.no
    WHERE r.id = $1 AND r.status IN ('running', 'paused') AND j.kind = 'started' AND substr(j.key, 1, length($2)) = $2
      AND j.key NOT IN (SELECT f.key FROM runs o JOIN journal f ON f.run_no = o.no
        WHERE o.id = $1 AND f.kind = 'finished' AND substr(f.key, 1, length($2)) = $2)
    ORDER BY j.seq LIMIT 10000";
/// Of a step on several machines, each writes under a key of its own: with `:` and the machine's id.
const LOGS: &str = "SELECT seq, at, node, key, target, stream, text FROM run_logs
    WHERE run_id = $1 AND seq > $2 AND ($3 = '' OR node = $3)
        AND ($4 = '' OR key = $4 OR substr(key, 1, length($4) + 1) = $4 || ':') ORDER BY seq LIMIT $5";
const DROP_TRACE: &str = "DELETE FROM journal WHERE run_no = $1 AND kind IN ('step', 'region')
    AND EXISTS (SELECT 1 FROM runs WHERE no = $1 AND fence = $2)";
const DROP_VARIABLES: &str = "DELETE FROM run_variables
    WHERE run_id = (SELECT id FROM runs WHERE no = $1 AND fence = $2)";
const VARIABLES: &str = "SELECT seq, at, node, key, name, scope, value FROM run_variables
    WHERE run_id = $1 AND seq > $2 AND ($3 = '' OR node = $3) AND ($4 = '' OR name = $4) ORDER BY seq LIMIT $5";
const LAST_LOG: &str = "SELECT coalesce(max(seq), 0) FROM run_logs WHERE run_id = $1";
const LOGGED: &str = "SELECT key, count(*) FROM run_logs WHERE run_id = $1
      AND key NOT IN (SELECT j.key FROM runs r JOIN journal j ON j.run_no = r.no WHERE r.id = $1 AND j.kind IN ('started', 'finished'))
    GROUP BY key";

#[cfg(test)]
pub(crate) const SQL: &[&str] =
    &[STEPS, BODIES, AT_WORK, LOGS, DROP_TRACE, DROP_VARIABLES, VARIABLES, LAST_LOG, LOGGED];

/// What the trace keeps of a step that the journal does not hold.
#[derive(Serialize, Deserialize)]
struct Kept {
    port: Option<Str>,
    output: Value,
    error: Option<NodeError>,
    #[serde(default)]
    truncated: bool,
    /// Of a round of a loop: what it was for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<Value>,
}

#[derive(FromRow)]
struct StepRow {
    seq: i64,
    #[sqlx(flatten)]
    entry: Entry,
}

#[derive(FromRow)]
struct LogRow {
    seq: i64,
    at: i64,
    node: String,
    key: String,
    target: Option<String>,
    stream: String,
    text: String,
}

/// Which steps or lines are wanted; empty texts mean any.
#[derive(Default)]
pub(crate) struct Filter {
    /// Of this node.
    pub node: String,
    /// With this status.
    pub status: String,
    /// Of this activation.
    pub key: String,
    /// Steps only: with keys that begin like this.
    pub within: String,
    /// Steps only: `node` or `region`; any other word means both.
    pub kind: String,
    /// After this number.
    pub after: i64,
    /// At most so many.
    pub rows: i64,
}

/// A row of the trace for a step that the journal does not hold.
pub(crate) fn entry_of(step: &Step) -> Entry {
    let (output, truncated) = preview(step.output.clone());
    let item = step.item.clone().map(|item| preview(item).0);
    let kept = Kept { port: step.port.clone(), output, error: step.error.clone(), truncated, item };
    Entry {
        kind: if step.kind == StepKind::Region { "region" } else { "step" }.into(),
        key: step.key.clone(),
        node: step.node.to_string(),
        node_type: step.node_type.to_string(),
        status: word(&step.status),
        attempt: step.attempt.into(),
        started_at: step.started_at,
        duration_us: i64::try_from(step.duration_us).unwrap_or(i64::MAX),
        is_sealed: false,
        data: serde_json::to_string(&kept).unwrap_or_else(|_| "null".into()),
    }
}

/// A page of steps in the order they ended, each with its number. Of a run with secrets the journal is
/// sealed, and the trace holds the effects too, masked.
pub(crate) async fn steps(store: &Store, run: &str, filter: &Filter) -> Result<Vec<(i64, StepView)>> {
    let rows: Vec<StepRow> = read!(store, db => sqlx::query_as(STEPS)
        .bind(run).bind(filter.after).bind(&filter.node).bind(&filter.status).bind(&filter.key).bind(filter.rows)
        .bind(&filter.kind).bind(&filter.within).fetch_all(db))?;
    rows.into_iter().map(|row| Ok((row.seq, to_view(row.entry)?))).collect()
}

/// The executions of an activation's bodies that are kept, in the order they were told.
pub(crate) async fn bodies(store: &Store, run: &str, key: &str) -> Result<Vec<StepView>> {
    let rows: Vec<StepRow> = read!(store, db => sqlx::query_as(BODIES).bind(run).bind(key).fetch_all(db))?;
    rows.into_iter().map(|row| to_view(row.entry)).collect()
}

/// The effects inside an activation that are at work, each with when it began.
pub(crate) async fn at_work(store: &Store, run: &str, key: &str) -> Result<Vec<(String, i64)>> {
    read!(store, db => sqlx::query_as(AT_WORK).bind(run).bind(key).fetch_all(db))
}

/// A page of log lines, oldest first.
pub(crate) async fn logs(store: &Store, run: &str, filter: &Filter) -> Result<Vec<LogView>> {
    let rows: Vec<LogRow> = read!(store, db => sqlx::query_as(LOGS)
        .bind(run).bind(filter.after).bind(&filter.node).bind(&filter.key).bind(filter.rows).fetch_all(db))?;
    let view = |LogRow { seq, at, node, key, target, stream, text }| LogView {
        seq,
        at: iso(at),
        node,
        key,
        target,
        stream,
        text,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// A change of a variable.
#[derive(FromRow)]
pub(crate) struct ChangeRow {
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
    /// JSON.
    pub value: String,
}

/// A page of changes of variables, oldest first; empty texts mean any.
pub(crate) async fn variables(
    store: &Store,
    run: &str,
    (node, name): (&str, &str),
    after: i64,
    rows: i64,
) -> Result<Vec<ChangeRow>> {
    read!(store, db => sqlx::query_as(VARIABLES)
        .bind(run).bind(after).bind(node).bind(name).bind(rows).fetch_all(db))
}

/// Forgets the trace of a run that is about to be run again from its journal.
pub(crate) struct Forget(pub(crate) Claim);

#[async_trait]
impl Operation for Forget {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        change!(tx, db => sqlx::query(DROP_TRACE).bind(self.0.no).bind(self.0.fence).execute(db))?;
        change!(tx, db => sqlx::query(DROP_VARIABLES).bind(self.0.no).bind(self.0.fence).execute(db))?;
        sessions::store::lose(tx, self.0).await
    }
}

/// The number of a run's last log line.
pub(crate) async fn last_log(store: &Store, run: &str) -> Result<i64> {
    read!(store, db => sqlx::query_scalar(LAST_LOG).bind(run).fetch_one(db))
}

/// How many lines each activation wrote that is computed again on resume.
pub(crate) async fn logged(store: &Store, run: &str) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = read!(store, db => sqlx::query_as(LOGGED).bind(run).fetch_all(db))?;
    Ok(rows.into_iter().collect())
}

fn to_view(entry: Entry) -> Result<StepView> {
    let (data, parse) = (&entry.data, |error: serde_json::Error| Error::corrupt("a step", error));
    let kept = match entry.kind.as_str() {
        "step" | "region" => serde_json::from_str(data).map_err(parse)?,
        "finished" => Kept::from(serde_json::from_str::<std::result::Result<Outcome, NodeError>>(data).map_err(parse)?),
        _ => Kept { port: None, output: Value::Null, error: None, truncated: false, item: None },
    };
    let step = Step {
        kind: if entry.kind == "region" { StepKind::Region } else { StepKind::Node },
        key: entry.key,
        node: entry.node.into(),
        node_type: entry.node_type.into(),
        status: of_word(&entry.status).unwrap_or(StepStatus::Pending),
        port: kept.port,
        attempt: u32::try_from(entry.attempt).unwrap_or(1),
        started_at: entry.started_at,
        duration_us: u64::try_from(entry.duration_us).unwrap_or(0),
        output: kept.output,
        error: kept.error,
        config: None,
        item: kept.item,
        journaled: true,
    };
    Ok(StepView { truncated: kept.truncated, ..StepView::in_full(step) })
}

impl From<std::result::Result<Outcome, NodeError>> for Kept {
    fn from(result: std::result::Result<Outcome, NodeError>) -> Self {
        match result {
            Ok(outcome) => {
                Self { port: Some(outcome.port), output: outcome.output, error: None, truncated: false, item: None }
            }
            Err(error) => Self { port: None, output: Value::Null, error: Some(error), truncated: false, item: None },
        }
    }
}
