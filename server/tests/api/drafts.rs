//! Drafts, names of versions, and older versions made the latest.

use reqwest::Method;
use serde_json::{Value, json};
use server::auth::Role;

use super::door::{Answer, Door, command};

async fn keep(door: &Door, id: &str, base: i64, document: &Value) -> Answer {
    let body = json!({ "base_version": base, "document": document });
    door.send(door.api(Method::PUT, &format!("/flows/{id}/draft")).json(&body)).await
}

/// Keeps a draft that goes on from another one; `seen` is when that one was kept.
async fn go_on(door: &Door, id: &str, seen: &Value, document: &Value) -> Answer {
    let body = json!({ "base_version": 1, "document": document, "seen": seen });
    door.send(door.api(Method::PUT, &format!("/flows/{id}/draft")).json(&body)).await
}

async fn publish(door: &Door, id: &str, version: i64, document: &Value) -> Answer {
    let body = json!({ "document": document, "comment": "better" });
    let request = door.api(Method::PUT, &format!("/flows/{id}")).header("if-match", format!("\"{version}\""));
    door.send(request.json(&body)).await
}

/// Publishes what was drawn; `seen` is when its draft was kept.
async fn publish_drawn(door: &Door, id: &str, (version, seen): (i64, &str), document: &Value) -> Answer {
    let request = door.api(Method::PUT, &format!("/flows/{id}?draft_seen={seen}"));
    door.send(request.header("if-match", format!("\"{version}\"")).json(&json!({ "document": document }))).await
}

#[tokio::test]
async fn a_draft_is_its_authors_own_until_it_is_published() {
    let door = Door::open().await;
    let otto = door.user("otto", Role::Operator).await;
    let id = door.flow(command("Backup", "true")).await;
    let path = format!("/flows/{id}/draft");
    door.get(&path).await.is(404, "not_found");
    let half = json!({ "nodes": "nothing yet" });
    keep(&door, &id, 2, &half).await.is(404, "not_found");
    keep(&door, &id, 1, &json!([])).await.is(422, "invalid_document");
    keep(&door, &id, 1, &half).await.is(200, "");
    keep(&door, &id, 1, &command("Backup", "ls")).await.is(200, "");
    let draft = door.get(&path).await.is(200, "");
    assert_eq!((&draft["base_version"], &draft["document"]), (&json!(1), &command("Backup", "ls")));
    let of_otto = |method| door.to(method, &format!("/api/v1{path}")).bearer_auth(&otto);
    door.send(of_otto(Method::GET)).await.is(404, "not_found");
    let body = json!({ "base_version": 1, "document": half });
    door.send(of_otto(Method::PUT).json(&body)).await.is(200, "");
    let seen = draft["updated_at"].as_str().expect("a time");
    publish_drawn(&door, &id, (7, seen), &command("Backup", "ls")).await.is(412, "version_conflict");
    door.get(&path).await.is(200, "");
    publish_drawn(&door, &id, (1, seen), &command("Backup", "ls")).await.is(200, "");
    door.get(&path).await.is(404, "not_found");
    let left = door.get(&format!("/flows/{id}/drafts")).await.is(200, "");
    let users: Vec<_> = left["items"].as_array().expect("items").iter().map(|item| &item["user"]).collect();
    assert_eq!(users, ["otto"]);
    door.send(of_otto(Method::DELETE)).await.is(204, "");
    assert_eq!(door.get(&format!("/flows/{id}/drafts")).await.is(200, "")["items"], json!([]));
}

#[tokio::test]
async fn two_windows_do_not_write_over_each_others_draft() {
    let door = Door::open().await;
    let id = door.flow(command("Backup", "true")).await;
    let path = format!("/flows/{id}/draft");
    let (mine, theirs) = (command("Backup", "ls"), command("Backup", "pwd"));
    let first = go_on(&door, &id, &Value::Null, &mine).await.is(200, "");
    assert_eq!(door.get(&path).await.is(200, "")["updated_at"], first["updated_at"]);
    // Another window that knows of no draft, and one that has an older one in mind.
    go_on(&door, &id, &Value::Null, &theirs).await.is(409, "draft_changed");
    let second = go_on(&door, &id, &first["updated_at"], &mine).await.is(200, "");
    assert_ne!(first, second, "the clock of this test stands still, but drafts can be told apart");
    go_on(&door, &id, &first["updated_at"], &theirs).await.is(409, "draft_changed");
    assert_eq!(door.get(&path).await.is(200, "")["document"], mine);
    let forget = async |seen: &Value| {
        let seen = seen["updated_at"].as_str().expect("a time");
        door.delete(&format!("{path}?seen={seen}")).await
    };
    forget(&first).await.is(409, "draft_changed");
    forget(&second).await.is(204, "");
    // It was ended here; the other window is told so before it brings it back.
    go_on(&door, &id, &second["updated_at"], &theirs).await.is(409, "draft_changed");
    forget(&second).await.is(204, "");
    go_on(&door, &id, &Value::Null, &theirs).await.is(200, "");
    go_on(&door, &id, &json!("yesterday"), &theirs).await.is(422, "invalid_seen");
    door.delete(&format!("{path}?seen=")).await.is(422, "invalid_seen");
}

#[tokio::test]
async fn publishing_ends_the_draft_that_was_seen_and_no_other() {
    let door = Door::open().await;
    let id = door.flow(command("Backup", "true")).await;
    let (mine, theirs) = (command("Backup", "ls"), command("Backup", "pwd"));
    let publish = async |seen: &str| publish_drawn(&door, &id, (1, seen), &mine).await;
    let first = go_on(&door, &id, &Value::Null, &mine).await.is(200, "");
    let second = go_on(&door, &id, &first["updated_at"], &theirs).await.is(200, "");
    for stale in ["", first["updated_at"].as_str().expect("a time")] {
        publish(stale).await.is(409, "draft_changed");
    }
    publish("soon").await.is(422, "invalid_seen");
    let draft = door.get(&format!("/flows/{id}/draft")).await.is(200, "");
    assert_eq!((&draft["document"], &draft["updated_at"]), (&theirs, &second["updated_at"]));
    assert_eq!(door.get(&format!("/flows/{id}")).await.is(200, "")["version"], 1);
    publish(second["updated_at"].as_str().expect("a time")).await.is(200, "");
    door.get(&format!("/flows/{id}/draft")).await.is(404, "not_found");
}

#[tokio::test]
async fn what_a_program_publishes_leaves_the_draft_of_its_user() {
    let door = Door::open().await;
    let id = door.flow(command("Backup", "true")).await;
    keep(&door, &id, 1, &command("Backup", "ls")).await.is(200, "");
    publish(&door, &id, 1, &command("Backup", "pwd")).await.is(200, "");
    let draft = door.get(&format!("/flows/{id}/draft")).await.is(200, "");
    assert_eq!((&draft["document"], &draft["base_version"]), (&command("Backup", "ls"), &json!(1)));
}

#[tokio::test]
async fn a_version_has_names_and_its_runs_are_counted() {
    let door = Door::open().await;
    let id = door.flow(command("Backup", "true")).await;
    publish(&door, &id, 1, &command("Backup", "false")).await.is(200, "");
    let tag = |name: &str, version: i64| {
        door.api(Method::PUT, &format!("/flows/{id}/tags/{name}")).json(&json!({ "version": version }))
    };
    door.send(tag("stable", 1)).await.is(204, "");
    door.send(tag("2026.1", 1)).await.is(204, "");
    door.send(tag("stable", 2)).await.is(204, "");
    door.send(tag("stable", 3)).await.is(404, "not_found");
    door.send(tag("two%20words", 1)).await.is(422, "invalid_tag");
    door.send(tag(&"x".repeat(65), 1)).await.is(422, "invalid_tag");
    for version in [1, 2, 2] {
        let run = door.start(&id, &json!({ "version": version })).await;
        door.ended(&run).await;
    }
    let versions = door.get(&format!("/flows/{id}/versions")).await.is(200, "");
    let (second, first) = (&versions["items"][0], &versions["items"][1]);
    assert_eq!((&second["tags"], &first["tags"]), (&json!(["stable"]), &json!(["2026.1"])));
    assert_eq!(first["runs"], json!({ "completed": 1, "failed": 0, "other": 0 }));
    assert_eq!(second["runs"], json!({ "completed": 0, "failed": 2, "other": 0 }));
    door.delete(&format!("/flows/{id}/tags/stable")).await.is(204, "");
    door.delete(&format!("/flows/{id}/tags/stable")).await.is(404, "not_found");
}

#[tokio::test]
async fn an_older_version_becomes_the_latest_and_a_draft_stays() {
    let door = Door::open().await;
    let id = door.flow(command("Backup", "true")).await;
    publish(&door, &id, 1, &command("Backup", "false")).await.is(200, "");
    keep(&door, &id, 2, &command("Backup", "ls")).await.is(200, "");
    let restore = format!("/flows/{id}/versions/1/restore");
    let stale = door.post(&restore, &json!({ "version": 1 })).await.is(412, "version_conflict");
    assert_eq!(stale["current_version"], 2);
    let restored = door.post(&restore, &json!({ "version": 2 })).await;
    assert_eq!(restored.headers["etag"], "\"3\"");
    assert_eq!(restored.is(200, "")["document"], command("Backup", "true"));
    let versions = door.get(&format!("/flows/{id}/versions")).await.is(200, "");
    assert_eq!(versions["items"][0]["comment"], "Version 1 restored");
    door.get(&format!("/flows/{id}/draft")).await.is(200, "");
    door.post(&format!("/flows/{id}/versions/9/restore"), &json!({ "version": 3 })).await.is(404, "not_found");
}
