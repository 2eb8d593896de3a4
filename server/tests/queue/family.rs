//! Runs that other runs call.

use std::sync::Arc;
use std::time::Duration;

use server::audit::Author;
use server::runs::{self, ChildTotals, Queue, Supervisor};

use super::bench::{Home, Process, Start, gates};

const SIGNALS: &str = "SELECT CAST(signals AS TEXT) FROM runs WHERE id = $1";

#[tokio::test]
async fn an_activation_calls_one_child_and_hears_of_its_end() {
    let home = Home::new().await;
    let process = Process::on(&home, Queue::default()).await;
    let supervisor = Supervisor::start(Arc::clone(&process.runner), Duration::ZERO).await.expect("a supervisor");
    let parent = process.start(&gates("parent", &["p"]), Start::default()).await.expect("started");
    process.gates.begun(1).await;
    let call = |key| Start { parent: Some((&parent, key)), ..Start::default() };
    let flow = gates("child", &["c"]);
    let child = process.start(&flow, call("call")).await.expect("started");
    assert_eq!(process.start(&flow, call("call")).await.expect("known"), child);
    let other = process.start(&flow, call("each[1]/call")).await.expect("started");
    process.gates.open("c");
    process.gates.open("c");
    process.until(&child, "completed").await;
    process.until(&other, "completed").await;
    assert_eq!(process.text(SIGNALS, &parent).await, "2");
    let children = runs::children(&process.runner.store, (&parent, ""), "", 10).await.expect("rows");
    assert_eq!(children.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), [&child, &other]);
    let totals = runs::child_totals(&process.runner.store, &parent).await.expect("totals");
    assert_eq!(totals, ChildTotals { total: 2, by_status: vec![("completed".into(), 2)] });
    supervisor.stop().await;
}

#[tokio::test]
async fn to_cancel_a_run_cancels_all_it_called() {
    let home = Home::new().await;
    let process = Process::on(&home, Queue { at_once: 2, ..Queue::default() }).await;
    let supervisor = Supervisor::start(Arc::clone(&process.runner), Duration::ZERO).await.expect("a supervisor");
    let parent = process.start(&gates("parent", &["p"]), Start::default()).await.expect("started");
    process.gates.begun(1).await;
    let below = |run| Start { parent: Some((run, "call")), ..Start::default() };
    let child = process.start(&gates("child", &["c"]), below(&parent)).await.expect("started");
    process.gates.begun(2).await;
    let grandchild = process.start(&gates("grandchild", &["g"]), below(&child)).await.expect("started");
    runs::cancel(&process.runner, &Author::system(), &parent).await.expect("cancelled");
    for run in [&parent, &child, &grandchild] {
        process.until(run, "cancelled").await;
    }
    assert_eq!(process.gates.so_far(), ["p", "c"], "what waited has not begun");
    supervisor.stop().await;
}
