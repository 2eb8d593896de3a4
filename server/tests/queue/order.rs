//! Who goes first, and how many go on and wait.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use server::runs::{Error, Full, Queue, Supervisor};

use super::bench::{Home, Process, Start, gates, named};

fn one_at_a_time() -> Queue {
    Queue { at_once: 1, ..Queue::default() }
}

async fn supervise(process: &Process) -> Supervisor {
    Supervisor::start(Arc::clone(&process.runner), Duration::ZERO).await.expect("a supervisor")
}

#[tokio::test]
async fn a_higher_priority_goes_first_then_who_waits_longest() {
    let home = Home::new().await;
    let process = Process::on(&home, one_at_a_time()).await;
    for (name, priority) in [("a", 0), ("b", -1), ("c", 5), ("d", 0), ("e", 5)] {
        process.gates.open(name);
        let start = Start { priority, ..Start::default() };
        process.start(&gates("flow", &[name]), start).await.expect("started");
    }
    let supervisor = supervise(&process).await;
    assert_eq!(process.gates.begun(5).await, ["c", "e", "a", "d", "b"]);
    let refused = process.start(&gates("flow", &["a"]), Start { priority: 101, ..Start::default() }).await;
    assert!(matches!(refused, Err(Error::BadPriority(101))));
    supervisor.stop().await;
}

#[tokio::test]
async fn a_flow_with_a_long_queue_starves_no_other() {
    let home = Home::new().await;
    let process = Process::on(&home, Queue { at_once: 2, ..Queue::default() }).await;
    for _ in 0..50 {
        process.start(&gates("many", &["many"]), Start::default()).await.expect("started");
    }
    process.start(&gates("few", &["few"]), Start::default()).await.expect("started");
    let supervisor = supervise(&process).await;
    let mut begun = process.gates.begun(2).await;
    begun.sort();
    assert_eq!(begun, ["few", "many"]);
    supervisor.stop().await;
}

#[tokio::test]
async fn runs_of_a_flow_and_key_wait_for_each_other_and_for_nobody_else() {
    let home = Home::new().await;
    let process = Process::on(&home, Queue::default()).await;
    let flow = named("flow", &json!({ "limit": 1, "key": "name" }));
    let supervisor = supervise(&process).await;
    let start = |name: &str| Start { parameters: json!({ "name": name }), ..Start::default() };
    let first = process.start(&flow, start("a")).await.expect("started");
    process.gates.begun(1).await;
    let second = process.start(&flow, start("a")).await.expect("started");
    process.start(&flow, start("b")).await.expect("started");
    assert_eq!(process.gates.begun(2).await, ["a", "b"]);
    assert_eq!(process.status(&second).await, "pending");
    process.gates.open("a");
    process.until(&first, "completed").await;
    assert_eq!(process.gates.begun(3).await, ["a", "b", "a"]);
    supervisor.stop().await;
}

#[tokio::test]
async fn beyond_its_limit_a_flow_can_drop_a_start_or_give_it_the_place_of_another() {
    let home = Home::new().await;
    let process = Process::on(&home, Queue::default()).await;
    let supervisor = supervise(&process).await;
    let start = |name: &str| Start { parameters: json!({ "name": name }), ..Start::default() };

    let drops = named("drops", &json!({ "limit": 1, "onLimit": "drop" }));
    process.start(&drops, start("a")).await.expect("started");
    process.gates.begun(1).await;
    let dropped = process.start(&drops, start("a")).await.expect("recorded");
    assert_eq!(process.status(&dropped).await, "cancelled");
    let why = process.text("SELECT error FROM runs WHERE id = $1", &dropped).await;
    assert!(why.contains("lets 1 of its runs go on at the same time"), "{why}");

    let replaces = named("replaces", &json!({ "limit": 1, "onLimit": "cancel_running" }));
    let old = process.start(&replaces, start("b")).await.expect("started");
    process.gates.begun(2).await;
    let new = process.start(&replaces, start("c")).await.expect("started");
    process.until(&old, "cancelled").await;
    assert_eq!(process.gates.begun(3).await, ["a", "b", "c"]);
    process.gates.open("c");
    process.until(&new, "completed").await;
    supervisor.stop().await;
}

#[tokio::test]
async fn a_start_beyond_the_queue_is_refused_or_waits_for_a_place() {
    let home = Home::new().await;
    let refuses = Process::on(&home, Queue { at_once: 1, limit: 2, ..Queue::default() }).await;
    let flow = gates("flow", &["a"]);
    for _ in 0..2 {
        refuses.start(&flow, Start::default()).await.expect("started");
    }
    assert!(matches!(refuses.start(&flow, Start::default()).await, Err(Error::Full)));

    let wait = Full::Wait(Duration::from_secs(60));
    let waits = Process::on(&home, Queue { at_once: 1, limit: 2, full: wait, ..Queue::default() }).await;
    let (third, supervisor) = tokio::join!(waits.start(&flow, Start::default()), supervise(&waits));
    let third = third.expect("started once a run left the queue");
    (0..3).for_each(|_| waits.gates.open("a"));
    waits.until(&third, "completed").await;
    supervisor.stop().await;
}
