//! A run is held, looked at, changed, and goes on; also where the server was restarted meanwhile.

use reqwest::Method;
use serde_json::{Value, json};

use super::door::{Door, Home};

/// Sets a number, doubles it, and ends with it.
fn doubling(name: &str) -> Value {
    let set = |id: &str, value: Value| json!({ "id": id, "type": "flow.set_variable", "config": { "variables": { "n": value } } });
    json!({
        "format": "opsconductor.flow/1", "name": name,
        "nodes": [set("one", json!(1)), set("two", json!({ "$expr": "n * 2" })),
                  { "id": "end", "type": "flow.end", "config": { "result": "{{ n }}" } }],
        "wires": [{ "source": "one", "target": "two" }, { "source": "two", "target": "end" }]
    })
}

impl Door {
    /// The run is held first, and its row says so once that is written.
    async fn written_as_paused(&self, run: &str) {
        while self.get(&format!("/runs/{run}")).await.is(200, "")["status"] != "paused" {
            tokio::task::yield_now().await;
        }
    }

    /// Waits until a run is held, by its events, before the given node.
    async fn held(&self, run: &str, node: &str) {
        loop {
            let debug = self.get(&format!("/runs/{run}/debug")).await.is(200, "");
            if debug["paused"]["node"] == node {
                return self.written_as_paused(run).await;
            }
            let mut events = self.api(Method::GET, &format!("/runs/{run}/events")).send().await.expect("events");
            let mut seen = String::new();
            while !seen.contains("\"paused\"") {
                let chunk = events.chunk().await.expect("more events").expect("the run goes on");
                seen += &String::from_utf8_lossy(&chunk);
            }
        }
    }

    async fn command(&self, run: &str, body: Value) {
        self.post(&format!("/runs/{run}/debug"), &body).await.is(202, "");
    }
}

#[tokio::test]
async fn a_run_is_held_at_a_breakpoint_looked_at_changed_and_goes_on() {
    let door = Door::open().await;
    let id = door.flow(doubling("Double")).await;
    let run = door.start(&id, &json!({ "breakpoints": [{ "node": "two", "condition": "n == 1" }] })).await;
    door.held(&run, "two").await;
    let debug = door.get(&format!("/runs/{run}/debug")).await.is(200, "");
    assert_eq!((&debug["paused"]["key"], &debug["paused"]["variables"]["n"]), (&json!("two"), &json!(1)));
    assert_eq!(debug["breakpoints"], json!([{ "node": "two", "condition": "n == 1" }]));
    let watch = |expression: &str| json!({ "expression": expression });
    let path = format!("/runs/{run}/debug/watch");
    assert_eq!(door.post(&path, &watch("n + 40")).await.is(200, "")["value"], 41);
    door.post(&path, &watch("n +")).await.is(422, "invalid_expression");
    assert_eq!(door.get(&format!("/runs/{run}")).await.is(200, "")["status"], "paused");
    assert_eq!(door.get("/runs?status=paused").await.is(200, "")["items"][0]["id"], run);
    door.delete(&format!("/runs/{run}")).await.is(409, "run_active");
    door.command(&run, json!({ "command": "step_over", "variables": [{ "name": "n", "value": 21 }] })).await;
    door.held(&run, "end").await;
    door.command(&run, json!({ "command": "continue" })).await;
    let ended = door.ended(&run).await;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &json!(42)), "{ended}");
    door.post(&format!("/runs/{run}/debug"), &json!({ "command": "pause" })).await.is(409, "run_finished");
    door.post(&path, &watch("n")).await.is(409, "not_paused");
    let history = door.get(&format!("/runs/{run}/variables/history?name=n")).await.is(200, "");
    let values: Vec<_> =
        history["items"].as_array().expect("items").iter().map(|change| change["value"].clone()).collect();
    assert_eq!(values, [1, 21, 42], "{history}");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_field() {
    let door = Door::open().await;
    let id = door.flow(doubling("Double")).await;
    let start = |body: Value| {
        let path = format!("/flows/{id}/run");
        let door = &door;
        async move { door.post(&path, &body).await }
    };
    let refused = start(json!({ "breakpoints": [{ "node": "nowhere" }] })).await.is(422, "invalid_request");
    assert_eq!(refused["errors"][0]["field"], "breakpoints[0].node");
    start(json!({ "pins": { "nowhere": 1 } })).await.is(422, "invalid_request");
    start(json!({ "wait_seconds": 61 })).await.is(422, "invalid_request");
    let run = door.start(&id, &json!({ "pause": true })).await;
    door.held(&run, "one").await;
    for body in [
        json!({ "command": "run_to" }),
        json!({ "command": "run_to", "node": "nowhere" }),
        json!({ "command": "continue", "variables": [{ "name": "a-b", "value": 1 }] }),
        json!({ "command": "continue", "variables": [{ "name": "a", "value": 1, "scope": "global" }] }),
    ] {
        door.post(&format!("/runs/{run}/debug"), &body).await.is(422, "invalid_request");
    }
    door.post(&format!("/runs/{run}/cancel"), &json!({})).await.is(202, "");
    assert_eq!(door.ended(&run).await["status"], "cancelled");
}

#[tokio::test]
async fn a_run_that_is_held_is_held_after_a_restart_too() {
    let home = Home::new().await;
    let first = Door::on(&home).await;
    let id = first.flow(doubling("Double")).await;
    let run = first.start(&id, &json!({ "breakpoints": [{ "node": "two" }] })).await;
    first.held(&run, "two").await;
    first.app.close().await;
    first.app.store.close().await;

    let second = Door::on(&home).await;
    second.held(&run, "two").await;
    let debug = second.get(&format!("/runs/{run}/debug")).await.is(200, "");
    assert_eq!((&debug["paused"]["variables"]["n"], &debug["breakpoints"][0]["node"]), (&json!(1), &json!("two")));
    second.command(&run, json!({ "command": "continue", "payload": "changed" })).await;
    assert_eq!(second.ended(&run).await["result"], 2);
}

#[tokio::test]
async fn a_run_without_breakpoints_can_be_paused_while_it_goes_on() {
    let door = Door::open().await;
    let mut document = super::door::command("Wait", "while [ ! -e go ]; do sleep 0.02; done");
    document["nodes"].as_array_mut().expect("nodes").push(json!({ "id": "last", "type": "flow.end" }));
    document["wires"].as_array_mut().expect("wires").push(json!({ "source": "ask", "target": "last" }));
    let id = door.flow(document).await;
    let run = door.start(&id, &json!({})).await;
    door.command(&run, json!({ "command": "pause" })).await;
    std::fs::write(door.workspace().join("go"), "").expect("written");
    // The pause may have come before the first node, or before the command, or before the end.
    let mut status = String::new();
    while status != "completed" {
        let debug = door.get(&format!("/runs/{run}/debug")).await.is(200, "");
        if debug["paused"].is_object() {
            door.post(&format!("/runs/{run}/debug"), &json!({ "command": "step_over" })).await;
        }
        status = door.get(&format!("/runs/{run}")).await.is(200, "")["status"].as_str().expect("a status").to_owned();
        assert!(["pending", "running", "paused", "completed"].contains(&status.as_str()), "{status}");
    }
}
