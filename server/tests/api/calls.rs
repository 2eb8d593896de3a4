//! Flows that call flows, over HTTP.

use serde_json::{Value, json};

use super::door::{Door, Home, command};

/// Calls a flow and ends with what it gave.
fn caller(name: &str, flow: &str, parameters: impl Into<Value>) -> Value {
    let parameters: Value = parameters.into();
    json!({
        "format": "opsconductor.flow/1", "name": name,
        "nodes": [{ "id": "start", "type": "flow.start" },
                  { "id": "call", "type": "flow.call", "config": { "flow": flow, "parameters": parameters } }],
        "wires": [{ "source": "start", "target": "call" }]
    })
}

fn greeting() -> Value {
    json!({
        "format": "opsconductor.flow/1", "name": "Greet", "parameters": { "who": { "type": "string" } },
        "nodes": [{ "id": "end", "type": "flow.end", "config": { "result": "Hello {{ who }}" } }], "wires": []
    })
}

#[tokio::test]
async fn a_called_flow_is_a_run_of_its_own_and_its_result_comes_back() {
    let door = Door::open().await;
    door.flow(greeting()).await;
    let id = door.flow(caller("Caller", "Greet", json!({ "who": "Ada" }))).await;
    let run = door.start(&id, &json!({ "priority": 3 })).await;
    let ended = door.ended(&run).await;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &json!("Hello Ada")), "{ended}");
    let children = door.get(&format!("/runs/{run}/children")).await.is(200, "");
    assert_eq!(children["totals"], json!({ "completed": 1 }));
    let child = &children["items"][0];
    assert_eq!(
        (&child["flow_name"], &child["parent"], &child["trigger"]),
        (&json!("Greet"), &json!(run), &json!("call"))
    );
    assert_eq!((&child["priority"], &child["created_by"]), (&json!(3), &json!("admin")));
    let listed = door.get(&format!("/runs?parent={run}")).await.is(200, "");
    assert_eq!(listed["items"][0]["id"], child["id"]);
}

#[tokio::test]
async fn a_call_that_cannot_work_says_why() {
    let door = Door::open().await;
    let greet = door.flow(greeting()).await;
    door.flow(command("Fails", "exit 3")).await;
    let check = |name: &'static str, flow: &'static str, parameters: Value, kind: &'static str, says: &'static str| {
        let door = &door;
        async move {
            let id = door.flow(caller(name, flow, parameters)).await;
            let run = door.start(&id, &json!({})).await;
            let error = door.ended(&run).await["error"].clone();
            assert_eq!(error["kind"], kind, "{error}");
            assert!(error["message"].as_str().expect("a message").contains(says), "{error}");
        }
    };
    check("a", "Nowhere", json!({}), "validation_error", "There is no flow `Nowhere`").await;
    check("b", "Greet", json!({ "whom": "Ada" }), "validation_error", "Did you mean `who`?").await;
    check("c", "Fails", json!({}), "exit_code", "did not complete").await;
    let off = door.api(reqwest::Method::PUT, &format!("/flows/{greet}/active")).json(&json!({ "active": false }));
    door.send(off).await.is(200, "");
    check("d", "Greet", json!({}), "validation_error", "inactive").await;
    check("Myself", "Myself", json!({}), "limit", "20 deep").await;
}

#[tokio::test]
async fn to_cancel_a_run_stops_what_it_called() {
    let door = Door::open().await;
    door.flow(command("Slow", "sleep 600")).await;
    let id = door.flow(caller("Caller", "Slow", json!({}))).await;
    let run = door.start(&id, &json!({})).await;
    door.reached(&run, "call").await;
    let child = loop {
        let children = door.get(&format!("/runs/{run}/children")).await.is(200, "");
        if let Some(id) = children["items"][0]["id"].as_str() {
            break id.to_owned();
        }
    };
    door.reached(&child, "ask").await;
    door.post(&format!("/runs/{run}/cancel"), &json!({})).await.is(202, "");
    assert_eq!(door.ended(&run).await["status"], "cancelled");
    assert_eq!(door.ended(&child).await["status"], "cancelled");
}

#[tokio::test]
async fn a_call_that_takes_too_long_stops_what_it_called() {
    let door = Door::open().await;
    door.flow(command("Slow", "sleep 600")).await;
    let mut document = caller("Caller", "Slow", json!({}));
    document["nodes"][1]["timeout"] = json!(1);
    let id = door.flow(document).await;
    let run = door.start(&id, &json!({})).await;
    assert_eq!(door.ended(&run).await["error"]["kind"], "timeout");
    let children = door.get(&format!("/runs/{run}/children")).await.is(200, "");
    let child = door.ended(children["items"][0]["id"].as_str().expect("an id")).await;
    assert_eq!((&child["status"], &child["cancelled_by"]), (&json!("cancelled"), &json!("system")));
}

#[tokio::test]
async fn a_call_is_made_once_although_the_server_is_restarted() {
    let home = Home::new().await;
    let first = Door::on(&home).await;
    let mut slow = command("Slower", "while [ ! -e go ]; do sleep 0.02; done; echo once >> count.txt");
    slow["nodes"][1]["repeatable"] = json!(true);
    first.flow(slow).await;
    let id = first.flow(caller("Caller", "Slower", json!({}))).await;
    let run = first.start(&id, &json!({})).await;
    first.reached(&run, "call").await;
    first.app.close().await;
    first.app.store.close().await;
    std::fs::write(home.path().join("workspace/go"), "").expect("written");
    let second = Door::on(&home).await;
    assert_eq!(second.ended(&run).await["status"], "completed");
    let children = second.get(&format!("/runs/{run}/children")).await.is(200, "");
    assert_eq!(children["totals"], json!({ "completed": 1 }));
    assert_eq!(std::fs::read_to_string(home.path().join("workspace/count.txt")).expect("a file"), "once\n");
}
