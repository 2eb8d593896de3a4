//! Flows taken out as a file and in again.

use serde_json::{Value, json};

use super::door::{Door, command};

async fn import(door: &Door, flows: Value, on_conflict: &str) -> Value {
    let body = json!({ "flows": flows, "on_conflict": on_conflict, "activate": false });
    door.post("/flows/import", &body).await.is(200, "")
}

#[tokio::test]
async fn what_is_exported_comes_in_elsewhere_without_secrets() {
    let (here, there) = (Door::open().await, Door::open().await);
    let mut document = command("Backup", "true");
    document["x-mine"] = json!({ "z": 1, "a": [1.0, null] });
    document["parameters"] = json!({ "password": { "type": "string", "secret": true, "default": "sword-fish" } });
    let id = here.flow(document.clone()).await;
    let mut file = here.post("/flows/export", &json!({ "ids": [id] })).await.is(200, "");
    assert_eq!((&file["format"], &file["format_version"]), (&json!("opsconductor.export/1"), &json!(1)));
    file["on_conflict"] = "skip".into();
    let report = there.post("/flows/import", &file).await.is(200, "");
    assert_eq!((&report["items"][0]["status"], &report["totals"]["imported"]), (&json!("imported"), &json!(1)));
    document["parameters"] = json!({ "password": { "type": "string", "secret": true } });
    let flow = there.get("/flows/Backup").await.is(200, "");
    assert_eq!((flow["document"].to_string(), &flow["is_active"]), (document.to_string(), &json!(true)));
    here.post("/flows/export", &json!({ "ids": ["none"] })).await.is(404, "not_found");
    let other = json!({ "format": "opsconductor.export/2", "flows": [] });
    there.post("/flows/import", &other).await.is(422, "unknown_format");
}

#[tokio::test]
async fn a_name_in_use_is_changed_replaced_or_left_and_nothing_comes_in_by_half() {
    let door = Door::open().await;
    let id = door.flow(command("Backup", "true")).await;
    let renamed = import(&door, json!([command("Backup", "ls"), command("Backup", "pwd")]), "rename").await;
    let names: Vec<_> = renamed["items"].as_array().expect("items").iter().map(|item| &item["name"]).collect();
    assert_eq!(names, ["Backup (2)", "Backup (3)"]);
    let flow = door.get("/flows/Backup%20(2)").await.is(200, "");
    assert_eq!((&flow["document"]["name"], &flow["is_active"]), (&json!("Backup (2)"), &json!(false)));
    let mixed =
        import(&door, json!([command("Backup", "ls"), { "name": "Half", "nodes": 1 }, command("New", "ls")]), "skip")
            .await;
    assert_eq!(mixed["totals"], json!({ "failed": 1, "imported": 1, "renamed": 0, "replaced": 0, "skipped": 1 }));
    assert!(mixed["items"][1]["messages"][0].is_string(), "{mixed}");
    door.get("/flows/Half").await.is(404, "not_found");
    let replaced = import(&door, json!([command("Backup", "ls")]), "replace").await;
    assert_eq!((&replaced["items"][0]["status"], &replaced["items"][0]["id"]), (&json!("replaced"), &json!(id)));
    let flow = door.get(&format!("/flows/{id}")).await.is(200, "");
    assert_eq!((&flow["version"], &flow["is_active"]), (&json!(2), &json!(true)));
}
