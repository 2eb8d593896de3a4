//! Schedules and webhooks, over HTTP: what starts, once, and who may.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use server::store::Store;

use super::door::{Door, Home, PASSWORD};

/// What a trigger starts: its end tells what it was given.
fn flow(name: &str, triggers: &[Value]) -> Value {
    let end = json!({ "id": "end", "type": "flow.end", "config": { "result": "{{ msg.payload }}" } });
    let nodes: Vec<_> = triggers.iter().cloned().chain([end]).collect();
    let wires: Vec<_> = triggers.iter().map(|trigger| json!({ "source": trigger["id"], "target": "end" })).collect();
    json!({ "format": "opsconductor.flow/1", "name": name, "nodes": nodes, "wires": wires })
}

fn webhook(config: &Value) -> Value {
    json!({ "id": "hook", "type": "trigger.webhook", "config": config })
}

fn schedule(config: &Value) -> Value {
    json!({ "id": "daily", "type": "trigger.schedule", "config": config })
}

async fn secret(door: &Door, flow: &str) -> String {
    let answer = door.post(&format!("/flows/{flow}/triggers/hook/secret"), &json!({})).await.is(201, "");
    answer["secret"].as_str().expect("a secret").to_owned()
}

/// Waits until so many runs of a flow are there and over.
async fn runs(door: &Door, flow: &str, count: usize) -> Vec<Value> {
    loop {
        let page = door.get(&format!("/runs?flow={flow}")).await.is(200, "");
        let items = page["items"].as_array().expect("items").clone();
        assert!(items.len() <= count, "{items:?}");
        if items.len() == count && items.iter().all(|run| run["finished_at"].is_string()) {
            return items;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn trigger(door: &Door, flow: &str) -> Value {
    door.get(&format!("/triggers?flow={flow}")).await.is(200, "")["items"][0].clone()
}

/// Changes something in the database that no person could.
async fn tamper(door: &Door, sql: &'static str) {
    match &door.app.store {
        Store::Sqlite(pools) => sqlx::query(sql).execute(&pools.writer).await.map(drop),
        Store::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(drop),
    }
    .expect("changed");
}

#[tokio::test]
async fn a_call_with_the_secret_starts_a_run_at_the_webhook() {
    let door = Door::open().await;
    let other = json!({ "id": "start", "type": "flow.start" });
    let id =
        door.flow(flow("Orders", &[other, webhook(&json!({ "path": "orders/new", "response_mode": "result" }))])).await;
    let call = || door.to(Method::POST, "/hooks/orders/new?source=shop").json(&json!({ "number": 7 }));
    door.send(call()).await.is(401, "no_secret");
    let secret = secret(&door, &id).await;
    door.send(call()).await.is(401, "unproven");
    door.send(call().bearer_auth("wrong")).await.is(401, "unproven");
    let answer = door.send(call().bearer_auth(&secret)).await.is(200, "");
    assert_eq!((&answer["status"], &answer["result"]), (&json!("completed"), &json!({ "number": 7 })), "{answer}");
    let run = door.get(&format!("/runs/{}", answer["run_id"].as_str().expect("an id"))).await.is(200, "");
    assert_eq!((&run["trigger"], &run["created_by"]), (&json!("webhook"), &json!("webhook")), "{run}");
    assert_eq!(run["steps"]["skipped"], 1, "the other start: {run}");
    assert!(!run.to_string().contains(&secret), "the secret is not kept with the run");
    door.send(door.to(Method::GET, "/hooks/orders/new").bearer_auth(&secret)).await.is(404, "not_found");
    door.send(door.to(Method::POST, "/hooks/orders")).await.is(404, "not_found");
    let item = door.get(&format!("/triggers?flow={id}&kind=webhook")).await.is(200, "")["items"][0].clone();
    assert_eq!(
        (&item["address"], &item["auth"], &item["has_secret"], &item["last_run"]),
        (&json!("/hooks/orders/new"), &json!("token"), &json!(true), &answer["run_id"])
    );
    let document = door.get(&format!("/flows/{id}")).await.is(200, "");
    assert!(!document.to_string().contains(&secret), "the secret is not in the document");
}

#[tokio::test]
async fn a_body_is_signed_with_the_secret() {
    let door = Door::open().await;
    let id = door.flow(flow("Deploy", &[webhook(&json!({ "path": "deploy", "auth": "signature" }))])).await;
    let secret = secret(&door, &id).await;
    let body = "{\"ref\":\"main\"}";
    // Made by another program, so that both are checked.
    let openssl = std::process::Command::new("sh")
        .args(["-c", "printf %s \"$1\" | openssl dgst -sha256 -hmac \"$2\" -r | cut -d' ' -f1", "sh", body, &secret])
        .output()
        .expect("openssl");
    let signature = String::from_utf8(openssl.stdout).expect("text");
    let call = |signature: &str, body: &'static str| {
        let request = door.to(Method::POST, "/hooks/deploy").header("content-type", "application/json").body(body);
        request.header("x-hub-signature-256", format!("sha256={}", signature.trim()))
    };
    door.send(call(&signature, body)).await.is(202, "");
    door.send(call(&signature, "{\"ref\":\"evil\"}")).await.is(401, "unproven");
    door.send(call("00", body)).await.is(401, "unproven");
    runs(&door, &id, 1).await;
}

#[tokio::test]
async fn a_call_gives_parameters_and_a_repeated_one_starts_nothing() {
    let door = Door::open().await;
    let mut document = flow("Open", &[webhook(&json!({ "path": "open", "auth": "none" }))]);
    document["parameters"] = json!({
        "host": { "type": "string", "required": true }, "count": { "type": "integer", "default": 1 },
        "key": { "type": "string", "secret": true, "default": "hidden" }
    });
    document["nodes"][1]["config"]["result"] = json!("{{ host }} {{ count }} {{ params.key == 'hidden' }}");
    let id = door.flow(document).await;
    let call = |body: Value| door.to(Method::POST, "/hooks/open?count=3").json(&body);
    let missing = door.send(call(json!({}))).await.is(422, "invalid_parameters");
    assert_eq!(missing["errors"][0]["field"], "host");
    let body = json!({ "host": "web-1", "key": "guessed", "more": true });
    let keyed = || call(body.clone()).header("idempotency-key", "delivery-1");
    let first = door.send(keyed()).await.is(202, "");
    let again = door.send(keyed().header("x-sent", "later")).await.is(202, "");
    assert_eq!(first["run_id"], again["run_id"]);
    let run = &runs(&door, &id, 1).await[0];
    let run = door.get(&format!("/runs/{}", run["id"].as_str().expect("an id"))).await.is(200, "");
    assert_eq!(run["result"], "web-1 3 true");
}

#[tokio::test]
async fn an_address_belongs_to_one_flow_and_a_secret_stays_with_it() {
    let door = Door::open().await;
    let hook = webhook(&json!({ "path": "same" }));
    let id = door.flow(flow("First", std::slice::from_ref(&hook))).await;
    let taken = door.post("/flows", &json!({ "document": flow("Second", std::slice::from_ref(&hook)) })).await;
    let taken = taken.is(409, "address_taken");
    assert_eq!(taken["errors"][0]["field"], "nodes/hook/config/path");
    assert!(taken["detail"].as_str().expect("a sentence").contains("`First`"), "{taken}");
    let secret = secret(&door, &id).await;
    let save = |document: Value, version: u64| {
        door.api(Method::PUT, &format!("/flows/{id}"))
            .header("if-match", format!("\"{version}\""))
            .json(&json!({ "document": document }))
    };
    // A version that cannot run keeps the secret, and starts nothing.
    let mut broken = flow("First", std::slice::from_ref(&hook));
    broken["nodes"][1]["config"]["result"] = json!("{{ nobody }}");
    door.send(save(broken, 1)).await.is(200, "");
    let call = || door.to(Method::POST, "/hooks/same").bearer_auth(&secret);
    door.send(call()).await.is(409, "flow_not_runnable");
    door.send(save(flow("First", &[hook]), 2)).await.is(200, "");
    door.send(call()).await.is(202, "");
    let off = door.api(Method::PUT, &format!("/flows/{id}/active")).json(&json!({ "active": false }));
    door.send(off).await.is(200, "");
    door.send(call()).await.is(409, "flow_inactive");
    door.delete(&format!("/flows/{id}")).await.is(204, "");
    door.send(call()).await.is(404, "not_found");
}

#[tokio::test]
async fn strangers_are_slowed_down() {
    let door = Door::open().await;
    let mut taken = 0;
    loop {
        let answer = door.send(door.to(Method::POST, "/hooks/nothing")).await;
        if answer.status == 429 {
            assert_eq!(answer.is(429, "too_many_calls")["retry_after"], 1);
            break;
        }
        answer.is(404, "not_found");
        taken += 1;
    }
    assert!(taken >= 30, "only {taken} calls were answered");
}

#[tokio::test]
async fn what_a_webhook_gets_must_be_readable() {
    let door = Door::open().await;
    door.flow(flow("Open", &[webhook(&json!({ "path": "open", "auth": "none" }))])).await;
    let call = |kind: &'static str, body: Vec<u8>| {
        door.to(Method::POST, "/hooks/open").header("content-type", kind).body(body)
    };
    door.send(call("application/json", b"{".to_vec())).await.is(415, "unreadable_body");
    door.send(call("text/plain", vec![0xff, 0xfe])).await.is(415, "unreadable_body");
    door.send(call("text/plain", vec![b'a'; 7 << 20])).await.is(413, "body_too_large");
}

/// So that half past midnight, at which the schedule is due, is far away at whatever time of the day this runs.
async fn advance_to_noon(door: &mut Door) {
    const DAY: u64 = 86_400_000;
    let now = u64::try_from(node_sdk::Clock::now(door.clock.as_ref())).expect("after 1970");
    door.clock.advance(Duration::from_millis((DAY + DAY / 2 - now % DAY) % DAY));
    door.token = door.sign_in("admin", PASSWORD).await;
}

#[tokio::test]
async fn a_time_starts_one_run_also_after_a_crash() {
    let home = Home::new().await;
    let id = {
        let mut door = Door::on(&home).await;
        advance_to_noon(&mut door).await;
        let id =
            door.flow(flow("Daily", &[schedule(&json!({ "cron": "0 6 * * *", "timezone": "Asia/Kolkata" }))])).await;
        let due = trigger(&door, &id).await["next_at"].as_str().expect("a time").to_owned();
        assert!(due.ends_with("T00:30:00.000Z"), "{due}");
        tamper(&door, "UPDATE triggers SET next_at = next_at / 86400000 * 86400000 - 86400000").await;
        // That time is long over: it is left out.
        loop {
            let now = trigger(&door, &id).await;
            if now["last_outcome"] == "missed" {
                assert_eq!(now["next_at"], due, "{now}");
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let until = chrono::DateTime::parse_from_rfc3339(&due).expect("a time").timestamp_millis();
        let now = node_sdk::Clock::now(door.clock.as_ref());
        door.clock.advance(Duration::from_millis(u64::try_from(until - now).expect("ahead") + 500));
        door.token = door.sign_in("admin", PASSWORD).await;
        let run = runs(&door, &id, 1).await[0].clone();
        assert_eq!((&run["trigger"], &run["created_by"]), (&json!("schedule"), &json!("scheduler")), "{run}");
        let whole = door.get(&format!("/runs/{}", run["id"].as_str().expect("an id"))).await.is(200, "");
        assert_eq!(whole["result"], json!({ "scheduled_for": due, "trigger": "daily" }));
        let now = loop {
            let now = trigger(&door, &id).await;
            if now["last_outcome"] == "started" {
                break now;
            }
        };
        assert_eq!((&now["last_at"], &now["last_run"]), (&json!(due), &run["id"]), "{now}");
        // As if it had been killed between the start and the note of it.
        tamper(&door, "UPDATE triggers SET next_at = last_at, last_outcome = NULL").await;
        loop {
            if trigger(&door, &id).await["last_outcome"] == "started" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        door.app.close().await;
        id
    };
    let door = Door::on(&home).await;
    runs(&door, &id, 1).await;
}

#[tokio::test]
async fn what_cannot_start_says_why_and_an_inactive_flow_rests() {
    let door = Door::open().await;
    let cron = schedule(&json!({ "cron": "* * * * * *", "parameters": { "count": 3 } }));
    let mut document = flow("Every second", &[cron]);
    document["parameters"] = json!({ "count": { "type": "integer" } });
    let id = door.flow(document.clone()).await;
    loop {
        let page = door.get(&format!("/runs?flow={id}")).await.is(200, "");
        if page["items"].as_array().is_some_and(|items| items.len() >= 2) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let next = door.get("/dashboard").await.is(200, "")["next"].clone();
    assert_eq!(next[0]["flow_name"], "Every second");
    let off = door.api(Method::PUT, &format!("/flows/{id}/active")).json(&json!({ "active": false }));
    door.send(off).await.is(200, "");
    assert_eq!(door.get("/dashboard").await.is(200, "")["next"], json!([]));
    assert_eq!(trigger(&door, &id).await["next_at"], Value::Null);
    document["name"] = json!("Wrong");
    document["nodes"][0]["config"]["parameters"] = json!({ "count": "many" });
    let problems = door.post("/flows/validate", &json!({ "document": document })).await.is(200, "");
    let problem = &problems["problems"][0];
    assert_eq!((&problem["node"], &problem["field"]), (&json!("daily"), &json!("config/parameters")), "{problems}");
}

#[tokio::test]
async fn times_can_be_looked_at_before_they_count() {
    let door = Door::open().await;
    let path = "/schedules/preview?cron=30%202%20*%20*%20*&timezone=Europe%2FBerlin&count=3";
    let answer = door.get(path).await.is(200, "");
    assert_eq!(answer["times"].as_array().map(Vec::len), Some(3), "{answer}");
    assert!(answer["description"].as_str().is_some_and(|text| text.contains("02:30")), "{answer}");
    let wrong = door.get("/schedules/preview?cron=often").await.is(422, "invalid_schedule");
    assert_eq!(wrong["errors"][0]["field"], "cron");
    let wrong = door.get("/schedules/preview?cron=@daily&timezone=Berlin").await.is(422, "invalid_schedule");
    assert_eq!(wrong["errors"][0]["field"], "timezone");
    door.get("/schedules/preview?cron=@daily&count=51").await.is(400, "invalid_query");
}

#[tokio::test]
async fn a_person_says_where_a_run_begins() {
    let door = Door::open().await;
    let start = json!({ "id": "start", "type": "flow.start" });
    let id = door.flow(flow("Both", &[start, webhook(&json!({ "path": "both" }))])).await;
    let usual = door.start(&id, &json!({ "input": 1 })).await;
    let steps = door.ended(&usual).await;
    assert_eq!((&steps["result"], &steps["steps"]["skipped"]), (&json!(1), &json!(1)), "{steps}");
    let chosen = door.start(&id, &json!({ "input": { "payload": 2 }, "start": "hook" })).await;
    assert_eq!(door.ended(&chosen).await["result"], json!(2));
    let again = door.post(&format!("/runs/{chosen}/rerun"), &json!({})).await.is(201, "");
    let again = door.ended(again["run_id"].as_str().expect("an id")).await;
    assert_eq!(again["result"], json!(2));
    door.post(&format!("/flows/{id}/run"), &json!({ "start": "end" })).await.is(422, "invalid_request");
}
