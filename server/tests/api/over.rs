//! Runs on targets, and over several of them: on which, how many at a time, with what, and again.

use std::path::Path;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::door::{Door, Home, command};

/// Adds machines that nobody connects to.
async fn machines(door: &Door, names: &[&str]) {
    for name in names {
        door.post("/targets", &json!({ "name": name, "hostname": "before" })).await.is(201, "");
    }
}

/// A flow that ends with what an expression says.
fn telling(result: &str) -> Value {
    json!({
        "format": "opsconductor.flow/1", "name": "Tell",
        "nodes": [{ "id": "start", "type": "flow.start" },
                  { "id": "end", "type": "flow.end", "config": { "result": result } }],
        "wires": [{ "source": "start", "target": "end" }]
    })
}

/// A flow whose first run completes, and whose others wait for a gate.
fn gated(folder: &Path) -> Value {
    let (first, gate) = (folder.join("first"), folder.join("gate"));
    let line = format!("mkdir {} 2>/dev/null || until [ -e {} ]; do sleep 0.05; done", first.display(), gate.display());
    let mut flow = command("Gate", &line);
    flow["nodes"][1]["target"] = "local".into();
    flow
}

/// Runs a run again, and waits for the end.
async fn again(door: &Door, run: &str, body: &Value) -> Value {
    let again = door.post(&format!("/runs/{run}/rerun"), body).await.is(201, "");
    door.ended(again["run_id"].as_str().expect("a run")).await
}

/// The results of the runs below a run.
async fn results(door: &Door, run: &str) -> Vec<Value> {
    let children = door.get(&format!("/runs/{run}/children")).await.is(200, "");
    let mut results = Vec::new();
    for child in children["items"].as_array().expect("runs") {
        let child = child["id"].as_str().expect("an id");
        results.push(door.get(&format!("/runs/{child}")).await.is(200, "")["result"].clone());
    }
    results
}

#[tokio::test]
async fn a_target_that_was_never_begun_did_not_complete() {
    let (door, folder) = (Door::open().await, tempfile::tempdir().expect("a folder"));
    machines(&door, &["one", "two", "three"]).await;
    let flow = door.flow(gated(folder.path())).await;
    let body = json!({ "targets": ["one", "two", "three"], "max_parallel_targets": 1 });
    let run = door.start(&flow, &body).await;
    let children = format!("/runs/{run}/children");
    while door.get(&children).await.is(200, "")["totals"] != json!({ "completed": 1, "running": 1 }) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(door.post(&format!("/runs/{run}/cancel"), &json!({})).await.status.as_u16() / 100, 2);
    assert_eq!(door.ended(&run).await["status"], "cancelled");
    std::fs::write(folder.path().join("gate"), "").expect("the gate is opened");
    let rest = again(&door, &run, &json!({ "failed_targets": true })).await;
    assert_eq!((&rest["status"], &rest["target_count"]), (&json!("completed"), &json!(2)), "{rest}");
    let worked_on: Vec<_> =
        rest["result"]["results"].as_array().expect("results").iter().map(|result| &result["target"]).collect();
    assert_eq!(worked_on, ["two", "three"]);
    let rest = rest["id"].as_str().expect("an id");
    let refused = door.post(&format!("/runs/{rest}/rerun"), &json!({ "failed_targets": true })).await;
    let refused = refused.is(409, "not_retryable");
    assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("all completed")), "{refused}");
}

#[tokio::test]
async fn the_flow_says_how_many_targets_at_a_time_unless_the_start_does() {
    let door = Door::open().await;
    machines(&door, &["one", "two"]).await;
    let mut flow = telling("{{ target.name }}");
    flow["settings"] = json!({ "maxParallelTargets": 2 });
    let (own, usual) = (door.flow(flow.clone()).await, {
        flow["name"] = "Usual".into();
        flow["settings"] = json!({});
        door.flow(flow).await
    });
    for (flow, at_once, expected) in
        [(&own, Value::Null, 2), (&own, json!(1), 1), (&own, json!(100), 100), (&usual, Value::Null, 5)]
    {
        let run = door.start(flow, &json!({ "targets": ["one", "two"], "max_parallel_targets": at_once })).await;
        let ended = door.ended(&run).await;
        assert_eq!(ended["result"]["successful"], 2, "{ended}");
        let nodes = ended["document"]["nodes"].as_array().expect("nodes");
        let each = nodes.iter().find(|node| node["id"] == "each").expect("a loop");
        assert_eq!(each["config"]["max_parallel"], expected);
    }
    for at_once in [0, 101] {
        let body = json!({ "targets": ["one", "two"], "max_parallel_targets": at_once });
        let refused = door.post(&format!("/flows/{own}/run"), &body).await.is(422, "invalid_request");
        assert_eq!(refused["errors"][0]["field"], "max_parallel_targets");
    }
}

#[tokio::test]
async fn each_target_gets_the_whole_first_message() {
    let door = Door::open().await;
    machines(&door, &["one", "two"]).await;
    let flow = door.flow(telling("{{ msg }}")).await;
    for (input, expected) in [
        (json!({ "payload": 1, "topic": "t" }), json!({ "payload": 1, "topic": "t" })),
        (json!({ "payload": { "payload": 5 } }), json!({ "payload": { "payload": 5 } })),
        (json!("hi"), json!({ "payload": "hi" })),
        (json!("{{ 1 + 1 }}"), json!({ "payload": "{{ 1 + 1 }}" })),
        (Value::Null, json!({ "payload": null })),
    ] {
        let run = door.start(&flow, &json!({ "targets": ["one", "two"], "input": input })).await;
        assert_eq!(door.ended(&run).await["status"], "completed");
        assert_eq!(results(&door, &run).await, [expected.clone(), expected]);
    }
}

#[tokio::test]
async fn a_run_is_run_again_on_its_target_as_it_is_now() {
    let door = Door::open().await;
    machines(&door, &["one"]).await;
    let flow = door.flow(telling("{{ target.hostname }}")).await;
    let run = door.start(&flow, &json!({ "targets": ["one"] })).await;
    assert_eq!(door.ended(&run).await["result"], "before");
    let moved = json!({ "name": "first", "hostname": "after", "revision": 1 });
    door.send(door.api(Method::PUT, "/targets/one").json(&moved)).await.is(200, "");
    let moved = again(&door, &run, &json!({})).await;
    assert_eq!((&moved["result"], &moved["target"]["name"]), (&json!("after"), &json!("first")), "{moved}");
    assert_eq!(door.delete("/targets/first").await.status, 204);
    let refused = door.post(&format!("/runs/{run}/rerun"), &json!({})).await.is(409, "not_retryable");
    assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("`one`")), "{refused}");
    let local = door.start(&flow, &json!({ "targets": ["local"] })).await;
    door.ended(&local).await;
    let local = again(&door, &local, &json!({})).await;
    assert_eq!((&local["result"], &local["target"]["name"]), (&json!("localhost"), &json!("local")), "{local}");
}

#[tokio::test]
async fn what_another_process_did_to_the_targets_is_known_at_a_start() {
    let home = Home::new().await;
    let (here, there) = (Door::beside(&home).await, Door::beside(&home).await);
    let flow = here.flow(telling("{{ target.hostname }}")).await;
    machines(&there, &["one", "two"]).await;
    let run = here.start(&flow, &json!({ "targets": ["one", "two"] })).await;
    assert_eq!(here.ended(&run).await["result"]["successful"], 2);
    let single = here.start(&flow, &json!({ "targets": ["one"] })).await;
    assert_eq!(here.ended(&single).await["result"], "before");
    let moved = json!({ "name": "one", "hostname": "after", "revision": 1 });
    there.send(there.api(Method::PUT, "/targets/one").json(&moved)).await.is(200, "");
    assert_eq!(again(&here, &single, &json!({})).await["result"], "after");
    assert_eq!(there.delete("/targets/two").await.status, 204);
    let rest = again(&here, &run, &json!({})).await;
    assert_eq!((&rest["target"]["name"], &rest["result"]), (&json!("one"), &json!("after")), "{rest}");
}

#[tokio::test]
async fn the_lines_of_a_step_are_not_those_of_the_same_node_on_another_path() {
    let door = Door::open().await;
    let say = |id: &str| json!({ "id": id, "type": "shell.command", "config": { "command": "true" } });
    let flow = json!({
        "format": "opsconductor.flow/1", "name": "Paths",
        "nodes": [{ "id": "start", "type": "flow.start" }, say("left"), say("right"),
                  { "id": "read", "type": "shell.command", "run": "each", "config": { "command": "echo read" } }],
        "wires": [{ "source": "start", "target": "left" }, { "source": "start", "target": "right" },
                  { "source": "left", "target": "read" }, { "source": "right", "target": "read" }]
    });
    let run = door.start(&door.flow(flow).await, &json!({})).await;
    assert_eq!(door.ended(&run).await["status"], "completed");
    for step in ["read", "read@2"] {
        let request = door.api(Method::GET, &format!("/runs/{run}/logs")).query(&[("key", step)]);
        let lines = door.send(request).await.is(200, "")["items"].clone();
        let keys: Vec<_> = lines.as_array().expect("lines").iter().map(|line| &line["key"]).collect();
        assert_eq!(keys, [step]);
    }
}
