//! Templates: shipped ones, one's own and shared ones, rated and used.

use reqwest::Method;
use serde_json::{Value, json};
use server::auth::Role;

use super::door::{Door, Home, command};
use super::notices::Receiver;

fn template(name: &str, is_public: bool) -> Value {
    json!({
        "kind": "flow", "name": name, "category": "Mine", "is_public": is_public,
        "document": command("<<flow>>", "sleep <<seconds>>"),
        "placeholders": [{ "name": "flow" }, { "name": "seconds", "label": "How long?", "type": "number", "default": 3 }]
    })
}

#[tokio::test]
async fn a_shipped_template_becomes_a_flow_and_stays_as_it_is() {
    let home = Home::new().await;
    let door = Door::on(&home).await;
    let patterns = door.get("/templates?kind=pattern&limit=500").await.is(200, "");
    let found = patterns["items"].as_array().expect("items");
    assert!(found.len() >= 10 && found.iter().all(|item| item["shipped"] == true), "{patterns}");
    let used = door.post("/templates/linux-service-management/use", &json!({ "values": { "service": "sshd" } })).await;
    let document = used.is(200, "")["document"].clone();
    assert_eq!(document["parameters"]["service"]["default"], "sshd");
    let flow = door.post("/flows", &json!({ "document": document })).await.is(201, "");
    assert_eq!(flow["problems"], json!([]));
    let wrong = json!({ "values": { "servce": "sshd" } });
    door.post("/templates/linux-service-management/use", &wrong).await.is(422, "invalid_template");
    door.delete("/templates/linux-service-management").await.is(403, "template_shipped");
    door.app.close().await;
    door.app.store.close().await;
    let again = Door::on(&home).await;
    let first = again.get("/templates?limit=1").await.is(200, "")["items"][0].clone();
    assert_eq!(
        (&first["id"], &first["uses"]),
        (&json!("linux-service-management"), &json!(1)),
        "the most used is first"
    );
}

/// Makes a flow of a template and runs it; returns the run.
async fn run_of(door: &Door, template: &str, values: Value) -> Value {
    let used = door.post(&format!("/templates/{template}/use"), &json!({ "values": values })).await.is(200, "");
    let mut document = used["document"].clone();
    document["name"] = format!("{template} {}", uuid::Uuid::now_v7()).into();
    let flow = door.flow(document).await;
    let run = door.start(&flow, &json!({})).await;
    door.ended(&run).await
}

#[tokio::test]
async fn shipped_templates_do_what_they_say_on_this_machine() {
    let door = Door::open().await;
    let status = |run: Value| run["status"].as_str().unwrap_or_default().to_owned();
    let file = |name: &str| door.workspace().join(name);
    let folder = file("it's \"old\" $HOME");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("a.txt"), "a").expect("a file");
    let web = format!("http://{}/health", door.address);

    let values = json!({ "folder": folder, "archive": "one's.tar.gz" });
    assert_eq!(status(run_of(&door, "backup-with-retry", values).await), "completed");
    assert!(file("one's.tar.gz").exists());
    let values = json!({ "folder": folder, "archive": "two.tar.gz", "old_files": folder, "days": 1 });
    assert_eq!(status(run_of(&door, "parallel-backup-and-cleanup", values).await), "completed");
    assert!(file("two.tar.gz").exists() && folder.join("a.txt").exists(), "a new file is not deleted");
    for written in ["it's.conf", "it's.conf.bak"] {
        let values = json!({ "file": "it's.conf", "content": "x = 1" });
        assert_eq!(status(run_of(&door, "check-file-then-copy-or-create", values).await), "completed");
        assert_eq!(std::fs::read_to_string(file(written)).expect("written"), "x = 1");
    }
    let values = json!({ "address": web, "file": "health.json" });
    assert_eq!(status(run_of(&door, "download-with-retry", values).await), "completed");
    assert!(std::fs::read_to_string(file("health.json")).expect("written").contains("status"));
    let receiver = Receiver::open().await;
    let values = json!({ "command": "sleep 60", "seconds": 1, "notice_address": receiver.url });
    let stopped = run_of(&door, "timeout-with-kill-and-notice", values).await;
    assert_eq!(stopped["nodes"]["tell"]["status"], "completed", "{stopped}");
    assert_eq!(receiver.received.lock()[0]["message"], "The command took more than 1 s and was stopped");
    let values = json!({ "database": "postgresql://127.0.0.1:1/none", "query": "SELECT 'x'" });
    let caught = run_of(&door, "query-with-catch-and-finally", values).await;
    assert_eq!(
        (&caught["nodes"]["query"]["status"], &caught["nodes"]["tidy"]["status"]),
        (&json!("failed"), &json!("completed"))
    );
    assert_eq!(status(caught), "completed");
    let system = run_of(&door, "linux-system-information", json!({ "path": "/" })).await;
    assert!(system["result"]["disks"].as_str().is_some_and(|disks| disks.contains("Filesystem")), "{system}");
    assert_eq!(status(run_of(&door, "os-switch", json!({})).await), "completed");
    let unknown = run_of(&door, "os-switch", json!({ "how_to_ask": "echo Plan9" })).await;
    assert_eq!(unknown["error"]["kind"], "unknown_system", "{unknown}");
}

#[tokio::test]
async fn ones_own_template_is_seen_by_others_once_it_is_shared() {
    let door = Door::open().await;
    let otto = door.user("otto", Role::Operator).await;
    let as_otto = |method, path: &str| door.to(method, &format!("/api/v1{path}")).bearer_auth(&otto);
    let kept = door.post("/templates", &template("Wait", false)).await.is(201, "");
    let path = format!("/templates/{}", kept["id"].as_str().expect("an id"));
    assert_eq!(
        (&kept["author"], &kept["rating"], &kept["placeholders"][0]["label"]),
        (&json!("admin"), &json!(0.0), &json!("flow"))
    );
    door.send(as_otto(Method::GET, &path)).await.is(404, "not_found");
    door.send(door.api(Method::PUT, &path).json(&template("Wait long", true))).await.is(200, "");
    let seen = door.send(as_otto(Method::GET, "/templates?search=LONG")).await.is(200, "");
    assert_eq!(seen["items"][0]["name"], "Wait long");
    door.send(as_otto(Method::DELETE, &path)).await.is(403, "template_not_yours");
    let stars = |number: i64| json!({ "stars": number });
    door.send(as_otto(Method::PUT, &format!("{path}/rating")).json(&stars(6))).await.is(422, "invalid_template");
    for number in [1, 2] {
        door.send(as_otto(Method::PUT, &format!("{path}/rating")).json(&stars(number))).await.is(204, "");
    }
    door.send(door.api(Method::PUT, &format!("{path}/rating")).json(&stars(5))).await.is(204, "");
    assert_eq!(door.get(&path).await.is(200, "")["your_stars"], 5);
    assert_eq!(door.send(as_otto(Method::GET, &path)).await.is(200, "")["your_stars"], 2);
    let missing = door.post(&format!("{path}/use"), &json!({})).await.is(422, "invalid_template");
    assert_eq!(missing["errors"][0]["field"], "values.flow");
    let used = door.post(&format!("{path}/use"), &json!({ "values": { "flow": "Nap" } })).await.is(200, "");
    assert_eq!(used["document"], command("Nap", "sleep 3"));
    let own = door.get("/templates?mine=true&category=Mine").await.is(200, "");
    assert_eq!(
        (&own["items"][0]["rating"], &own["items"][0]["ratings"], &own["items"][0]["uses"]),
        (&json!(3.5), &json!(2), &json!(1))
    );
    assert_eq!(door.send(as_otto(Method::GET, "/templates?mine=true")).await.is(200, "")["items"], json!([]));
    door.delete(&path).await.is(204, "");
    door.get(&path).await.is(404, "not_found");
}

#[tokio::test]
async fn the_value_of_a_secret_is_not_kept_with_a_template() {
    let door = Door::open().await;
    let mut secretive = template("Signs in", true);
    secretive["document"]["parameters"] = json!({
        "user": { "type": "string", "default": "backup" },
        "password": { "type": "string", "secret": true, "default": "hunter2" },
    });
    let kept = door.post("/templates", &secretive).await.is(201, "");
    let parameters = &kept["document"]["parameters"];
    assert_eq!(parameters["user"]["default"], "backup");
    assert_eq!(parameters["password"], json!({ "type": "string", "secret": true }));
}

#[tokio::test]
async fn what_cannot_be_a_template_is_refused() {
    let door = Door::open().await;
    let mut refused = Vec::new();
    for (field, value) in [
        ("name", json!(" ")),
        ("name", json!("x".repeat(201))),
        ("document", json!([])),
        ("placeholders", json!([{ "name": "a b" }])),
        ("placeholders", json!([{ "name": "a" }, { "name": "a" }])),
        ("placeholders", json!([{ "name": "a", "type": "number", "default": "1" }])),
    ] {
        let mut body = template("Wait", false);
        body[field] = value;
        let problem = door.post("/templates", &body).await.is(422, "invalid_template");
        refused.push(problem["errors"][0]["field"].clone());
    }
    let fields = ["name", "name", "document", "placeholders.0.name", "placeholders.1.name", "placeholders.0.default"];
    assert_eq!(refused, fields);
    let mut body = template("Wait", false);
    body["document"]["nodes"] = json!(1);
    door.post("/templates", &body).await.is(422, "invalid_document");
    body["document"] = json!({ "nodes": [{ "id": "a", "type": "flow.start" }] });
    body["placeholders"] = Value::Null;
    let kept = door.post("/templates", &body).await.is(201, "");
    assert_eq!(kept["document"]["name"], "Wait", "a selection becomes a document");
}
