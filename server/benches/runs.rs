//! Durable runs in one process: how long one takes, how many steps a second many make, and how far that is
//! from the bare database. `cargo bench -p server --bench runs` prints one table.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench prints its figures, and ends where it cannot")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::{Caps, Engine, Execution};
use node_hosts::{EgressPolicy, HttpClient, LocalHosts, SystemClock};
use node_sdk::Services;
use node_sdk::prelude::*;
use serde_json::{Value as Json, json};
use server::artifacts::{Files, Folder};
use server::audit::Author;
use server::flows::{Checked, Programs};
use server::globals::Cache;
use server::journal::Writer;
use server::keys::Keys;
use server::live::Hub;
use server::runs::{self, Active, Callees, Job, Queue, Request, Runner, Supervisor};
use server::store::{self, Store};
use sqlx::{AssertSqlSafe, SqlitePool};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

const STEPS: usize = 10;
const SECONDS: Duration = Duration::from_secs(4);

/// An effect that does nothing.
struct Noop;

/// An effect that never ends, and tells that it was reached.
struct Gate(Arc<Notify>);

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

impl NodeType for Noop {
    const TYPE: &'static str = "bench.noop";
    type Config = Nothing;

    fn descriptor() -> Descriptor {
        Descriptor::effect("No-op", Category::Control).repeat(Repeat::Safe).platforms(Platform::ENGINE)
    }
}

impl ActiveNode for Noop {
    async fn run(&self, _ctx: &Ctx<'_>, _config: &Nothing, _message: &Message) -> Result<Outcome, NodeError> {
        Ok(Outcome::pass())
    }
}

impl NodeType for Gate {
    const TYPE: &'static str = "bench.gate";
    type Config = Nothing;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Gate", Category::Control).repeat(Repeat::Safe).platforms(Platform::ENGINE)
    }
}

impl ActiveNode for Gate {
    async fn run(&self, _ctx: &Ctx<'_>, _config: &Nothing, _message: &Message) -> Result<Outcome, NodeError> {
        self.0.notify_one();
        std::future::pending().await
    }
}

/// A server without its door.
struct Bench {
    runner: Arc<Runner>,
    gate: Arc<Notify>,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn open() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let (clock, gate) = (Arc::new(SystemClock), Arc::new(Notify::new()));
        let mut libraries = node_catalog::libraries();
        libraries.push(Library::new("bench", "Bench").active(Noop).active(Gate(Arc::clone(&gate))));
        let store = store::open(folder.path()).await.expect("a database");
        let writer = Writer::start(store.clone());
        let runner = Arc::new(Runner {
            programs: Arc::new(Programs::new(Arc::new(Engine::new(libraries, Caps::default()).expect("an engine")))),
            globals: Cache::open(store.clone(), writer.clone(), Arc::clone(&clock) as _).await.expect("variables"),
            files: Arc::new(Files::new(Folder::within(folder.path()), None, Arc::clone(&clock) as _, 1 << 20)),
            writer,
            hub: Hub::new("bench".into()),
            services: services(folder.path()),
            keys: Arc::new(Keys::load(None, folder.path()).expect("keys")),
            store,
            clock,
            queue: Queue { at_once: 1, limit: 1_000_000, ..Queue::default() },
            active: Active::default(),
        });
        Self { runner, gate, _folder: folder }
    }

    async fn check(&self, document: &Json) -> Arc<Checked> {
        let text = document.to_string();
        self.runner.programs.check_text(text).await.expect("a sound document")
    }

    /// Starts a run and executes it to its end.
    async fn run(&self, checked: &Checked) -> Duration {
        let begun = Instant::now();
        let claimed = self.start(checked).await;
        let job = Job { claimed, cancel: CancellationToken::new(), also: None, callees: Callees::Queued };
        let outcome = self.runner.execute(job).await.expect("a run that ends");
        assert!(
            matches!(&outcome, Execution::Ended(report) if report.error.is_none()),
            "the run completes: {outcome:?}"
        );
        begun.elapsed()
    }

    /// Adds a run and claims it; the queue of the writer keeps that order.
    async fn start(&self, checked: &Checked) -> runs::Claimed {
        let (author, runner) = (Author::system(), &self.runner);
        let request = Request::new(checked);
        let run = runs::prepare(runner, &author, request).expect("a run");
        let id = run.id.clone();
        let (added, claimed) = tokio::join!(runs::enqueue(runner, &author, checked, run), runs::claim(runner, &id));
        added.expect("the run is added");
        claimed.expect("the database works").expect("the run waits")
    }
}

fn services(folder: &Path) -> Services {
    let hosts = LocalHosts::new(folder.to_owned(), false);
    Services::new(Arc::new(hosts), Arc::new(HttpClient::new(EgressPolicy::default())), Arc::new(SystemClock))
}

fn main() {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        println!("{:<52} {:>10} {:>10} {:>10} {:>8} {:>9}", "", "steps/s", "p50", "p99", "of bare", "CPU/step");
        for at_once in [1, 32, 256] {
            many(at_once).await;
        }
        one_after_the_other().await;
        rounds().await;
        resume().await;
    });
}

/// Ten effects one after the other, `at_once` runs at the same time.
async fn many(at_once: usize) {
    let bench = Arc::new(Bench::open().await);
    let checked = bench.check(&chain(STEPS)).await;
    bench.run(&checked).await;
    let (begun, until, used) = (Instant::now(), Instant::now() + SECONDS, processor());
    let clients: Vec<_> = (0..at_once)
        .map(|_| {
            let (bench, checked) = (Arc::clone(&bench), Arc::clone(&checked));
            tokio::spawn(async move {
                let mut times = Vec::new();
                while Instant::now() < until {
                    times.push(bench.run(&checked).await);
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await.expect("a client ends"));
    }
    let rate = per_second(times.len() * STEPS, begun.elapsed());
    let cost = (processor() - used) * 1_000_000.0 / per_second(times.len() * STEPS, Duration::from_secs(1));
    let bare = bare(at_once).await;
    let (half, most) = (quantile(&mut times, 0.5), quantile(&mut times, 0.99));
    let what = format!("10 effects, strict, {at_once} at once");
    println!("{what:<52} {rate:>10.0} {:>10} {:>10} {:>8.2} {cost:>6.0} us", ms(half), ms(most), rate / bare);
}

/// The same rows in the same groups, written to a database of the same shape by nobody but this.
async fn bare(at_once: usize) -> f64 {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let Store::Sqlite(pools) = store::open(folder.path()).await.expect("a database") else { unreachable!("a folder") };
    let db = pools.writer;
    sqlx::query("INSERT INTO documents (hash, body) VALUES ('h', '{}')").execute(&db).await.expect("written");
    let (begun, mut waves) = (Instant::now(), 0_usize);
    while begun.elapsed() < SECONDS {
        wave(&db, waves * at_once, at_once).await;
        waves += 1;
    }
    per_second(waves * at_once * STEPS, begun.elapsed())
}

/// Runs that begin and end together.
async fn wave(db: &SqlitePool, first: usize, runs: usize) {
    let mut tx = db.begin_with("BEGIN IMMEDIATE").await.expect("a transaction");
    for run in first..first + runs {
        let insert = "INSERT INTO runs (id, flow_name, document_hash, status, started_how, created_by, created_at,
            durability, parameters, input, no, fence, lease_until, worker)
            VALUES ($1, 'bench', 'h', 'running', 'manual', 'system', 1, 'strict', '{}', 'null', $2, 1, 1, 'bench')";
        let no = i64::try_from(run + 1).expect("a small number");
        sqlx::query(insert).bind(uuid::Uuid::now_v7().to_string()).bind(no).execute(&mut *tx).await.expect("written");
        let note = "INSERT INTO audit_log (at, actor, address, action, object, details, previous_hash, hash)
            VALUES (1, 'system', '', 'run.start', $1, '{}', $2, $2)";
        sqlx::query(note).bind(run.to_string()).bind("0".repeat(64)).execute(&mut *tx).await.expect("written");
    }
    tx.commit().await.expect("committed");
    for step in 0..=STEPS {
        let mut tx = db.begin_with("BEGIN IMMEDIATE").await.expect("a transaction");
        let rows: Vec<_> = (first..first + runs).flat_map(|run| rows_of(run, step)).collect();
        for rows in rows.chunks(256) {
            insert(&mut tx, rows).await;
        }
        if step == STEPS {
            for run in first..first + runs {
                let end = "UPDATE runs SET status = 'completed', finished_at = 1, result = 'null', variables = '{}',
                    nodes = '{}', lease_until = NULL, worker = NULL WHERE no = $1";
                let no = i64::try_from(run + 1).expect("a small number");
                sqlx::query(end).bind(no).execute(&mut *tx).await.expect("written");
            }
        }
        tx.commit().await.expect("committed");
    }
}

/// The end of one effect, and the start of the next.
fn rows_of(run: usize, step: usize) -> Vec<(i64, &'static str, String)> {
    let no = i64::try_from(run + 1).expect("a small number");
    let ended = (step > 0).then(|| (no, "finished", format!("n{step}")));
    let begun = (step < STEPS).then(|| (no, "started", format!("n{}", step + 1)));
    ended.into_iter().chain(begun).collect()
}

async fn insert(tx: &mut sqlx::Transaction<'_, sqlx::Sqlite>, rows: &[(i64, &'static str, String)]) {
    let places: Vec<_> = (0..rows.len())
        .map(|row| {
            let places: Vec<_> = (1..=11).map(|column| format!("${}", row * 11 + column)).collect();
            format!("({})", places.join(", "))
        })
        .collect();
    let sql = format!(
        "INSERT INTO journal (run_no, kind, key, node, node_type, status, attempt, started_at, duration_us, is_sealed,
            data) VALUES {}",
        places.join(", ")
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (no, kind, key) in rows {
        query = query.bind(no).bind(*kind).bind(key).bind(key).bind("bench.noop").bind("completed");
        query = query
            .bind(1)
            .bind(1_700_000_000_000_i64)
            .bind(10)
            .bind(false)
            .bind(r#"{"Ok":{"port":"output","output":null}}"#);
    }
    query.execute(&mut **tx).await.expect("written");
}

async fn one_after_the_other() {
    let bench = Bench::open().await;
    let checked = bench.check(&chain(40)).await;
    bench.run(&checked).await;
    let mut times = Vec::new();
    for _ in 0..40 {
        times.push(bench.run(&checked).await);
    }
    let (half, most) = (quantile(&mut times, 0.5), quantile(&mut times, 0.99));
    println!("{:<52} {:>10} {:>9} {:>9}", "40 light tasks one after the other", "", ms(half), ms(most));
}

async fn rounds() {
    let bench = Bench::open().await;
    let checked = bench.check(&foreach(10_000, "bench.noop", "strict")).await;
    let rate = per_second(10_000, bench.run(&checked).await);
    println!("{:<52} {rate:>10.0}", "foreach, 10,000 rounds of one effect, strict, items/s");
}

/// A run with many steps in its journal is left, and goes on in another process.
async fn resume() {
    let bench = Bench::open().await;
    let mut document = foreach(100_000, "bench.noop", "relaxed");
    document["nodes"].as_array_mut().expect("nodes").push(json!({ "id": "gate", "type": "bench.gate" }));
    document["wires"].as_array_mut().expect("wires").push(json!({ "source": "each", "target": "gate" }));
    let checked = bench.check(&document).await;
    let claimed = bench.start(&checked).await;
    let job = Job { claimed, cancel: CancellationToken::new(), also: None, callees: Callees::Queued };
    tokio::select! {
        _ = bench.runner.execute(job) => {}
        () = bench.gate.notified() => {}
    }
    bench.runner.writer.flush().await;
    let begun = Instant::now();
    let supervisor = Supervisor::start(Arc::clone(&bench.runner), Duration::ZERO).await.expect("a supervisor");
    bench.gate.notified().await;
    println!("{:<52} {:>10} {:>9}", "resume of a run with 100,000 journaled steps", "", ms(begun.elapsed()));
    supervisor.stop().await;
}

fn chain(length: usize) -> Json {
    let node = |index: usize| json!({ "id": format!("n{index}"), "type": "bench.noop" });
    let wire = |index: usize| json!({ "source": format!("n{}", index - 1), "target": format!("n{index}") });
    json!({
        "format": "opsconductor.flow/1", "name": "bench",
        "nodes": (0..length).map(node).collect::<Vec<_>>(),
        "wires": (1..length).map(wire).collect::<Vec<_>>()
    })
}

fn foreach(items: usize, body: &str, durability: &str) -> Json {
    json!({
        "format": "opsconductor.flow/1", "name": "bench",
        "nodes": [
            { "id": "each", "type": "flow.for",
              "config": { "loop_variable": "i", "start_value": 1, "end_value": items, "max_iterations": items } },
            { "id": "body", "type": body }
        ],
        "wires": [{ "source": "each", "sourcePort": "loop", "target": "body" }],
        "settings": { "durability": durability, "limits": { "iterations": items, "steps": items * 4 } }
    })
}

#[expect(clippy::cast_precision_loss, reason = "far below the precision")]
fn per_second(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

/// Seconds of processor time this process has used: a figure that other load changes little.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}

fn quantile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index into a list"
    )]
    let index = ((times.len() as f64 - 1.0) * share).round() as usize;
    times.get(index).copied().unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}
