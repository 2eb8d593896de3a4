//! Whom a run tells when it ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use reqwest::Method;
use serde_json::{Value, json};
use server::auth::Role;

use super::door::{Door, command};
use super::notices::Receiver;

/// A flow of one command that tells a web server.
fn telling(name: &str, line: &str, on: &[&str], url: &str) -> Value {
    let mut flow = command(name, line);
    let rules: Vec<_> = on.iter().map(|on| json!({ "on": on, "channel": "webhook", "to": [url] })).collect();
    flow["settings"] = json!({ "notify": rules });
    flow
}

/// The messages of a run, once none waits for its first attempt.
async fn told(door: &Door, run: &str) -> Vec<Value> {
    loop {
        let page = door.get(&format!("/runs/{run}/notifications")).await.is(200, "");
        let items = page["items"].as_array().expect("messages").clone();
        if items.iter().all(|item| item["attempts"] != 0 && (item["state"] != "pending" || !item["error"].is_null())) {
            return items;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn names(items: &[Value]) -> Vec<(&str, &str, u64)> {
    items
        .iter()
        .map(|item| {
            (
                item["channel"].as_str().unwrap_or_default(),
                item["state"].as_str().unwrap_or_default(),
                item["attempts"].as_u64().unwrap_or_default(),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_run_tells_whom_its_flow_names_and_only_at_the_ends_it_names() {
    let (door, receiver) = (Door::open().await, Receiver::open().await);
    let bad = door.flow(telling("Bad", "echo oh >&2; exit 3", &["failed", "succeeded"], &receiver.url)).await;
    let run = door.start(&bad, &json!({})).await;
    door.ended(&run).await;
    let items = told(&door, &run).await;
    assert_eq!(names(&items), [("webhook", "sent", 1)]);
    assert_eq!((&items[0]["to"], items[0]["sent_at"].is_string()), (&json!([]), true), "its address is not told");
    let message = receiver.received.lock().clone();
    let [message] = message.as_slice() else { panic!("one message came: {message:?}") };
    assert_eq!((&message["event"], &message["message"]), (&json!("run.ended"), &json!("Failed: Bad")));
    let about = &message["run"];
    assert_eq!(
        (&about["id"], &about["status"], &about["started_by"]),
        (&json!(run), &json!("failed"), &json!("admin"))
    );
    assert!(about["error"]["message"].as_str().is_some_and(|error| error.contains('3')), "{about}");

    let good = door.flow(telling("Good", "true", &["failed", "ended"], &receiver.url)).await;
    let run = door.start(&good, &json!({})).await;
    door.ended(&run).await;
    assert_eq!(told(&door, &run).await.len(), 1);
    assert_eq!(receiver.received.lock()[1]["message"], "Completed: Good");
}

#[tokio::test]
async fn a_message_that_was_not_taken_is_sent_again_later() {
    let door = Door::open().await;
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let moody = async move || match counted.fetch_add(1, Ordering::Relaxed) {
        0 => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::OK,
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/secret-path", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/secret-path", post(moody))).await });
    let flow = door.flow(telling("Moody", "true", &["succeeded"], &url)).await;
    let run = door.start(&flow, &json!({})).await;
    door.ended(&run).await;
    let items = told(&door, &run).await;
    assert_eq!(names(&items), [("webhook", "pending", 1)]);
    assert!(items[0]["error"].as_str().is_some_and(|error| error.contains("503")), "{items:?}");
    assert!(items[0]["next_try_at"].is_string() && !items[0].to_string().contains("secret-path"), "{items:?}");
    door.clock.advance(Duration::from_secs(10));
    let sent = loop {
        let items = told(&door, &run).await;
        if items[0]["state"] != "pending" {
            break items;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!((names(&sent), &sent[0]["error"]), (vec![("webhook", "sent", 2)], &Value::Null));
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn what_cannot_be_kept_of_a_refusal_is_no_reason_to_send_for_ever() {
    let door = Door::open().await;
    let refusing = async || (StatusCode::BAD_REQUEST, "no\0thing");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", post(refusing))).await });
    let flow = door.flow(telling("Refused", "true", &["succeeded"], &url)).await;
    let run = door.start(&flow, &json!({})).await;
    door.ended(&run).await;
    let items = told(&door, &run).await;
    assert_eq!(names(&items), [("webhook", "failed", 1)]);
    assert!(items[0]["error"].as_str().is_some_and(|error| error.contains("400")), "{items:?}");
}

#[tokio::test]
async fn a_run_that_is_cancelled_before_it_began_tells_so() {
    let (door, receiver) = (Door::open().await, Receiver::open().await);
    let mut document = telling("Patient", "sleep 600", &["ended"], &receiver.url);
    document["settings"]["concurrency"] = json!({ "limit": 1 });
    let flow = door.flow(document).await;
    let first = door.start(&flow, &json!({})).await;
    let second = door.start(&flow, &json!({})).await;
    for run in [&second, &first] {
        door.post(&format!("/runs/{run}/cancel"), &json!({})).await.is(202, "");
        door.ended(run).await;
        assert_eq!(names(&told(&door, run).await), [("webhook", "sent", 1)]);
    }
    let messages: Vec<_> = receiver.received.lock().iter().map(|one| one["message"].clone()).collect();
    assert_eq!(messages, ["Cancelled: Patient", "Cancelled: Patient"]);
}

#[tokio::test]
async fn a_run_over_several_targets_tells_once() {
    let (door, receiver) = (Door::open().await, Receiver::open().await);
    let target = json!({ "name": "gone", "hostname": "127.0.0.1", "port": 1, "connect_timeout": 1 });
    door.post("/targets", &target).await.is(201, "");
    let flow = door.flow(telling("Over", "true", &["failed", "succeeded"], &receiver.url)).await;
    let run = door.start(&flow, &json!({ "targets": ["local", "gone"] })).await;
    door.ended(&run).await;
    assert_eq!(names(&told(&door, &run).await), [("webhook", "sent", 1)]);
    let children = door.get(&format!("/runs/{run}/children")).await.is(200, "");
    for child in children["items"].as_array().expect("two runs") {
        assert_eq!(told(&door, child["id"].as_str().expect("an id")).await, Vec::<Value>::new());
    }
    let received = receiver.received.lock().clone();
    assert_eq!(
        (received.len(), &received[0]["message"], &received[0]["run"]["targets"]),
        (1, &json!("Failed: Over"), &json!(2))
    );
}

#[tokio::test]
async fn whoever_starts_a_run_is_told_if_that_is_wanted() {
    let door = Door::open().await;
    let token = door.user("olga", Role::Operator).await;
    let mine = "/api/v1/auth/me/notifications";
    let get = async || door.send(door.to(Method::GET, mine).bearer_auth(&token)).await.is(200, "");
    let put = async |runs: &str| {
        door.send(door.to(Method::PUT, mine).bearer_auth(&token).json(&json!({ "runs": runs }))).await
    };
    assert_eq!(get().await, json!({ "runs": "off", "email": null, "available": false }));
    let refused = put("failed").await.is(422, "no_email");
    assert_eq!(refused["errors"][0]["field"], "runs", "{refused}");
    let profile = json!({ "full_name": "", "email": "olga@example.org" });
    door.send(door.to(Method::PUT, "/api/v1/auth/me").bearer_auth(&token).json(&profile)).await.is(200, "");
    assert_eq!(
        put("failed").await.is(200, ""),
        json!({ "runs": "failed", "email": "olga@example.org", "available": false })
    );
    put("sometimes").await.is(400, "invalid_body");
    let start = async |line: &str| {
        let flow = door.flow(command(line, line)).await;
        let request = door.to(Method::POST, &format!("/api/v1/flows/{flow}/run")).bearer_auth(&token);
        let run = door.send(request.json(&json!({}))).await.is(202, "")["run_id"].as_str().expect("an id").to_owned();
        door.ended(&run).await;
        told(&door, &run).await
    };
    let items = start("false").await;
    // No mail server is set up here, which another attempt would not change.
    assert_eq!((names(&items), &items[0]["to"]), (vec![("email", "failed", 1)], &json!(["olga"])));
    assert!(items[0]["error"].as_str().is_some_and(|error| error.contains("not set up")), "{items:?}");
    assert_eq!(start("true").await, Vec::<Value>::new());
    put("off").await.is(200, "");
    assert_eq!(start("exit 4").await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_flow_that_could_tell_nobody_is_told_so_before_it_runs() {
    let door = Door::open().await;
    let check = async |rule: Value, says: &str| {
        let mut flow = command("x", "true");
        flow["settings"] = json!({ "notify": [{ "channel": "teams" }, rule] });
        let verdict = door.post("/flows/validate", &json!({ "document": flow })).await.is(200, "");
        let problem = &verdict["problems"][0];
        assert!(problem["message"].as_str().is_some_and(|message| message.contains(says)), "{verdict}");
        assert_eq!(verdict["valid"], false);
    };
    check(json!({ "channel": "email" }), "at least one e-mail address").await;
    check(json!({ "channel": "email", "to": ["ops@example.org", "nobody"] }), "`nobody` is not an e-mail address")
        .await;
    check(json!({ "channel": "slack", "to": ["#a", "#b"] }), "one channel").await;
    check(json!({ "channel": "teams", "to": ["ops"] }), "Leave `to` empty").await;
    check(json!({ "channel": "webhook", "to": ["ftp://x"] }), "https://example.org/hook").await;
    check(json!({ "channel": "pigeon" }), "pigeon").await;
}
