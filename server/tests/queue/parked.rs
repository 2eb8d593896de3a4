//! Runs that only wait are put away, and cost nothing until it is time.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use server::audit::Author;
use server::runs::{self, Queue, Supervisor};

use super::bench::{Home, Process, Start, gates};

const PARKED: &str = "SELECT CASE WHEN is_parked AND lease_until IS NULL THEN status END FROM runs WHERE id = $1";

/// A gate, an hour, another gate.
fn patient() -> serde_json::Value {
    let mut document = gates("patient", &["a", "b"]);
    let wait = json!({ "id": "wait", "type": "system.wait", "config": { "seconds": 3600 } });
    document["nodes"].as_array_mut().expect("nodes").push(wait);
    document["wires"] = json!([{ "source": "a", "target": "wait" }, { "source": "wait", "target": "b" }]);
    document
}

async fn parked(process: &Process) -> String {
    process.gates.open("a");
    let run = process.start(&patient(), Start::default()).await.expect("started");
    while process.text(PARKED, &run).await != "running" {
        tokio::task::yield_now().await;
    }
    run
}

fn impatient() -> Queue {
    Queue { at_once: 1, park_after: Some(Duration::from_secs(1)), ..Queue::default() }
}

#[tokio::test]
async fn a_run_that_is_put_away_takes_no_place_and_goes_on_when_it_is_time() {
    let home = Home::new().await;
    let process = Process::on(&home, impatient()).await;
    let supervisor = Supervisor::start(Arc::clone(&process.runner), Duration::ZERO).await.expect("a supervisor");
    let run = parked(&process).await;
    process.gates.open("c");
    let other = process.start(&gates("other", &["c"]), Start::default()).await.expect("started");
    process.until(&other, "completed").await;
    process.clock.advance(Duration::from_secs(3600));
    process.gates.open("b");
    process.until(&run, "completed").await;
    assert_eq!(process.gates.so_far(), ["a", "c", "b"], "what was done is not done again");
    supervisor.stop().await;
}

#[tokio::test]
async fn a_run_that_is_put_away_can_be_cancelled() {
    let home = Home::new().await;
    let process = Process::on(&home, impatient()).await;
    let supervisor = Supervisor::start(Arc::clone(&process.runner), Duration::ZERO).await.expect("a supervisor");
    let run = parked(&process).await;
    runs::cancel(&process.runner, &Author::system(), &run).await.expect("cancelled");
    process.until(&run, "cancelled").await;
    assert_eq!(process.gates.so_far(), ["a"]);
    supervisor.stop().await;
}
