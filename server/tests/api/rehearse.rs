//! Rehearsals, and flows as a list shows and switches them.

use reqwest::Method;
use serde_json::{Value, json};

use super::door::{Door, command};

#[tokio::test]
async fn a_dry_run_tells_the_way_and_touches_nothing() {
    let door = Door::open().await;
    let mut document = command("Touch", "touch {{ name }}.txt");
    document["parameters"] = json!({ "name": { "type": "string" } });
    let body = json!({ "document": document, "parameters": { "name": "made" } });
    let told = door.post("/flows/dry-run", &body).await.is(200, "");
    assert_eq!((&told["status"], &told["error"]), (&json!("completed"), &Value::Null), "{told}");
    let ask = told["steps"].as_array().expect("steps").iter().find(|step| step["node"] == "ask").expect("the command");
    assert_eq!(ask["config"]["command"], "touch made.txt", "{ask}");
    assert!(!door.workspace().join("made.txt").exists());
    assert_eq!(door.get("/runs").await.is(200, "")["items"], json!([]));
    let id = door.flow(document.clone()).await;
    let pins = json!({ "flow_id": id, "parameters": { "name": "x" }, "pins": { "ask": { "stdout": "pinned" } } });
    let told = door.post("/flows/dry-run", &pins).await.is(200, "");
    assert_eq!(told["result"]["stdout"], "pinned", "{told}");
    door.post("/flows/dry-run", &json!({ "document": document, "parameters": { "nam": 1 } }))
        .await
        .is(422, "invalid_parameters");
    door.post("/flows/dry-run", &json!({})).await.is(422, "invalid_request");
    let bad = json!({ "document": { "format": "opsconductor.flow/1", "name": "x", "nodes": [{ "id": "a", "type": "no.such" }] } });
    let told = door.post("/flows/dry-run", &bad).await.is(200, "");
    assert_eq!((&told["status"], &told["problems"][0]["node"]), (&json!("invalid"), &json!("a")));
}

#[tokio::test]
async fn one_node_is_run_alone_with_a_message_of_ones_own() {
    let door = Door::open().await;
    let mut document = command("Say", "echo {{ msg.payload }} {{ count }} {{ nodes.before.output }}");
    document["nodes"][0]["id"] = json!("before");
    document["wires"][0]["source"] = json!("before");
    let test = |extra: Value| {
        let mut body = json!({
            "document": document, "node": "ask", "message": { "payload": "hello" }, "variables": { "count": 3 },
            "nodes": { "before": "earlier" }
        });
        body.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        let door = &door;
        async move { door.post("/flows/test-node", &body).await }
    };
    let told = test(json!({})).await.is(200, "");
    assert_eq!((&told["status"], &told["port"]), (&json!("completed"), &json!("output")), "{told}");
    assert_eq!(told["log"][0]["text"], "hello 3 earlier");
    assert_eq!(told["output"]["exit_code"], 0);
    let dry = test(json!({ "dry": true })).await.is(200, "");
    assert_eq!((&dry["status"], &dry["log"]), (&json!("completed"), &json!([])), "{dry}");
    test(json!({ "node": "nowhere" })).await.is(422, "invalid_request");
    let failed = door.post("/flows/test-node", &json!({ "document": command("Fail", "exit 3"), "node": "ask" })).await;
    assert_eq!(failed.is(200, "")["error"]["kind"], "exit_code");
}

#[tokio::test]
async fn pinned_nodes_answer_without_being_run() {
    let door = Door::open().await;
    let id = door.flow(command("Touch", "touch made.txt")).await;
    let run = door.start(&id, &json!({ "pins": { "ask": { "stdout": "pinned" } } })).await;
    let ended = door.ended(&run).await;
    assert_eq!((&ended["status"], &ended["result"]["stdout"]), (&json!("completed"), &json!("pinned")), "{ended}");
    assert!(!door.workspace().join("made.txt").exists());
}

#[tokio::test]
async fn an_inactive_flow_is_started_by_its_editor_only_to_test_it() {
    let door = Door::open().await;
    let id = door.flow(command("Off", "true")).await;
    let off = door.api(Method::PUT, &format!("/flows/{id}/active")).json(&json!({ "active": false }));
    assert_eq!(door.send(off).await.is(200, "")["is_active"], false);
    door.post(&format!("/flows/{id}/run"), &json!({})).await.is(409, "flow_inactive");
    let run = door.post(&format!("/flows/{id}/run?test=true"), &json!({})).await.is(202, "");
    door.ended(run["run_id"].as_str().expect("an id")).await;
    let found = async |query: &str| door.get(&format!("/flows?{query}")).await.is(200, "")["total"].clone();
    assert_eq!((found("active=false").await, found("active=true").await), (json!(1), json!(0)));
    assert_eq!((found("author=admin&q=of").await, found("author=ada").await), (json!(1), json!(0)));
}

#[tokio::test]
async fn something_is_done_to_many_flows_and_each_says_how_it_went() {
    let door = Door::open().await;
    let mut document = command("One", "true");
    document["category"] = json!("Backups");
    let ids = [door.flow(document).await, door.flow(command("Two", "true")).await];
    assert_eq!(door.get("/flows?category=Backups").await.is(200, "")["items"][0]["category"], "Backups");
    let bulk = async |action: &str| {
        let body = json!({ "ids": [ids[0], "nowhere", ids[1]], "action": action });
        door.post("/flows/bulk", &body).await.is(200, "")
    };
    let exported = bulk("export").await;
    assert_eq!((&exported["done"], &exported["failed"]), (&json!(2), &json!(1)));
    assert_eq!(exported["items"][0]["document"]["category"], "Backups");
    assert_eq!(exported["items"][1]["status"], "failed");
    bulk("deactivate").await;
    assert_eq!(door.get("/flows?active=false").await.is(200, "")["total"], 2);
    bulk("delete").await;
    assert_eq!(door.get("/flows").await.is(200, "")["total"], 0);
    let many: Vec<_> = (0..501).map(|number| number.to_string()).collect();
    door.post("/flows/bulk", &json!({ "ids": many, "action": "export" })).await.is(422, "invalid_request");
}

#[tokio::test]
async fn a_flow_tells_how_its_runs_went() {
    let door = Door::open().await;
    let id = door.flow(command("Maybe", "[ ! -e broken ]")).await;
    let none = door.get(&format!("/flows/{id}/statistics")).await.is(200, "");
    assert_eq!((&none["runs"], &none["success_rate"], &none["p95_ms"]), (&json!(0), &Value::Null, &Value::Null));
    for _ in 0..3 {
        let run = door.start(&id, &json!({})).await;
        door.ended(&run).await;
    }
    std::fs::write(door.workspace().join("broken"), "").expect("written");
    let last = door.start(&id, &json!({})).await;
    door.ended(&last).await;
    let told = door.get(&format!("/flows/{id}/statistics")).await.is(200, "");
    assert_eq!((&told["runs"], &told["completed"], &told["failed"]), (&json!(4), &json!(3), &json!(1)), "{told}");
    assert_eq!((&told["success_rate"], &told["last_run"]), (&json!(0.75), &json!(last)));
    assert!(told["mean_ms"].is_i64() && told["p95_ms"].is_i64(), "{told}");
    assert_eq!(told["health"]["problems"], json!([]));
}

#[tokio::test]
async fn older_names_of_types_and_fields_are_replaced_with_a_word_on_it() {
    let door = Door::open().await;
    let mut document = command("Old", "true");
    document["nodes"][0] = json!({ "id": "start", "type": "var.set", "config": { "variables": { "a": 1 } },
                                     "retryCount": 2, "notes": "kept" });
    let verdict = door.post("/flows/validate", &json!({ "document": document })).await.is(200, "");
    assert_eq!(
        (&verdict["valid"], &verdict["problems"][0]["code"]),
        (&json!(true), &json!("alias_replaced")),
        "{verdict}"
    );
    let saved = door.post("/flows", &json!({ "document": document })).await.is(201, "");
    assert_eq!(saved["problems"][0]["node"], "start");
    let node = &saved["document"]["nodes"][0];
    assert_eq!((&node["type"], &node["notes"]), (&json!("flow.set_variable"), &json!("kept")));
    assert_eq!((&node["retry"], &node["retryCount"]), (&json!({ "count": 2 }), &Value::Null));
    document["nodes"][0]["retry"] = json!({ "count": 1 });
    door.post("/flows", &json!({ "document": document })).await.is(422, "invalid_document");
}
