//! Runs: started, executed, resumed, cancelled, deleted.

use reqwest::Method;
use serde_json::{Value, json};

use super::door::{Door, Home, command};

fn with_parameters(name: &str) -> Value {
    let mut document = command(name, "echo threshold {{ threshold }} {{ password }}");
    document["parameters"] = json!({
        "threshold": { "type": "integer", "default": 80, "max": 100 },
        "password": { "type": "string", "secret": true, "default": "none" }
    });
    document
}

#[tokio::test]
async fn a_run_tells_what_it_did() {
    let door = Door::open().await;
    let id = door.flow(with_parameters("Report")).await;
    let run = door.start(&id, &json!({ "parameters": { "threshold": 90 } })).await;
    let ended = door.ended(&run).await;
    assert_eq!(ended["status"], "completed", "{ended}");
    assert_eq!(ended["parameters"]["threshold"], 90);
    assert_eq!(ended["steps"], json!({ "completed": 2, "failed": 0, "skipped": 0 }));
    assert_eq!(ended["nodes"]["ask"]["count"], 1);
    let steps = door.get(&format!("/runs/{run}/steps")).await.is(200, "");
    let keys: Vec<_> = steps["items"].as_array().expect("items").iter().map(|step| &step["key"]).collect();
    assert_eq!(keys, ["start", "ask"], "{steps}");
    let one = door.get(&format!("/runs/{run}/steps?node=ask&status=completed")).await.is(200, "");
    assert_eq!(one["items"][0]["type"], "shell.command");
    let logs = door.get(&format!("/runs/{run}/logs")).await.is(200, "");
    assert_eq!(logs["items"][0]["text"], "threshold 90 •••");
    let flow = door.get(&format!("/flows/{id}")).await.is(200, "");
    assert_eq!(flow["last_run"]["id"], run);
    let listed = door.get(&format!("/runs?flow={id}&status=completed")).await.is(200, "");
    assert_eq!(listed["items"][0]["id"], run);
}

#[tokio::test]
async fn parameters_that_do_not_fit_are_refused_by_name() {
    let door = Door::open().await;
    let id = door.flow(with_parameters("Report")).await;
    let bad = json!({ "parameters": { "threshold": 101, "treshold": 1 } });
    let refused = door.post(&format!("/flows/{id}/run"), &bad).await.is(422, "invalid_parameters");
    let fields: Vec<_> = refused["errors"].as_array().expect("errors").iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["treshold", "threshold"]);
    door.post(&format!("/flows/{id}/run"), &json!({ "parameter": {} })).await.is(400, "unknown_field");
    door.post(&format!("/flows/{id}/run"), &json!({ "version": 7 })).await.is(404, "not_found");
    door.post("/flows/none/run", &json!({})).await.is(404, "not_found");
}

#[tokio::test]
async fn a_secret_parameter_is_shown_nowhere_and_stored_sealed() {
    let home = Home::new().await;
    let door = Door::on(&home).await;
    let id = door.flow(with_parameters("Report")).await;
    let run = door.start(&id, &json!({ "parameters": { "password": "sword-fish-77" } })).await;
    assert_eq!(door.ended(&run).await["parameters"]["password"], "•••");
    let mut seen = String::new();
    for path in ["", "/steps", "/logs", "/variables", "/steps?key=ask"] {
        seen += &door.get(&format!("/runs/{run}{path}")).await.is(200, "").to_string();
    }
    assert!(seen.contains("threshold 80 •••"), "{seen}");
    assert!(!seen.contains("sword-fish-77"), "{seen}");
    door.app.store.close().await;
    let contents = home.contents().await;
    let holds = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(contents.iter().any(|(_, bytes)| holds(bytes, b"threshold 80")), "this is where runs are kept");
    for (place, bytes) in contents {
        assert!(!holds(&bytes, b"sword-fish-77"), "the secret is in {place}");
    }
}

#[tokio::test]
async fn the_same_idempotency_key_starts_one_run() {
    let door = Door::open().await;
    let id = door.flow(with_parameters("Report")).await;
    let start = |threshold: i64| {
        let body = json!({ "parameters": { "threshold": threshold } });
        door.api(Method::POST, &format!("/flows/{id}/run")).header("idempotency-key", "k1").json(&body)
    };
    let first = door.send(start(1)).await.is(202, "");
    let second = door.send(start(1)).await.is(202, "");
    assert_eq!(first["run_id"], second["run_id"]);
    door.send(start(2)).await.is(422, "idempotency_key_reused");
}

#[tokio::test]
async fn a_run_is_cancelled_while_it_goes_on_and_deleted_once_it_is_over() {
    let door = Door::open().await;
    let id = door.flow(command("Wait", "sleep 600")).await;
    let run = door.start(&id, &json!({})).await;
    door.delete(&format!("/runs/{run}")).await.is(409, "run_active");
    door.post(&format!("/runs/{run}/cancel"), &json!({})).await.is(202, "");
    let ended = door.ended(&run).await;
    assert_eq!((&ended["status"], &ended["cancelled_by"]), (&json!("cancelled"), &json!("admin")));
    door.post(&format!("/runs/{run}/cancel"), &json!({})).await.is(409, "run_finished");
    door.delete(&format!("/runs/{run}")).await.is(204, "");
    door.get(&format!("/runs/{run}")).await.is(404, "not_found");
    door.delete(&format!("/runs/{run}")).await.is(404, "not_found");
    door.post(&format!("/runs/{run}/cancel"), &json!({})).await.is(404, "not_found");
    door.get(&format!("/runs/{run}/steps")).await.is(404, "not_found");
}

#[tokio::test]
async fn a_failed_run_says_where_and_why() {
    let door = Door::open().await;
    let id = door.flow(command("Fail", "echo oh no >&2; exit 3")).await;
    let run = door.start(&id, &json!({})).await;
    let ended = door.ended(&run).await;
    assert_eq!(ended["status"], "failed");
    assert_eq!((&ended["error"]["kind"], &ended["error"]["node"]), (&json!("exit_code"), &json!("ask")));
    let steps = door.get(&format!("/runs/{run}/steps?status=failed")).await.is(200, "");
    assert_eq!(steps["items"][0]["error"]["kind"], "exit_code");
    let logs = door.get(&format!("/runs/{run}/logs?node=ask")).await.is(200, "");
    assert_eq!((&logs["items"][0]["stream"], &logs["items"][0]["text"]), (&json!("stderr"), &json!("oh no")));
}

#[tokio::test]
async fn a_run_is_resumed_after_a_restart_without_repeating_what_was_done() {
    let home = Home::new().await;
    let mut document = command("Resume", "echo once >> count.txt");
    document["nodes"].as_array_mut().expect("nodes").push(json!({
        "id": "gate", "type": "shell.command", "repeatable": true,
        "config": { "command": "while [ ! -e go.txt ]; do sleep 0.05; done" }
    }));
    document["wires"].as_array_mut().expect("wires").push(json!({ "source": "ask", "target": "gate" }));
    let first = Door::on(&home).await;
    let id = first.flow(document).await;
    let run = first.start(&id, &json!({})).await;
    first.reached(&run, "gate").await;
    first.app.close().await;
    first.app.store.close().await;

    let second = Door::on(&home).await;
    std::fs::write(home.path().join("workspace/go.txt"), "").expect("written");
    let ended = second.ended(&run).await;
    assert_eq!(ended["status"], "completed", "{ended}");
    let count = std::fs::read_to_string(home.path().join("workspace/count.txt")).expect("a file");
    assert_eq!(count, "once\n");
    let steps = second.get(&format!("/runs/{run}/steps")).await.is(200, "");
    let mut keys: Vec<_> =
        steps["items"].as_array().expect("items").iter().map(|step| step["key"].to_string()).collect();
    keys.sort();
    assert_eq!(keys, ["\"ask\"", "\"gate\"", "\"start\""]);
}

#[tokio::test]
async fn a_run_whose_flow_keeps_nothing_is_not_run_twice() {
    let home = Home::new().await;
    let mut document = command("Forget", "echo once >> count.txt; sleep 600");
    document["settings"] = json!({ "durability": "memory" });
    let first = Door::on(&home).await;
    let id = first.flow(document).await;
    let run = first.start(&id, &json!({})).await;
    first.reached(&run, "ask").await;
    first.app.close().await;
    first.app.store.close().await;
    let second = Door::on(&home).await;
    let ended = second.ended(&run).await;
    assert_eq!((&ended["status"], &ended["error"]["kind"]), (&json!("failed"), &json!("interrupted")));
}

impl Door {
    /// Waits until a run has logged a text, by its events.
    pub(crate) async fn logged(&self, run: &str, text: &str) {
        let mut events = self.api(Method::GET, &format!("/runs/{run}/events")).send().await.expect("events");
        while !self.get(&format!("/runs/{run}/logs")).await.is(200, "").to_string().contains(text) {
            events.chunk().await.expect("more events").expect("the run goes on");
        }
    }

    /// Waits until a node of a run is being executed, by the run's events.
    pub(crate) async fn reached(&self, run: &str, node: &str) {
        let mut events = self.api(Method::GET, &format!("/runs/{run}/events")).send().await.expect("events");
        let (begun, mut seen) = (format!(r#""key":"{node}""#), String::new());
        let summary = format!(r#""{node}":{{"status":"running""#);
        while !(seen.contains(&begun) || seen.contains(&summary)) {
            let chunk = events.chunk().await.expect("more events").expect("the run goes on");
            seen += &String::from_utf8_lossy(&chunk);
        }
    }
}

#[tokio::test]
async fn what_failed_is_told_from_what_could_not_run() {
    let door = Door::open().await;
    let mut document = command("Both", "exit 3");
    let nowhere = json!({ "command": "true", "working_directory": "no-such-folder" });
    let nodes = document["nodes"].as_array_mut().expect("nodes");
    nodes.push(json!({ "id": "nowhere", "type": "shell.command", "config": nowhere }));
    nodes.iter_mut().for_each(|node| node["onError"] = "continue".into());
    document["wires"] = json!([{ "source": "start", "target": "ask" }, { "source": "ask", "target": "nowhere" }]);
    let id = door.flow(document).await;
    let run = door.start(&id, &json!({})).await;
    let ended = door.ended(&run).await;
    for (node, status) in [("ask", "failed"), ("nowhere", "error")] {
        assert_eq!(ended["nodes"][node]["status"], status, "{ended}");
        let steps = door.get(&format!("/runs/{run}/steps?status={status}")).await.is(200, "");
        let (step, more) = (&steps["items"][0], &steps["items"][1]);
        assert_eq!((&step["node"], &step["error"]["failed"]), (&json!(node), &json!(status == "failed")), "{steps}");
        assert!(more.is_null(), "{steps}");
    }
}

/// The command tells through a pipe that it is ready to clean up.
#[tokio::test]
async fn a_server_that_stops_lets_commands_clean_up() {
    let door = Door::open().await;
    let pipe = door.workspace().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let line = "trap 'sleep 0.1; echo tidy > done; exit' TERM; echo ready > pipe; while :; do sleep 0.02; done";
    let id = door.flow(command("Patient", line)).await;
    door.start(&id, &json!({})).await;
    let told = tokio::task::spawn_blocking(move || std::fs::read_to_string(pipe));
    assert_eq!(told.await.expect("read").expect("a word"), "ready\n");
    door.app.close().await;
    let left = std::fs::read_to_string(door.workspace().join("done"));
    assert_eq!(left.expect("it cleaned up"), "tidy\n");
}
