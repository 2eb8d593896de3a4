//! The whole server over HTTP: start, size, memory, and runs per second with strict durability.
//!
//! `make bench` runs it on the release binary and prints one table.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench prints its figures, and ends where it cannot")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use e2e::{Api, Server};
use serde_json::json;

#[tokio::main]
async fn main() {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let binary = e2e::binary();
    let size = std::fs::metadata(&binary).expect("the binary").len();
    println!("{:<44} {:>12}", "binary", megabytes(size));
    println!("{:<44} {:>12}", "first page load, gzip", format!("{} kB", first_load() / 1000));
    foreach();
    starts().await;
    runs().await;
}

/// A loop over 100,000 items with a two-node body, from the command line: seconds and peak memory.
fn foreach() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = |id: &str| json!({ "id": id, "type": "flow.set_variable", "config": { "variables": { "x": { "$expr": "n + 1" } } } });
    let flow = json!({
        "format": "opsconductor.flow/1", "name": "foreach",
        "nodes": [
            { "id": "each", "type": "flow.foreach",
              "config": { "collection": { "$expr": "let a = []; a.pad(100000, 1); a" }, "item_variable": "n" } },
            set("a"), set("b")
        ],
        "wires": [{ "source": "each", "sourcePort": "loop", "target": "a" }, { "source": "a", "target": "b" }],
        "settings": { "durability": "memory", "limits": { "iterations": 100_000, "steps": 1_000_000 } }
    });
    let path = folder.path().join("flow.json");
    std::fs::write(&path, flow.to_string()).expect("the flow is written");
    let begun = Instant::now();
    let mut command = Command::new(e2e::binary());
    command.arg("run").arg(&path).args(["--format", "json"]);
    let mut child = command.stdout(Stdio::null()).spawn().expect("the command runs");
    let mut peak = String::new();
    while child.try_wait().expect("the command can be asked").is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.map_or(peak, |line| line.trim().to_owned());
        std::thread::sleep(Duration::from_millis(2));
    }
    let figures = format!("{:.2} s, peak {peak}", begun.elapsed().as_secs_f64());
    println!("{:<44} {figures}", "foreach, 100,000 items, 2 nodes, watched");
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MiB", f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0)
}

/// What the browser loads for the first page: the page and what it names, each compressed.
fn first_load() -> usize {
    let dist = e2e::root().join("editor/dist");
    let page = std::fs::read_to_string(dist.join("index.html")).expect("the editor is built");
    let names = page.split('"').filter(|part| part.starts_with("/assets/"));
    names.map(|name| gzip(&dist.join(name.trim_start_matches('/')))).sum::<usize>() + gzip(&dist.join("index.html"))
}

fn gzip(path: &Path) -> usize {
    let mut child = Command::new("gzip")
        .args(["-9", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gzip runs");
    let bytes = std::fs::read(path).expect("the asset");
    let mut input = child.stdin.take().expect("an input");
    let writer = std::thread::spawn(move || input.write_all(&bytes).expect("gzip reads"));
    let output = child.wait_with_output().expect("gzip ends");
    writer.join().expect("gzip reads");
    output.stdout.len()
}

async fn starts() {
    let data = tempfile::tempdir().expect("a folder");
    drop(Server::start(data.path(), &[]).await);
    let mut times = Vec::new();
    for _ in 0..10 {
        times.push(Server::start(data.path(), &[]).await.cold_start);
    }
    println!("{:<44} {:>12}", "cold start to /health, median of 10", milliseconds(quantile(&mut times, 0.5)));
    let server = Server::start(data.path(), &[]).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).expect("the process");
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default().trim().to_owned();
    println!("{:<44} {:>12}", "resident memory, idle", resident);
}

async fn runs() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &[("OPSCONDUCTOR_RUNS_AT_ONCE", "64")]).await;
    let api = server.api().await;
    let hello = std::fs::read_to_string(e2e::root().join("flows/examples/hello/flow.json")).expect("the example");
    let flow = api.create(&serde_json::from_str(&hello).expect("JSON")).await;
    for clients in [1, 32] {
        let mut latencies = Vec::new();
        let begun = Instant::now();
        let each = if clients == 1 { 300 } else { 40 };
        let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(client(api.clone(), flow.clone(), each))).collect();
        for task in tasks {
            latencies.extend(task.await.expect("a client ends"));
        }
        let rate = f64::from(clients * each) / begun.elapsed().as_secs_f64();
        let (half, most) = (quantile(&mut latencies, 0.5), quantile(&mut latencies, 0.99));
        let figures = format!("{rate:.0}/s, p50 {}, p99 {}", milliseconds(half), milliseconds(most));
        println!("{:<44} {figures}", format!("hello, strict, start to end, {clients} client(s)"));
    }
}

/// Starts runs one after the other, each once the one before is over.
async fn client(api: Api, flow: String, runs: i32) -> Vec<Duration> {
    let mut latencies = Vec::new();
    for _ in 0..runs {
        let begun = Instant::now();
        let run = api.run(&flow, &json!({})).await;
        api.follow(&run).await;
        latencies.push(begun.elapsed());
    }
    latencies
}

fn quantile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index into a short list"
    )]
    let index = ((times.len() as f64 - 1.0) * share).round() as usize;
    times.get(index).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
