//! Durable runs in one process: how long one takes, how many steps a second many make, and how far that is
//! from the bare database. `cargo bench -p server --bench runs` prints one table; a word after `--` leaves out the
//! lines without it.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench prints figures, and ends where it cannot"
)]

mod bare;
mod bench;
mod flows;
mod process;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use bench::{Bench, On};
use flows::STEPS;

const SECONDS: Duration = Duration::from_secs(4);

fn main() {
    let words: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(all(&Wanted(words)));
}

/// The words that a line must have one of; without any, all lines are wanted.
struct Wanted(Vec<String>);

impl Wanted {
    fn has(&self, what: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|word| what.contains(word.as_str()))
    }
}

async fn all(wanted: &Wanted) {
    println!("{:<58} {:>10} {:>10} {:>10} {:>8} {:>9}", "", "per second", "p50", "p99", "of bare", "CPU each");
    for on in [On::Sqlite, On::Postgres] {
        for at_once in [1, 16, 32, 256] {
            let what = format!("steps, 10 a run, strict, {at_once} at once, {}", on.name());
            if wanted.has(&what) {
                many(&what, on, at_once).await;
            }
        }
        let what = format!("runs of 40 light tasks one after the other, strict, {}", on.name());
        if wanted.has(&what) {
            light(&what, on).await;
        }
        for (at_once, how) in [(1, "one by one"), (100, "100 at once")] {
            let what = format!("foreach items with one effect, strict, {how}, {}", on.name());
            if wanted.has(&what) {
                items(&what, on, at_once).await;
            }
        }
    }
    if wanted.has("foreach over 1,000,000, memory") {
        million("foreach over 1,000,000, memory").await;
    }
    if wanted.has("resume of 100,000 journaled steps") {
        resume("resume of 100,000 journaled steps").await;
    }
    if wanted.has("100,000 waiting runs") {
        waiting("100,000 waiting runs").await;
    }
}

/// Ten effects one after the other, `at_once` runs at the same time.
async fn many(what: &str, on: On, at_once: usize) {
    let bench = Arc::new(Bench::open(on, at_once).await);
    let kept = Arc::new(bench.keep(&flows::chain(STEPS)).await);
    bench.run(&kept).await;
    let (begun, until, used) = (Instant::now(), Instant::now() + SECONDS, process::processor());
    let clients: Vec<_> = (0..at_once)
        .map(|_| {
            let (bench, kept) = (Arc::clone(&bench), Arc::clone(&kept));
            tokio::spawn(async move {
                let mut times = Vec::new();
                while Instant::now() < until {
                    times.push(bench.run(&kept).await);
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
    let cost = (process::processor() - used) * 1_000_000.0 / per_second(times.len() * STEPS, Duration::from_secs(1));
    let bare = bare::bare(on, at_once, SECONDS).await;
    let (half, most) = (quantile(&mut times, 0.5), quantile(&mut times, 0.99));
    println!("{what:<58} {rate:>10.0} {:>10} {:>10} {:>8.2} {cost:>6.0} us", ms(half), ms(most), rate / bare);
}

async fn light(what: &str, on: On) {
    let bench = Bench::open(on, 1).await;
    let kept = bench.keep(&flows::chain(40)).await;
    bench.run(&kept).await;
    let (mut times, begun) = (Vec::new(), Instant::now());
    for _ in 0..40 {
        times.push(bench.run(&kept).await);
    }
    let rate = per_second(times.len(), begun.elapsed());
    println!("{what:<58} {rate:>10.0} {:>10} {:>10}", ms(quantile(&mut times, 0.5)), ms(quantile(&mut times, 0.99)));
}

async fn items(what: &str, on: On, at_once: usize) {
    let bench = Bench::open(on, 1).await;
    let number = if at_once > 1 { 20_000 } else { 5_000 };
    let kept = bench.keep(&flows::foreach(number, at_once, &json!({ "type": "bench.noop" }), "strict")).await;
    println!("{what:<58} {:>10.0}", per_second(number, bench.run(&kept).await));
}

async fn million(what: &str) {
    let bench = Bench::open(On::Sqlite, 1).await;
    let body = json!({ "type": "flow.set_variable", "config": { "variables": { "x": "{{ i }}" } } });
    let few = bench.keep(&flows::rounds(10_000, &body, "memory")).await;
    bench.run(&few).await;
    let mut document = flows::rounds(1_000_000, &body, "memory");
    document["name"] = "a million".into();
    let kept = bench.keep(&document).await;
    let before = process::resident();
    let time = process::while_watched(bench.run(&kept)).await;
    let rate = per_second(1_000_000, time.0);
    println!("{what:<58} {rate:>10.0} {:>10}   {before} MiB before, {} MiB at most", ms(time.0), time.1);
}

/// A run with many steps in its journal is left, and goes on in another process.
async fn resume(what: &str) {
    let bench = Bench::open(On::Sqlite, 1).await;
    let mut document = flows::rounds(100_000, &json!({ "type": "bench.noop" }), "relaxed");
    document["nodes"].as_array_mut().expect("nodes").push(json!({ "id": "gate", "type": "bench.gate" }));
    document["wires"].as_array_mut().expect("wires").push(json!({ "source": "each", "target": "gate" }));
    let kept = bench.keep(&document).await;
    drop(bench.begin(&kept).await);
    bench.gate.notified().await;
    bench.runner.writer.flush().await;
    let (bench, opened) = bench.again(1).await;
    let begun = Instant::now();
    bench.gate.notified().await;
    println!("{what:<58} {:>10} {:>10}", "", ms(opened + begun.elapsed()));
}

/// Runs that only wait, and how long it takes until a new run ends after all was stopped.
async fn waiting(what: &str) {
    let bench = Bench::open(On::Sqlite, 1000).await;
    let kept = bench.keep(&flows::waiting()).await;
    let before = process::resident();
    let begun = Instant::now();
    for _ in 0..100 {
        futures_util::future::join_all((0..1000).map(|_| bench.begin(&kept))).await;
    }
    while bench.parked().await < 100_000 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (rate, with) = (per_second(100_000, begun.elapsed()), process::resident());
    let (bench, opened) = bench.again(1000).await;
    let next = Instant::now();
    let mut document = flows::chain(1);
    document["name"] = "another".into();
    let kept = bench.keep(&document).await;
    bench.run(&kept).await;
    println!("{what:<58} {rate:>10.0} {:>10}   {before} MiB before, {with} MiB with them", ms(opened + next.elapsed()));
}

#[expect(clippy::cast_precision_loss, reason = "far below the precision")]
pub(crate) fn per_second(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
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
