//! `GET /api/v1/runs/{id}/events`: the live events of a run, for curl.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use engine::RunStatus;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::hub::{Subscription, Update};
use super::ws::watch;
use crate::app::App;
use crate::web::Problem;

/// Live events of a run as server-sent events; they end with the run.
#[utoipa::path(get, path = "/api/v1/runs/{id}/events", tag = "live",
    params(("id" = String, Path, description = "Id"),
           ("Last-Event-ID" = Option<String>, Header, description = "Goes on after this event")),
    responses((status = 200, description = "Events", content_type = "text/event-stream"),
              (status = 404, description = "No such run")))]
pub(super) async fn events(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let last = last.and_then(|last| last.rsplit_once('-'));
    let seen = last.filter(|(epoch, _)| *epoch == app.hub.epoch()).and_then(|(_, seq)| seq.parse().ok());
    let wake = Arc::new(Notify::new());
    let subscription = watch(&app, &format!("run:{id}"), seen, &wake).await;
    let subscription = subscription.map_err(|(code, detail)| match code {
        "not_found" => Problem::not_found(format!("There is no run `{id}`. It may have been deleted.")),
        _ => Problem::internal(&detail),
    })?;
    let reader = Reader {
        epoch: app.hub.epoch().to_owned(),
        closing: app.closing.clone(),
        subscription,
        wake,
        waiting: VecDeque::new(),
        is_over: false,
    };
    let stream = unfold(reader, |mut reader| async move { Some((Ok(reader.next().await?), reader)) });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}

struct Reader {
    epoch: String,
    closing: CancellationToken,
    subscription: Subscription,
    wake: Arc<Notify>,
    waiting: VecDeque<Event>,
    is_over: bool,
}

impl Reader {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.is_over {
                return None;
            }
            match self.subscription.pull() {
                Some(update) => self.take(update),
                None => tokio::select! {
                    () = self.wake.notified() => {}
                    () = self.closing.cancelled() => return None,
                },
            }
        }
    }

    fn take(&mut self, update: Update) {
        match update {
            Update::Snapshot { seq, state } => {
                self.is_over = state.as_ref().is_some_and(|state| state.status.is_final());
                let data = state.map_or_else(|| json!({}), |state| json!(state));
                self.push(seq, "snapshot", &data.to_string());
            }
            Update::Events(events) => {
                for (seq, text) in events {
                    let event: Value = serde_json::from_str(&text).unwrap_or_default();
                    let kind = event["kind"].as_str().unwrap_or("event");
                    let status: Option<RunStatus> = serde_json::from_value(event["status"].clone()).ok();
                    self.is_over |= kind == "run" && status.is_some_and(RunStatus::is_final);
                    self.push(seq, kind, &text);
                }
            }
        }
    }

    fn push(&mut self, seq: u64, kind: &str, data: &str) {
        self.waiting.push_back(Event::default().id(format!("{}-{seq}", self.epoch)).event(kind).data(data));
    }
}
