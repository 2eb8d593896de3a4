//! The live channel.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::door::{Door, command};

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    async fn open(door: &Door) -> Self {
        let (socket, _) =
            tokio_tungstenite::connect_async(format!("ws://{}/api/v1/ws", door.address)).await.expect("a socket");
        Self(socket)
    }

    async fn signed_in(door: &Door) -> (Self, String) {
        let mut socket = Self::open(door).await;
        socket.say(&json!({ "type": "auth", "token": door.token })).await;
        let ready = socket.hear().await;
        assert_eq!(ready["type"], "ready");
        (socket, ready["epoch"].as_str().expect("an epoch").to_owned())
    }

    async fn say(&mut self, message: &Value) {
        self.0.send(Message::Text(message.to_string().into())).await.expect("sent");
    }

    /// The next message; a close frame reads as its code.
    async fn hear(&mut self) -> Value {
        let next = tokio::time::timeout(Duration::from_secs(20), self.0.next()).await.expect("a message in time");
        match next.expect("a message").expect("no fault") {
            Message::Text(text) => serde_json::from_str(&text).expect("JSON"),
            Message::Close(frame) => json!(frame.map(|frame| u16::from(frame.code))),
            other => panic!("unexpected {other:?}"),
        }
    }

    async fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.hear().await;
            if is_it(&message) {
                return message;
            }
        }
    }
}

fn is_over(message: &Value) -> bool {
    let status = if message["type"] == "snapshot" { &message["data"]["status"] } else { &message["event"]["status"] };
    status == "completed"
}

#[tokio::test]
async fn nobody_watches_without_a_good_token() {
    let door = Door::open().await;
    for first in [json!({ "type": "auth", "token": "a.b.c" }), json!({ "type": "subscribe", "topic": "runs" })] {
        let mut socket = Socket::open(&door).await;
        socket.say(&first).await;
        assert_eq!(socket.hear().await, 4401);
    }
}

#[tokio::test]
async fn a_watcher_sees_a_run_to_its_end_and_can_come_back_to_any_point() {
    let door = Door::open().await;
    let id = door.flow(command("Watch", "echo one; echo two")).await;
    let run = door.start(&id, &json!({})).await;
    let topic = format!("run:{run}");
    let (mut first, epoch) = Socket::signed_in(&door).await;
    first.say(&json!({ "type": "subscribe", "topic": topic })).await;
    let snapshot = first.hear().await;
    assert_eq!((&snapshot["type"], &snapshot["topic"]), (&json!("snapshot"), &json!(topic)));
    let seen = snapshot["seq"].as_u64().expect("a number");
    let last = if is_over(&snapshot) { snapshot } else { first.until(is_over).await };
    let end = last["seq"].as_u64().expect("a number");

    // The first watcher still holds the topic, so a second one can go on from any event.
    let (mut second, _) = Socket::signed_in(&door).await;
    second.say(&json!({ "type": "subscribe", "topic": topic, "epoch": epoch, "after": seen })).await;
    for seq in seen + 1..=end {
        let event = second.hear().await;
        assert_eq!((&event["type"], &event["seq"]), (&json!("event"), &json!(seq)));
    }
    second.say(&json!({ "type": "subscribe", "topic": topic, "epoch": "another", "after": seen })).await;
    let snapshot = second.hear().await;
    assert_eq!((&snapshot["type"], &snapshot["data"]["status"]), (&json!("snapshot"), &json!("completed")));
    assert_eq!(snapshot["data"]["nodes"]["ask"]["status"], "completed");
}

#[tokio::test]
async fn a_run_that_is_over_is_shown_as_it_was_left() {
    let door = Door::open().await;
    let id = door.flow(command("Watch", "true")).await;
    let run = door.start(&id, &json!({})).await;
    door.ended(&run).await;
    let (mut socket, _) = Socket::signed_in(&door).await;
    socket.say(&json!({ "type": "subscribe", "topic": format!("run:{run}") })).await;
    let snapshot = socket.hear().await;
    assert_eq!(snapshot["data"]["status"], "completed", "{snapshot}");
    assert_eq!(snapshot["data"]["nodes"]["ask"]["count"], 1);
    assert!(snapshot["data"]["finished_at"].is_string());
}

#[tokio::test]
async fn the_list_of_runs_is_live_too() {
    let door = Door::open().await;
    let id = door.flow(command("Watch", "true")).await;
    let (mut socket, _) = Socket::signed_in(&door).await;
    socket.say(&json!({ "type": "subscribe", "topic": "runs" })).await;
    assert_eq!(socket.hear().await["type"], "snapshot");
    let run = door.start(&id, &json!({})).await;
    let over = socket.until(|message| message["event"]["run"]["status"] == "completed").await;
    assert_eq!(over["event"]["run"]["id"], run);
}

#[tokio::test]
async fn what_makes_no_sense_is_answered_and_the_talk_goes_on() {
    let door = Door::open().await;
    let (mut socket, _) = Socket::signed_in(&door).await;
    socket.say(&json!({ "type": "dance" })).await;
    assert_eq!(socket.hear().await["code"], "bad_message");
    socket.say(&json!({ "type": "subscribe", "topic": "run:nothing" })).await;
    let error = socket.hear().await;
    assert_eq!((&error["code"], &error["topic"]), (&json!("not_found"), &json!("run:nothing")));
    socket.say(&json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await["type"], "pong");
}
