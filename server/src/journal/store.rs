//! Queries of the journal and the logs. Rows are written many at a time.

use std::sync::{Arc, LazyLock};

use sqlx::{AssertSqlSafe, FromRow};

use crate::store::{Result, Store, Tx, read, within};

const INSERT_ENTRY: &str = "INSERT INTO journal
    (run_id, kind, key, node, node_type, status, attempt, started_at, duration_us, is_sealed, data) VALUES ";
const INSERT_LOG: &str = "INSERT INTO run_logs (run_id, seq, at, node, key, stream, text) VALUES ";
const LOAD: &str =
    "SELECT run_id, kind, key, node, node_type, status, attempt, started_at, duration_us, is_sealed, data
    FROM journal WHERE run_id = $1 AND kind <> 'step' ORDER BY seq";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[LOAD];

/// How many rows one statement writes; the sizes are few, so that prepared statements are used again.
const SIZES: [usize; 3] = [64, 8, 1];
static ENTRY_SQL: LazyLock<[Arc<str>; 3]> = LazyLock::new(|| SIZES.map(|rows| values(INSERT_ENTRY, 11, rows)));
static LOG_SQL: LazyLock<[Arc<str>; 3]> = LazyLock::new(|| SIZES.map(|rows| values(INSERT_LOG, 7, rows)));

/// One row of the journal.
#[derive(Clone, Debug, FromRow)]
pub struct Entry {
    /// The run.
    pub run_id: String,
    /// `started`, `finished`, `choice` or `step`.
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
    /// The run.
    pub run_id: String,
    /// From 1 within the run.
    pub seq: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    /// The node's id.
    pub node: String,
    /// The activation.
    pub key: String,
    /// `stdout`, `stderr` or `log`.
    pub stream: &'static str,
    /// Without the line end.
    pub text: String,
}

/// Adds rows to the journal.
pub(crate) async fn insert_entries(tx: &mut Tx, entries: &[&Entry]) -> Result<()> {
    for (sql, rows) in statements(entries, &ENTRY_SQL) {
        within!(tx, db => {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in rows {
                query = query
                    .bind(&row.run_id).bind(&row.kind).bind(&row.key).bind(&row.node).bind(&row.node_type)
                    .bind(&row.status).bind(row.attempt).bind(row.started_at).bind(row.duration_us)
                    .bind(row.is_sealed).bind(&row.data);
            }
            query.execute(db)
        })?;
    }
    Ok(())
}

/// Adds lines to the logs.
pub(crate) async fn insert_logs(tx: &mut Tx, entries: &[&LogEntry]) -> Result<()> {
    for (sql, rows) in statements(entries, &LOG_SQL) {
        within!(tx, db => {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in rows {
                query = query
                    .bind(&row.run_id).bind(row.seq).bind(row.at).bind(&row.node).bind(&row.key)
                    .bind(row.stream).bind(&row.text);
            }
            query.execute(db)
        })?;
    }
    Ok(())
}

/// What a run did to the world, oldest first.
pub(crate) async fn load(store: &Store, run: &str) -> Result<Vec<Entry>> {
    read!(store, db => sqlx::query_as(LOAD).bind(run).fetch_all(db))
}

/// Cuts rows into statements of the sizes there are.
fn statements<'a, T>(mut rows: &'a [T], sql: &[Arc<str>; 3]) -> Vec<(Arc<str>, &'a [T])> {
    let mut statements = Vec::new();
    for (size, sql) in SIZES.into_iter().zip(sql) {
        while rows.len() >= size {
            let (head, tail) = rows.split_at(size);
            statements.push((Arc::clone(sql), head));
            rows = tail;
        }
    }
    statements
}

fn values(insert: &str, columns: usize, rows: usize) -> Arc<str> {
    let row = |row: usize| {
        let places: Vec<_> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    format!("{insert}{}", (0..rows).map(row).collect::<Vec<_>>().join(", ")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_the_sizes_there_are_and_none_is_lost() {
        let rows: Vec<usize> = (0..83).collect();
        let cut = statements(&rows, &ENTRY_SQL);
        let sizes: Vec<_> = cut.iter().map(|(_, rows)| rows.len()).collect();
        assert_eq!(sizes, [64, 8, 8, 1, 1, 1]);
        assert_eq!(cut.iter().flat_map(|(_, rows)| rows.iter().copied()).collect::<Vec<_>>(), rows);
        assert!(cut[0].0.ends_with("$704)"), "{}", cut[0].0);
    }
}
