//! Credentials, over HTTP: kept without being shown, changed, rotated, found where they are used.

use node_sdk::{Caller, Credentials as _};
use reqwest::Method;
use serde_json::{Value, json};
use server::auth::Role;
use server::store::Store;

use super::door::Door;

const SECRET: &str = "swordfish-4711";

async fn web_sign_in(door: &Door, name: &str) -> Value {
    let body = json!({ "name": name, "type": "http_auth", "fields": {
        "auth_type": "basic", "username": "ada", "password": SECRET
    } });
    door.post("/credentials", &body).await.is(201, "")
}

fn asking(name: &str, url: &str, credential: &str) -> Value {
    json!({
        "format": "opsconductor.flow/1", "name": name,
        "nodes": [
            { "id": "ask", "type": "http.get", "config": { "url": url, "auth": "credential", "credential": credential } },
            { "id": "tell", "type": "flow.end", "config": { "result": "{{ nodes.ask.body }}" } }
        ],
        "wires": [{ "source": "ask", "target": "tell" }]
    })
}

#[tokio::test]
async fn a_secret_goes_in_and_never_comes_out() {
    let door = Door::open().await;
    let made = web_sign_in(&door, "shop").await;
    assert_eq!(made["fields"], json!({ "auth_type": "basic", "username": "ada" }));
    assert_eq!((&made["secrets"], &made["revision"]), (&json!(["password"]), &json!(1)));
    let id = made["id"].as_str().expect("an id");
    for path in ["/credentials", "/credentials/shop", "/credentials/names", &format!("/credentials/{id}/history")] {
        let answer = door.get(path).await.is(200, "");
        assert!(!answer.to_string().contains(SECRET), "{path}: {answer}");
    }
    door.post("/credentials", &json!({ "name": "shop", "type": "api_key", "fields": { "api_key": "k" } }))
        .await
        .is(409, "name_taken");
}

#[tokio::test]
async fn secrets_stay_unless_they_are_given_anew() {
    let door = Door::open().await;
    let made = web_sign_in(&door, "shop").await;
    let change = json!({ "name": "shop", "description": "The shop's", "revision": 1,
                         "fields": { "auth_type": "basic", "username": "grace", "password": "" } });
    let changed = door.send(door.api(Method::PUT, "/credentials/shop").json(&change)).await.is(200, "");
    assert_eq!((&changed["fields"]["username"], &changed["secrets"]), (&json!("grace"), &json!(["password"])));
    assert_eq!((&changed["id"], &changed["rotated_at"]), (&made["id"], &Value::Null));
    door.send(door.api(Method::PUT, "/credentials/shop").json(&change)).await.is(409, "changed_meanwhile");
    let rotated =
        door.post("/credentials/shop/rotate", &json!({ "fields": { "password": "other" } })).await.is(200, "");
    assert_eq!((&rotated["id"], &rotated["rotated_by"]), (&made["id"], &json!("admin")));
    door.post("/credentials/shop/rotate", &json!({ "fields": { "username": "x" } }))
        .await
        .is(422, "invalid_credential");
    door.post("/credentials/shop/rotate", &json!({ "fields": {} })).await.is(422, "invalid_credential");
    let history = door.get("/credentials/shop/history").await.is(200, "");
    let actions: Vec<_> = history["items"].as_array().expect("events").iter().map(|event| &event["action"]).collect();
    assert_eq!(actions, ["rotate", "update", "create"]);
}

#[tokio::test]
async fn a_secret_that_need_not_be_there_can_be_taken_away() {
    let door = Door::open().await;
    let fields = json!({ "api_key": "k", "api_secret": "s" });
    door.post("/credentials", &json!({ "name": "a", "type": "api_key", "fields": fields })).await.is(201, "");
    let put = async |fields: Value, revision: i64| {
        let change = json!({ "name": "a", "fields": fields, "revision": revision });
        door.send(door.api(Method::PUT, "/credentials/a").json(&change)).await
    };
    let changed = put(json!({ "api_secret": null }), 1).await.is(200, "");
    assert_eq!(changed["secrets"], json!(["api_key"]));
    put(json!({ "api_key": null }), 2).await.is(422, "invalid_credential");
}

#[tokio::test]
async fn what_does_not_fit_is_refused_by_field() {
    let door = Door::open().await;
    let check = async |body: Value, field: &str| {
        let problem = door.post("/credentials", &body).await.is(422, "invalid_credential");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    };
    check(json!({ "name": "", "type": "api_key", "fields": { "api_key": "k" } }), "name").await;
    check(json!({ "name": "a", "type": "magic", "fields": {} }), "type").await;
    check(json!({ "name": "a", "type": "api_key", "fields": {} }), "fields.api_key").await;
    check(
        json!({ "name": "a", "type": "ssh_key", "fields": { "username": "u", "private_key": "x" } }),
        "fields.private_key",
    )
    .await;
    door.get("/credentials/nonsense").await.is(404, "not_found");
}

#[tokio::test]
async fn only_administrators_keep_them_and_operators_name_them() {
    let door = Door::open().await;
    web_sign_in(&door, "shop").await;
    let (operator, viewer) = (door.user("otto", Role::Operator).await, door.user("vera", Role::Viewer).await);
    let names = "/api/v1/credentials/names";
    let known = door.send(door.to(Method::GET, names).bearer_auth(&operator)).await.is(200, "");
    assert_eq!((&known["items"][0]["name"], &known["items"][0]["type"]), (&json!("shop"), &json!("http_auth")));
    door.send(door.to(Method::GET, names).bearer_auth(&viewer)).await.is(403, "forbidden");
    for path in ["/api/v1/credentials", "/api/v1/credentials/shop", "/api/v1/credentials/types"] {
        door.send(door.to(Method::GET, path).bearer_auth(&operator)).await.is(403, "forbidden");
    }
}

#[tokio::test]
async fn a_node_signs_in_with_it_and_nothing_shows_it() {
    let door = Door::open().await;
    web_sign_in(&door, "shop").await;
    // Answers with whatever it was told, as careless servers do.
    let echo = axum::Router::new().route(
        "/",
        axum::routing::get(|headers: axum::http::HeaderMap| async move {
            headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("nothing").to_owned()
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, echo).await });
    let flow = door.flow(asking("Ask", &url, "shop")).await;
    let run = door.start(&flow, &json!({})).await;
    let ended = door.ended(&run).await;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &json!("Basic •••")), "{ended}");
    for path in [format!("/runs/{run}/steps"), format!("/runs/{run}/logs"), format!("/runs/{run}")] {
        let answer = door.get(&path).await.is(200, "").to_string();
        assert!(!answer.contains("YWRhOnN3b3JkZmlzaC00NzEx") && !answer.contains(SECRET), "{path}: {answer}");
    }
    let history = door.get("/credentials/shop/history").await.is(200, "");
    let used = &history["items"][0];
    assert_eq!((&used["action"], &used["by"]), (&json!("use"), &json!("admin")), "{history}");
    assert_eq!((&used["details"]["run"], &used["details"]["node"]), (&json!(run), &json!("ask")));
    assert!(used["details"]["purpose"].as_str().is_some_and(|purpose| purpose.starts_with("signing in to 127.0.0.1")));
    let usage = door.get("/credentials/shop/usage").await.is(200, "");
    assert_eq!((&usage["flows"][0]["name"], &usage["flows"][0]["nodes"]), (&json!("Ask"), &json!(["ask"])));
    let refused = door.delete("/credentials/shop").await.is(409, "credential_in_use");
    assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("`Ask`")), "{refused}");
    let renamed = json!({ "name": "store", "revision": 1, "fields": { "auth_type": "basic", "username": "ada" } });
    door.send(door.api(Method::PUT, "/credentials/shop").json(&renamed)).await.is(409, "credential_in_use");
    assert_eq!(door.delete("/credentials/shop?force=true").await.status, 204);
    let failed = door.ended(&door.start(&flow, &json!({})).await).await;
    assert_eq!(failed["status"], "failed");
    assert!(failed["error"]["message"].as_str().is_some_and(|message| message.contains("no credential `shop`")));
    let verdict = door.post("/flows/validate", &json!({ "document": asking("x", &url, "shop") })).await.is(200, "");
    let problem = &verdict["problems"][0];
    assert_eq!((&problem["code"], &problem["field"]), (&json!("unknown_credential"), &json!("config/credential")));
    assert_eq!(verdict["valid"], true, "a warning does not keep it from running");
}

async fn change_database(door: &Door, statement: &'static str) {
    let changed = match &door.app.store {
        Store::Sqlite(pools) => sqlx::query(statement).execute(&pools.writer).await.map(drop),
        Store::Postgres(pool) => sqlx::query(statement).execute(pool).await.map(drop),
    };
    changed.expect("the database is changed");
}

#[tokio::test]
async fn a_use_that_cannot_be_written_down_is_refused_each_time() {
    let door = Door::open().await;
    web_sign_in(&door, "shop").await;
    let caller = Caller { run: "r".into(), node: "ask".into(), key: "ask".into() };
    let open = async || door.app.runner.vault.open(&caller, "shop", "trying").await;
    let uses = async || {
        let history = door.get("/credentials/shop/history").await.is(200, "");
        history["items"].as_array().expect("events").iter().filter(|event| event["action"] == "use").count()
    };
    change_database(&door, "ALTER TABLE audit_log RENAME TO audit_log_away").await;
    for _ in 0..2 {
        assert!(open().await.is_err());
    }
    change_database(&door, "ALTER TABLE audit_log_away RENAME TO audit_log").await;
    for _ in 0..2 {
        assert!(open().await.is_ok());
        assert_eq!(uses().await, 1, "the first one is written down, and the next need not be");
    }
}
