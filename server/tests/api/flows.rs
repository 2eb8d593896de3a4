//! Flows and their versions.

use reqwest::Method;
use serde_json::{Value, json};

use super::door::{Answer, Door, command};

async fn save(door: &Door, id: &str, version: Option<&str>, document: &Value) -> Answer {
    let request = door.api(Method::PUT, &format!("/flows/{id}")).json(&json!({ "document": document }));
    door.send(match version {
        Some(version) => request.header("if-match", version),
        None => request,
    })
    .await
}

#[tokio::test]
async fn a_document_comes_back_as_it_was_sent() {
    let door = Door::open().await;
    let mut document = command("Backup", "true");
    document["x-mine"] = json!({ "z": 1, "a": [1.0, null] });
    let id = door.flow(document.clone()).await;
    let answer = door.get(&format!("/flows/{id}")).await;
    assert_eq!(answer.headers["etag"], "\"1\"");
    let flow = answer.is(200, "");
    assert_eq!(flow["document"].to_string(), document.to_string());
    assert_eq!(flow["node_count"], 2);
    assert_eq!(door.get("/flows/Backup").await.is(200, "")["id"], id);
}

#[tokio::test]
async fn a_document_that_was_written_without_a_drawing_gets_one_and_stays_the_same_flow() {
    let door = Door::open().await;
    let mut bare = command("Backup", "true");
    for (list, fields) in [("nodes", ["x", "y"].as_slice()), ("wires", &["id"])] {
        for item in bare[list].as_array_mut().expect("a list") {
            fields.iter().for_each(|field| drop(item.as_object_mut().expect("an object").remove(*field)));
        }
    }
    let id = door.flow(bare.clone()).await;
    let flow = door.get(&format!("/flows/{id}")).await.is(200, "");
    let drawn = command("Backup", "true");
    assert_eq!((&flow["document"]["nodes"], &flow["document"]["wires"]), (&drawn["nodes"], &drawn["wires"]));
    let again = save(&door, &id, Some("\"1\""), &bare).await.is(200, "");
    assert_eq!(again["version"], 1, "the same text makes no new version");
}

#[tokio::test]
async fn saving_needs_the_version_that_was_changed() {
    let door = Door::open().await;
    let id = door.flow(command("Backup", "true")).await;
    let changed = command("Backup", "false");
    save(&door, &id, None, &changed).await.is(428, "if_match_required");
    save(&door, &id, Some("\"x\""), &changed).await.is(400, "invalid_if_match");
    let saved = save(&door, &id, Some("\"1\""), &changed).await;
    assert_eq!(saved.headers["etag"], "\"2\"");
    saved.is(200, "");
    let stale = save(&door, &id, Some("\"1\""), &command("Backup", "ls")).await.is(412, "version_conflict");
    assert_eq!(stale["current_version"], 2);
    assert_eq!(save(&door, &id, Some("\"2\""), &changed).await.is(200, "")["version"], 2);
    let versions = door.get(&format!("/flows/{id}/versions")).await.is(200, "");
    let numbers: Vec<_> = versions["items"].as_array().expect("items").iter().map(|item| &item["version"]).collect();
    assert_eq!(numbers, [2, 1]);
    let first = door.get(&format!("/flows/{id}/versions/1")).await.is(200, "");
    assert_eq!(first["document"], command("Backup", "true"));
    door.get(&format!("/flows/{id}/versions/9")).await.is(404, "not_found");
}

#[tokio::test]
async fn a_name_belongs_to_one_flow() {
    let door = Door::open().await;
    door.flow(command("Backup", "true")).await;
    let other = door.flow(command("Restore", "true")).await;
    let twice = door.post("/flows", &json!({ "document": command("Backup", "ls") })).await;
    twice.is(409, "name_taken");
    save(&door, &other, Some("\"1\""), &command("Backup", "ls")).await.is(409, "name_taken");
}

#[tokio::test]
async fn a_flow_that_cannot_run_is_kept_but_a_malformed_one_is_not() {
    let door = Door::open().await;
    let mut document = command("Draft", "true");
    document["nodes"][1]["type"] = "no.such.type".into();
    let kept = door.post("/flows", &json!({ "document": document })).await.is(201, "");
    assert_eq!(kept["problems"][0]["node"], "ask");
    let refused = door.post("/flows/Draft/run", &json!({})).await.is(422, "invalid_flow");
    assert_eq!(refused["problems"][0]["node"], "ask");
    document["nodes"][1]["id"] = "start".into();
    let twice = door.post("/flows", &json!({ "document": document })).await.is(422, "invalid_document");
    assert_eq!(twice["errors"][0]["field"], "nodes/start/id");
    for malformed in [json!(1), json!({}), json!({ "format": "opsconductor.flow/9", "name": "x", "nodes": [] })] {
        door.post("/flows", &json!({ "document": malformed })).await.is(422, "invalid_document");
    }
}

#[tokio::test]
async fn validation_says_what_is_wrong_and_keeps_nothing() {
    let door = Door::open().await;
    let good = door.post("/flows/validate", &json!({ "document": command("Check", "true") })).await.is(200, "");
    assert_eq!((&good["valid"], &good["problems"]), (&json!(true), &json!([])));
    let mut document = command("Check", "true");
    document["nodes"][1]["config"] = json!({});
    let bad = door.post("/flows/validate", &json!({ "document": document })).await.is(200, "");
    assert_eq!(bad["valid"], false);
    assert_eq!(bad["problems"][0]["severity"], "error");
    let malformed = door.post("/flows/validate", &json!({ "document": [] })).await.is(200, "");
    assert_eq!(malformed["valid"], false);
    assert_eq!(door.get("/flows").await.is(200, "")["items"], json!([]));
}

#[tokio::test]
async fn a_list_is_read_in_pages_and_searched() {
    let door = Door::open().await;
    for name in ["one", "two", "100%"] {
        let mut document = command(name, "true");
        document["labels"] = json!([format!("label {name}")]);
        door.flow(document).await;
    }
    let mut names = Vec::new();
    let mut path = "/flows?limit=2".to_owned();
    loop {
        let page = door.get(&path).await.is(200, "");
        assert_eq!(page["total"], 3);
        names.extend(page["items"].as_array().expect("items").iter().map(|item| item["name"].clone()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/flows?limit=2&cursor={cursor}");
    }
    assert_eq!(names, ["100%", "two", "one"]);
    let found = |page: Value| page["items"].as_array().expect("items").len();
    assert_eq!(found(door.get("/flows?search=TW").await.is(200, "")), 1);
    assert_eq!(found(door.get("/flows?search=%25").await.is(200, "")), 1);
    assert_eq!(found(door.get("/flows?label=label%20one").await.is(200, "")), 1);
    assert_eq!(found(door.get("/flows?label=label").await.is(200, "")), 0);
}

#[tokio::test]
async fn a_deleted_flow_is_gone_and_its_runs_stay() {
    let door = Door::open().await;
    let id = door.flow(command("Backup", "true")).await;
    let run = door.start(&id, &json!({})).await;
    door.ended(&run).await;
    let stale = door.api(Method::DELETE, &format!("/flows/{id}")).header("if-match", "\"7\"");
    door.send(stale).await.is(412, "version_conflict");
    door.delete(&format!("/flows/{id}")).await.is(204, "");
    door.get(&format!("/flows/{id}")).await.is(404, "not_found");
    door.delete(&format!("/flows/{id}")).await.is(404, "not_found");
    let run = door.get(&format!("/runs/{run}")).await.is(200, "");
    assert_eq!(run["document"]["name"], "Backup");
}
