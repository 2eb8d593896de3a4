//! The database alone: the rows of runs, in the groups the server would write them in.

use std::time::{Duration, Instant};

use server::store::{Store, Tx};
use sqlx::AssertSqlSafe;

use crate::bench::On;
use crate::flows::STEPS;
use crate::per_second;

/// How many rows one statement takes.
const ROWS: usize = 64;

const DOCUMENT: &str = "INSERT INTO documents (hash, body) VALUES ('h', '{}')";
const START: &str =
    "INSERT INTO runs (id, flow_name, document_hash, status, started_how, created_by, created_at, durability,
        parameters, input, no, fence, lease_until, worker)
    VALUES ($1, 'bench', 'h', 'running', 'manual', 'system', 1, 'strict', '{}', 'null', $2, 1, 1, 'bench')";
const NOTE: &str = "INSERT INTO audit_log (at, actor, address, action, object, details, previous_hash, hash)
    VALUES (1, 'system', '', 'run.start', $1, '{}', $2, $2)";
const END: &str =
    "UPDATE runs SET status = 'completed', finished_at = 1, result = 'null', variables = '{}', nodes = '{}',
        lease_until = NULL, worker = NULL WHERE no = $1";

/// Does the same on either database.
macro_rules! on {
    ($tx:expr, $db:ident => $query:expr) => {
        match $tx {
            Tx::Sqlite(tx) => {
                let $db = &mut **tx;
                $query.await.map(drop).expect("written")
            }
            Tx::Postgres(tx) => {
                let $db = &mut **tx;
                $query.await.map(drop).expect("written")
            }
        }
    };
}

/// How many steps a second it takes.
pub(crate) async fn bare(on: On, at_once: usize, time: Duration) -> f64 {
    let (_home, store) = on.open().await;
    let mut tx = store.begin().await.expect("a transaction");
    on!(&mut tx, db => sqlx::query(DOCUMENT).execute(db));
    tx.commit().await.expect("committed");
    let (begun, mut waves) = (Instant::now(), 0_usize);
    while begun.elapsed() < time {
        let first = i64::try_from(waves * at_once + 1).expect("a small number");
        let numbers: Vec<i64> = (first..).take(at_once).collect();
        wave(&store, &numbers).await;
        waves += 1;
    }
    per_second(waves * at_once * STEPS, begun.elapsed())
}

/// Runs that begin and end together: one commit for the starts, one for each step.
async fn wave(store: &Store, numbers: &[i64]) {
    let mut tx = store.begin().await.expect("a transaction");
    for no in numbers {
        let id = uuid::Uuid::now_v7().to_string();
        on!(&mut tx, db => sqlx::query(START).bind(&id).bind(no).execute(db));
        on!(&mut tx, db => sqlx::query(NOTE).bind(&id).bind("0".repeat(64)).execute(db));
    }
    tx.commit().await.expect("committed");
    for step in 1..=STEPS {
        let mut tx = store.begin().await.expect("a transaction");
        for numbers in numbers.chunks(ROWS) {
            insert(&mut tx, numbers, &format!("n{step}")).await;
        }
        if step == STEPS {
            for no in numbers {
                on!(&mut tx, db => sqlx::query(END).bind(no).execute(db));
            }
        }
        tx.commit().await.expect("committed");
    }
}

/// The end of one effect of each run.
async fn insert(tx: &mut Tx, runs: &[i64], key: &str) {
    let is_postgres = matches!(tx, Tx::Postgres(_));
    let row = |row: usize| {
        let number = |column| if is_postgres { format!("${}", row * 11 + column) } else { "?".to_owned() };
        let places: Vec<_> = (1..=11).map(number).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<_> = (0..runs.len()).map(row).collect();
    let sql = format!(
        "INSERT INTO journal (run_no, kind, key, node, node_type, status, attempt, started_at, duration_us, is_sealed,
            data) VALUES {}",
        rows.join(", ")
    );
    on!(tx, db => {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for no in runs {
            query = query
                .bind(no).bind("finished").bind(key).bind(key).bind("bench.noop").bind("completed").bind(1_i64)
                .bind(1_700_000_000_000_i64).bind(10_i64).bind(false)
                .bind(r#"{"Ok":{"port":"output","output":null}}"#);
        }
        query.execute(db)
    });
}
