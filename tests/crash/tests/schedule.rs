//! `kill -9` while a schedule is due every second: each time starts one run, and none is left out.

use std::collections::BTreeSet;
use std::time::Duration;

use crash::Chance;
use e2e::{Api, Server};
use serde_json::{Value, json};

const KILLS: usize = 5;
/// The longest a server lives, in milliseconds.
const LIFE: u64 = 2_000;

#[tokio::test(flavor = "multi_thread")]
async fn kills_start_no_time_twice_and_leave_none_out() {
    let data = tempfile::tempdir().expect("a folder");
    let mut chance = Chance::new();
    let mut server = Server::start(data.path(), &[]).await;
    let flow = server.api().await.create(&every_second()).await;
    for _ in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(chance.below(LIFE))).await;
        server.kill();
        server = Server::start(data.path(), &[]).await;
    }
    let api = server.api().await;
    let runs = runs(&api, &flow).await;
    let mut seconds = BTreeSet::new();
    for run in &runs {
        let ended = api.finished(run).await;
        assert_eq!(ended["status"], "completed", "{ended}");
        let second = ended["result"].as_i64().unwrap_or_else(|| panic!("no time: {ended}"));
        assert!(seconds.insert(second), "two runs for the second {second}");
    }
    let (first, last) = (seconds.first().expect("a run"), seconds.last().expect("a run"));
    assert_eq!(*last - *first + 1, i64::try_from(seconds.len()).expect("few"), "a time was left out: {seconds:?}");
    println!("{KILLS} kills, {} times, as many runs", seconds.len());
}

fn every_second() -> Value {
    json!({
        "format": "opsconductor.flow/1", "name": "Every second",
        "nodes": [
            { "id": "tick", "type": "trigger.schedule", "config": { "cron": "* * * * * *" } },
            { "id": "end", "type": "flow.end",
              "config": { "result": "{{ msg.payload.scheduled_for | date:'%s' | int }}" } }
        ],
        "wires": [{ "source": "tick", "target": "end" }]
    })
}

/// The ids of all runs of a flow.
async fn runs(api: &Api, flow: &str) -> Vec<String> {
    let page = api.get(&format!("/runs?flow={flow}&limit=100")).await;
    let items = page["items"].as_array().expect("a page");
    items.iter().map(|run| run["id"].as_str().expect("an id").to_owned()).collect()
}
