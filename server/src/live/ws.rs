//! `GET /api/v1/ws`: one WebSocket a client, with as many topics as it likes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use engine::RunId;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Notify;

use super::hub::{Subscription, Update};
use crate::app::App;
use crate::auth::{Origin, Permission};
use crate::runs;

const MOST_TOPICS: usize = 100;
const LONGEST_MESSAGE: usize = 64 * 1024;
const SIGN_IN_WITHIN: Duration = Duration::from_secs(5);
const CHECK_TOKEN_EVERY: Duration = Duration::from_secs(30);
const LONGEST_SEND: Duration = Duration::from_secs(20);
const NOT_SIGNED_IN: u16 = 4401;

/// What a client says.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Said {
    Auth { token: String },
    Subscribe { topic: String, epoch: Option<String>, after: Option<u64> },
    Unsubscribe { topic: String },
    Ping {},
}

/// Live events over a WebSocket; the first message must be `{"type":"auth","token":"..."}`.
#[utoipa::path(get, path = "/api/v1/ws", tag = "live", responses((status = 101, description = "Talk on")))]
pub(super) async fn connect(State(app): State<App>, origin: Origin, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.max_message_size(LONGEST_MESSAGE).max_frame_size(LONGEST_MESSAGE);
    upgrade.on_upgrade(move |socket| async move {
        let mut client = Client {
            app,
            socket,
            address: origin.address,
            token: String::new(),
            wake: Arc::new(Notify::new()),
            topics: HashMap::new(),
        };
        if let Err(Gone(Some((code, reason)))) = client.talk().await {
            let frame = CloseFrame { code, reason: reason.into() };
            // The client may be gone already.
            let _ = client.socket.send(Message::Close(Some(frame))).await;
        }
    })
}

/// Why the talk is over; with a code if the client should know.
struct Gone(Option<(u16, &'static str)>);

struct Client {
    app: App,
    socket: WebSocket,
    address: String,
    token: String,
    wake: Arc<Notify>,
    topics: HashMap<String, Subscription>,
}

impl Client {
    async fn talk(&mut self) -> Result<(), Gone> {
        let first = tokio::time::timeout(SIGN_IN_WITHIN, self.hear()).await;
        match first.map_err(|_| Gone(Some((NOT_SIGNED_IN, "no token came"))))?? {
            Ok(Said::Auth { token }) => self.sign_in(token).await?,
            _ => return Err(Gone(Some((NOT_SIGNED_IN, "the first message must carry the token")))),
        }
        let mut check = tokio::time::interval(CHECK_TOKEN_EVERY);
        check.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let (wake, closing) = (Arc::clone(&self.wake), self.app.closing.clone());
            tokio::select! {
                said = self.hear() => match said? {
                    Ok(said) => self.answer(said).await?,
                    Err(reason) => self.complain("bad_message", &reason, None).await?,
                },
                () = wake.notified() => {}
                _ = check.tick() => self.check().await?,
                () = closing.cancelled() => return Err(Gone(Some((1001, "the server is shutting down")))),
            }
            self.pass_on().await?;
        }
    }

    async fn hear(&mut self) -> Result<Result<Said, String>, Gone> {
        loop {
            match self.socket.recv().await {
                Some(Ok(Message::Text(text))) => {
                    return Ok(serde_json::from_str(&text).map_err(|error| error.to_string()));
                }
                Some(Ok(Message::Binary(_))) => return Ok(Err("send text, not binary data".into())),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Gone(None)),
            }
        }
    }

    async fn answer(&mut self, said: Said) -> Result<(), Gone> {
        match said {
            Said::Auth { token } => self.sign_in(token).await,
            Said::Ping {} => self.send(json!({ "type": "pong" }).to_string()).await,
            Said::Unsubscribe { topic } => {
                self.topics.remove(&topic);
                Ok(())
            }
            Said::Subscribe { topic, epoch, after } => {
                let seen = after.filter(|_| epoch.as_deref() == Some(self.app.hub.epoch()));
                self.subscribe(topic, seen).await
            }
        }
    }

    async fn sign_in(&mut self, token: String) -> Result<(), Gone> {
        self.token = token;
        self.check().await?;
        let ready = json!({ "type": "ready", "epoch": self.app.hub.epoch() });
        self.send(ready.to_string()).await
    }

    /// Ends the talk once the token is no longer good.
    async fn check(&mut self) -> Result<(), Gone> {
        let actor = self.app.auth.actor(&self.token, self.address.clone()).await;
        let is_permitted = actor.is_ok_and(|actor| actor.role >= Permission::RunRead.least_role());
        if is_permitted { Ok(()) } else { Err(Gone(Some((NOT_SIGNED_IN, "the token is not good (any more)")))) }
    }

    async fn subscribe(&mut self, topic: String, seen: Option<u64>) -> Result<(), Gone> {
        if self.topics.len() >= MOST_TOPICS && !self.topics.contains_key(&topic) {
            let reason = format!("At most {MOST_TOPICS} topics can be watched at once. Unsubscribe from some.");
            return self.complain("too_many_topics", &reason, Some(&topic)).await;
        }
        match watch(&self.app, &topic, seen, &self.wake).await {
            Ok(subscription) => {
                self.topics.insert(topic, subscription);
                Ok(())
            }
            Err((code, reason)) => self.complain(code, &reason, Some(&topic)).await,
        }
    }

    /// Sends what is new on all topics.
    async fn pass_on(&mut self) -> Result<(), Gone> {
        let epoch = self.app.hub.epoch().to_owned();
        let mut texts = Vec::new();
        loop {
            for (topic, subscription) in &mut self.topics {
                match subscription.pull() {
                    Some(Update::Snapshot { seq, state }) => texts.push(
                        json!({ "type": "snapshot", "topic": topic, "epoch": epoch, "seq": seq,
                                "data": state.map_or_else(|| json!({}), |state| json!(state)) })
                        .to_string(),
                    ),
                    Some(Update::Events(events)) => texts.extend(events.into_iter().map(|(seq, event)| {
                        let topic = serde_json::Value::from(topic.as_str());
                        format!(r#"{{"type":"event","topic":{topic},"epoch":"{epoch}","seq":{seq},"event":{event}}}"#)
                    })),
                    None => {}
                }
            }
            if texts.is_empty() {
                return Ok(());
            }
            for text in texts.drain(..) {
                self.send(text).await?;
            }
        }
    }

    async fn complain(&mut self, code: &str, message: &str, topic: Option<&str>) -> Result<(), Gone> {
        let mut error = json!({ "type": "error", "code": code, "message": message });
        if let Some(topic) = topic {
            error["topic"] = topic.into();
        }
        self.send(error.to_string()).await
    }

    /// A client that takes nothing for a while is let go; it can come back and ask for the rest.
    async fn send(&mut self, text: String) -> Result<(), Gone> {
        match tokio::time::timeout(LONGEST_SEND, self.socket.send(Message::Text(text.into()))).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Gone(None)),
        }
    }
}

/// Starts to watch `runs` or `run:<id>`.
///
/// # Errors
/// A code and a sentence, if there is no such topic.
pub(super) async fn watch(
    app: &App,
    topic: &str,
    seen: Option<u64>,
    wake: &Arc<Notify>,
) -> Result<Subscription, (&'static str, String)> {
    if topic == "runs" {
        wake.notify_one();
        return Ok(app.hub.subscribe(None, seen, wake));
    }
    let unknown = || ("not_found", format!("There is no topic `{topic}`. Use `runs` or `run:<id>` of a run there is."));
    let id = topic.strip_prefix("run:").and_then(|id| id.parse().ok()).map(RunId).ok_or_else(unknown)?;
    // Subscribed first, asked then: what happens in between is not missed.
    let subscription = app.hub.subscribe(Some(id), seen, wake);
    let state = runs::stored_state(&app.store, &id.to_string()).await;
    let state = state.map_err(|error| {
        tracing::error!(%error, "a run's state could not be read");
        ("internal", "The run's state could not be read. Try again.".to_owned())
    })?;
    subscription.seed(state.ok_or_else(unknown)?);
    wake.notify_one();
    Ok(subscription)
}
