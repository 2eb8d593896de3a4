//! Messages to people, over HTTP: what is written down about them.

use std::sync::Arc;

use axum::routing::post;
use axum::{Json, Router};
use parking_lot::Mutex;
use serde_json::{Value, json};
use server::store::Store;

use super::door::Door;

const LOG: &str =
    "SELECT action, object, actor, details FROM audit_log WHERE action LIKE 'notification.%' ORDER BY seq";

/// What the log says: action, object, actor and details.
async fn log(door: &Door) -> Vec<(String, String, String, Value)> {
    let rows: sqlx::Result<Vec<(String, String, String, String)>> = match &door.app.store {
        Store::Sqlite(pools) => sqlx::query_as(LOG).fetch_all(&pools.readers).await,
        Store::Postgres(pool) => sqlx::query_as(LOG).fetch_all(pool).await,
    };
    let read = |(action, object, actor, details): (String, String, String, String)| {
        (action, object, actor, serde_json::from_str(&details).expect("JSON"))
    };
    rows.expect("the log").into_iter().map(read).collect()
}

/// A web server that takes messages.
pub(crate) struct Receiver {
    /// Where it takes them.
    pub(crate) url: String,
    /// What came.
    pub(crate) received: Arc<Mutex<Vec<Value>>>,
}

impl Receiver {
    pub(crate) async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/secret-path", listener.local_addr().expect("an address"));
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        let take = async move |Json(message): Json<Value>| {
            kept.lock().push(message);
            "taken"
        };
        let router = Router::new().route("/secret-path", post(take));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, received }
    }
}

fn tell(url: &str) -> Value {
    json!({
        "format": "opsconductor.flow/1", "name": "Tell",
        "nodes": [
            { "id": "hook", "type": "notification.webhook", "config": { "url": url, "message": "Hi" } },
            { "id": "slack", "type": "notification.slack", "config": { "channel": "#ops", "message": "Hi" } }
        ],
        "wires": [{ "source": "hook", "target": "slack" }]
    })
}

#[tokio::test]
async fn a_node_that_is_tested_sends_for_whoever_tests_it() {
    let door = Door::open().await;
    let receiver = Receiver::open().await;
    let tested = door.post("/flows/test-node", &json!({ "document": tell(&receiver.url), "node": "hook" })).await;
    assert_eq!(tested.is(200, "")["output"]["notification_sent"], true);
    assert_eq!(receiver.received.lock().len(), 1);
    let log = log(&door).await;
    assert_eq!((log.len(), log[0].0.as_str(), log[0].2.as_str()), (1, "notification.send", "admin"));
}

#[tokio::test]
async fn each_attempt_is_written_down_and_no_address_of_a_webhook() {
    let door = Door::open().await;
    let receiver = Receiver::open().await;
    let flow = door.flow(tell(&receiver.url)).await;
    let run = door.start(&flow, &json!({})).await;
    let ended = door.ended(&run).await;
    assert_eq!(ended["status"], "completed", "{ended}");
    assert_eq!(receiver.received.lock()[0]["message"], "Hi");
    let log = log(&door).await;
    let actions: Vec<_> = log.iter().map(|(action, ..)| action.as_str()).collect();
    assert_eq!(actions, ["notification.send", "notification.fail"]);
    for (_, object, actor, details) in &log {
        assert_eq!((object, actor.as_str()), (&format!("run:{run}"), "admin"));
        assert!(!details.to_string().contains("secret-path"), "{details}");
    }
    assert_eq!((&log[0].3["channel"], &log[0].3["node"]), (&json!("webhook"), &json!("hook")));
    assert_eq!((&log[1].3["recipients"], &log[1].3["error"]), (&json!("#ops"), &json!("not_permitted")));
}
