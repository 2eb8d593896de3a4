//! Who executes a run: leases, fences, and what a process leaves behind.

use std::sync::Arc;
use std::time::Duration;

use node_sdk::{HttpRequest, Method};
use server::runs::{Queue, Supervisor};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::bench::{Home, Process, Start, gates};

fn shared() -> Queue {
    Queue { is_alone: false, lease: Duration::from_secs(3600), ..Queue::default() }
}

#[tokio::test]
async fn whoever_lost_its_lease_writes_nothing_more() {
    let home = Home::new().await;
    let (slow, quick) = (Process::on(&home, shared()).await, Process::on(&home, shared()).await);
    let first = Supervisor::start(Arc::clone(&slow.runner), Duration::ZERO).await.expect("a supervisor");
    let run = slow.start(&gates("flow", &["a", "b"]), Start::default()).await.expect("started");
    slow.gates.begun(1).await;

    // To the other process, the lease of the first is over.
    quick.clock.advance(Duration::from_millis(3600 * 1000 + 1));
    let second = Supervisor::start(Arc::clone(&quick.runner), Duration::ZERO).await.expect("a supervisor");
    quick.gates.begun(1).await;

    // The slow one was only slow: it goes on, but what it writes counts no more, so it drops the run.
    slow.gates.open("a");
    let told = Arc::new(tokio::sync::Notify::new());
    let id = engine::RunId(run.parse().expect("an id"));
    while slow.runner.hub.running(id).is_some() {
        let _ = tokio::time::timeout(Duration::from_millis(5), told.notified()).await;
    }
    assert_eq!(slow.gates.so_far(), ["a"], "it did not come to `b`");
    // That an effect begins which may be repeated is written while it goes on already.
    while quick.journal(&run).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(quick.journal(&run).await, ["started a"]);

    quick.gates.open("a");
    quick.gates.open("b");
    quick.until(&run, "completed").await;
    let ends: Vec<_> = quick.journal(&run).await.into_iter().filter(|row| row.starts_with("finished")).collect();
    assert_eq!(ends, ["finished a", "finished b"]);
    assert_eq!(quick.gates.so_far(), ["a", "b"]);
    first.stop().await;
    second.stop().await;
}

#[tokio::test]
async fn a_process_that_is_alone_takes_over_at_once_what_was_left() {
    let home = Home::new().await;
    let queue = Queue { is_alone: true, ..shared() };
    let left = Process::on(&home, queue).await;
    let run = left.start(&gates("flow", &["a"]), Start::default()).await.expect("started");
    let claimed = server::runs::claim(&left.runner, &run).await.expect("claimed");
    assert!(claimed.is_some_and(|claimed| claimed.id.to_string() == run));

    let next = Process::on(&home, queue).await;
    let supervisor = Supervisor::start(Arc::clone(&next.runner), Duration::ZERO).await.expect("a supervisor");
    next.gates.open("a");
    next.until(&run, "completed").await;
    supervisor.stop().await;
}

#[tokio::test]
async fn connections_of_a_process_that_is_gone_are_told_to_be_lost() {
    let home = Home::new().await;
    let queue = Queue { is_alone: true, ..shared() };
    let left = Process::on(&home, queue).await;
    let run = left.start(&gates("flow", &["a"]), Start::default()).await.expect("started");
    server::runs::claim(&left.runner, &run).await.expect("claimed").expect("ours");
    let http = left.runner.services.http.for_run(&run).expect("a client of its own");
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", server.local_addr().expect("an address"));
    let answer = async {
        let (mut stream, _) = server.accept().await.expect("a connection");
        stream.read_u8().await.expect("a request");
        stream.write_all(b"HTTP/1.1 204 Gone\r\n\r\n").await.expect("written");
        stream
    };
    let (sent, _stream) = tokio::join!(http.send(get(url)), answer);
    sent.expect("answered");
    let state =
        "SELECT coalesce(max(CASE WHEN lost THEN 'lost' WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END), '')
        FROM run_sessions WHERE run_id = $1";
    while left.text(state, &run).await != "open" {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let next = Process::on(&home, queue).await;
    let supervisor = Supervisor::start(Arc::clone(&next.runner), Duration::ZERO).await.expect("a supervisor");
    next.gates.open("a");
    next.until(&run, "completed").await;
    assert_eq!(next.text(state, &run).await, "lost");
    supervisor.stop().await;
}

fn get(url: String) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        url,
        query: Vec::new(),
        headers: Vec::new(),
        body: None,
        timeout: Duration::from_secs(20),
        follow_redirects: false,
        verify_ssl: true,
        limit: 100,
    }
}

#[tokio::test]
async fn a_process_that_stops_lets_go_of_its_runs() {
    let home = Home::new().await;
    let (stops, goes_on) = (Process::on(&home, shared()).await, Process::on(&home, shared()).await);
    let first = Supervisor::start(Arc::clone(&stops.runner), Duration::ZERO).await.expect("a supervisor");
    let run = stops.start(&gates("flow", &["a"]), Start::default()).await.expect("started");
    stops.gates.begun(1).await;
    first.stop().await;
    let second = Supervisor::start(Arc::clone(&goes_on.runner), Duration::ZERO).await.expect("a supervisor");
    goes_on.gates.open("a");
    goes_on.until(&run, "completed").await;
    second.stop().await;
}

#[tokio::test]
async fn a_lease_that_is_renewed_is_not_lost() {
    let home = Home::new().await;
    let queue = Queue { lease: Duration::from_millis(300), ..shared() };
    let process = Process::on(&home, queue).await;
    let supervisor = Supervisor::start(Arc::clone(&process.runner), Duration::ZERO).await.expect("a supervisor");
    let run = process.start(&gates("flow", &["a"]), Start::default()).await.expect("started");
    process.gates.begun(1).await;
    let lease = "SELECT CAST(lease_until AS TEXT) FROM runs WHERE id = $1";
    let first = process.text(lease, &run).await;
    while process.text(lease, &run).await == first {
        tokio::task::yield_now().await;
    }
    assert_eq!(process.text("SELECT CAST(fence AS TEXT) FROM runs WHERE id = $1", &run).await, "1");
    process.gates.open("a");
    process.until(&run, "completed").await;
    supervisor.stop().await;
}
