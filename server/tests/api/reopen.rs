//! Runs that are over are taken up again, in place or as new ones.

use reqwest::Method;
use serde_json::{Value, json};

use super::door::{Door, Home, command};

/// Notes that it ran, then asks for a file.
fn needs_a_file(name: &str) -> Value {
    let mut document = command(name, "echo once >> count.txt");
    document["nodes"].as_array_mut().expect("nodes").extend([
        json!({ "id": "need", "type": "shell.command", "config": { "command": "cat {{ file }}" } }),
        json!({ "id": "end", "type": "flow.end", "config": { "result": "{{ nodes.need.output.stdout }}" } }),
    ]);
    document["variables"] = json!({ "file": "wanted.txt" });
    let wires = [("ask", "need"), ("need", "end")].map(|(from, to)| json!({ "source": from, "target": to }));
    document["wires"].as_array_mut().expect("wires").extend(wires);
    document
}

#[tokio::test]
async fn a_failed_run_goes_on_from_the_step_that_failed_with_what_was_changed() {
    let door = Door::open().await;
    let id = door.flow(needs_a_file("Need")).await;
    let run = door.start(&id, &json!({})).await;
    assert_eq!(door.ended(&run).await["error"]["node"], "need");
    door.post(&format!("/runs/{run}/retry"), &json!({ "from": "nowhere" })).await.is(422, "invalid_request");
    door.post(&format!("/runs/{run}/retry"), &json!({})).await.is(202, "");
    assert_eq!(door.ended(&run).await["status"], "failed", "the file is still not there");
    std::fs::write(door.workspace().join("other.txt"), "found").expect("written");
    let change = json!({ "variables": [{ "name": "file", "value": "other.txt" }] });
    door.post(&format!("/runs/{run}/retry"), &change).await.is(202, "");
    let ended = door.ended(&run).await;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &json!("found")), "{ended}");
    let count = std::fs::read_to_string(door.workspace().join("count.txt")).expect("a file");
    assert_eq!(count, "once\n", "what was done is not done again");
    door.post(&format!("/runs/{run}/retry"), &json!({})).await.is(409, "not_retryable");
    door.post(&format!("/runs/{}/retry", engine::RunId::fresh()), &json!({})).await.is(404, "not_found");
}

#[tokio::test]
async fn a_cancelled_run_goes_on_where_it_was_stopped() {
    let door = Door::open().await;
    let id = door.flow(command("Wait", "[ -e go ] || sleep 600")).await;
    let run = door.start(&id, &json!({})).await;
    door.post(&format!("/runs/{run}/retry"), &json!({})).await.is(409, "run_active");
    door.reached(&run, "ask").await;
    door.post(&format!("/runs/{run}/cancel"), &json!({})).await.is(202, "");
    assert_eq!(door.ended(&run).await["status"], "cancelled");
    std::fs::write(door.workspace().join("go"), "").expect("written");
    door.post(&format!("/runs/{run}/retry"), &json!({})).await.is(202, "");
    let ended = door.ended(&run).await;
    assert_eq!((&ended["status"], &ended["cancelled_by"]), (&json!("completed"), &Value::Null), "{ended}");
}

/// A run whose command was at work when its server stopped for good.
async fn interrupted(home: &Home) -> (Door, String) {
    let first = Door::on(home).await;
    std::fs::write(home.path().join("workspace/wanted.txt"), "found").expect("written");
    let mut document = needs_a_file("Slow");
    document["nodes"][1]["config"]["command"] = json!("echo once >> count.txt; echo begun; [ -e go ] || sleep 600");
    let slow = first.flow(document).await;
    let run = first.start(&slow, &json!({})).await;
    first.logged(&run, "begun").await;
    first.app.close().await;
    first.app.store.close().await;
    let second = Door::on(home).await;
    let ended = second.ended(&run).await;
    assert_eq!((&ended["status"], &ended["error"]["kind"]), (&json!("failed"), &json!("interrupted")), "{ended}");
    let open = second.get(&format!("/runs/{run}/interrupted")).await.is(200, "");
    assert_eq!((&open["items"][0]["key"], &open["items"][0]["node"]), (&json!("ask"), &json!("ask")));
    (second, run)
}

#[tokio::test]
async fn an_interrupted_step_is_answered_as_done() {
    let home = Home::new().await;
    let (door, run) = interrupted(&home).await;
    let path = format!("/runs/{run}/interrupted");
    door.post(&path, &json!({ "key": "need", "answer": "done" })).await.is(422, "invalid_request");
    door.post(&path, &json!({ "key": "ask", "answer": "done", "result": { "stdout": "by hand" } })).await.is(202, "");
    let ended = door.ended(&run).await;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &json!("found")), "{ended}");
    assert_eq!(std::fs::read_to_string(home.path().join("workspace/count.txt")).expect("a file"), "once\n");
    assert_eq!(door.get(&path).await.is(200, "")["items"], json!([]));
}

#[tokio::test]
async fn an_interrupted_step_is_answered_as_failed_or_done_again() {
    let home = Home::new().await;
    let (door, run) = interrupted(&home).await;
    let path = format!("/runs/{run}/interrupted");
    std::fs::write(home.path().join("workspace/go"), "").expect("written");
    door.post(&path, &json!({ "key": "ask", "answer": "fail" })).await.is(202, "");
    assert_eq!(door.get(&path).await.is(200, "")["items"], json!([]));
    assert_eq!(door.get(&format!("/runs/{run}")).await.is(200, "")["status"], "failed");
    door.post(&path, &json!({ "key": "ask", "answer": "retry" })).await.is(422, "invalid_request");
    door.post(&format!("/runs/{run}/retry"), &json!({})).await.is(202, "");
    assert_eq!(door.ended(&run).await["status"], "completed");
    assert_eq!(std::fs::read_to_string(home.path().join("workspace/count.txt")).expect("a file"), "once\nonce\n");
}

#[tokio::test]
async fn a_run_is_run_again_with_what_it_was_given_secrets_included() {
    let door = Door::open().await;
    let mut document = command("Again", "test '{{ password }}' = sword-fish-77 && echo {{ n }}");
    document["parameters"] = json!({ "password": { "type": "string", "secret": true }, "n": { "type": "integer" } });
    let id = door.flow(document.clone()).await;
    let run = door.start(&id, &json!({ "parameters": { "password": "sword-fish-77", "n": 1 } })).await;
    assert_eq!(door.ended(&run).await["status"], "completed");
    let again = door.post(&format!("/runs/{run}/rerun"), &json!({})).await.is(201, "");
    let again = door.ended(again["run_id"].as_str().expect("an id")).await;
    assert_eq!((&again["status"], &again["trigger"]), (&json!("completed"), &json!("rerun")), "{again}");
    assert_eq!((&again["parameters"]["password"], &again["flow_version"]), (&json!("•••"), &json!(1)));
    document["nodes"][1]["config"]["command"] = json!("exit 3");
    let save = door.api(Method::PUT, &format!("/flows/{id}")).header("if-match", "\"1\"");
    door.send(save.json(&json!({ "document": document }))).await.is(200, "");
    let latest = door.post(&format!("/runs/{run}/rerun"), &json!({ "version": "latest" })).await.is(201, "");
    assert_eq!(door.ended(latest["run_id"].as_str().expect("an id")).await["status"], "failed");
}

#[tokio::test]
async fn the_priority_of_a_run_that_waits_can_be_changed_and_the_queue_tells_how_full_it_is() {
    let door = Door::open().await;
    let id = door.flow(command("Wait", "while [ ! -e go ]; do sleep 0.02; done")).await;
    let mut runs = Vec::new();
    for _ in 0..6 {
        runs.push(door.start(&id, &json!({})).await);
    }
    door.reached(&runs[3], "ask").await;
    let queue = door.get("/runs/queue").await.is(200, "");
    assert_eq!((&queue["running"], &queue["pending"], &queue["at_once"]), (&json!(4), &json!(2), &json!(4)), "{queue}");
    assert_eq!((&queue["flows"][0]["flow_id"], &queue["flows"][0]["running"]), (&json!(id), &json!(4)));
    let patch = |run: &str, priority: i64| {
        door.api(Method::PATCH, &format!("/runs/{run}")).json(&json!({ "priority": priority }))
    };
    assert_eq!(door.send(patch(&runs[5], 7)).await.is(200, "")["priority"], 7);
    door.send(patch(&runs[5], 101)).await.is(422, "invalid_priority");
    door.send(patch(&runs[0], 7)).await.is(409, "not_pending");
    std::fs::write(door.workspace().join("go"), "").expect("written");
    for run in &runs {
        assert_eq!(door.ended(run).await["status"], "completed");
    }
    assert_eq!(door.get("/runs?q=wAIt").await.is(200, "")["items"].as_array().expect("items").len(), 6);
    assert_eq!(door.get("/runs?q=nobody").await.is(200, "")["items"], json!([]));
}

#[tokio::test]
async fn what_was_called_for_several_targets_is_called_again() {
    let door = Door::open().await;
    for name in ["one", "two"] {
        door.post("/targets", &json!({ "name": name, "hostname": name })).await.is(201, "");
    }
    let mut called = command("Called", "cat wanted.txt");
    called["nodes"][1]["target"] = "local".into();
    door.flow(called).await;
    let caller = json!({
        "format": "opsconductor.flow/1", "name": "Caller",
        "nodes": [{ "id": "start", "type": "flow.start" },
                  { "id": "call", "type": "flow.call", "target": "{{ ['one', 'two'] }}", "config": { "flow": "Called" } }],
        "wires": [{ "source": "start", "target": "call" }]
    });
    let id = door.flow(caller).await;
    let run = door.start(&id, &json!({})).await;
    assert_eq!(door.ended(&run).await["status"], "failed");
    std::fs::write(door.workspace().join("wanted.txt"), "found").expect("written");
    door.post(&format!("/runs/{run}/retry"), &json!({})).await.is(202, "");
    let ended = door.ended(&run).await;
    assert_eq!(ended["status"], "completed", "{ended}");
}
