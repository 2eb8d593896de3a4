//! What is said of a run that has ended.

use std::time::Duration;

use engine::{NotifyChannel, RunStatus};
use node_sdk::{Channel, Mail, Notice, Post};
use serde_json::{Value as Json, json};

use crate::runs::{ChildTotals, RunRow};
use crate::web::iso;
use crate::wire::of_word;

const LONGEST_ERROR: usize = 2_000;

/// A run that has ended, in words.
pub(super) struct Words {
    /// Such as `Failed: Patch web servers`.
    subject: String,
    /// Names and values.
    facts: Vec<(&'static str, String)>,
    /// What the run is to a program.
    run: Json,
    url: Option<String>,
}

impl Words {
    /// For a run; `children` are those on its machines, where it has several.
    pub(super) fn new(run: &RunRow, children: &ChildTotals, url: Option<String>) -> Self {
        let ended = match of_word::<RunStatus>(&run.status) {
            Some(RunStatus::Completed) => "Completed",
            Some(RunStatus::TimedOut) => "Took too long",
            Some(RunStatus::Cancelled) => "Cancelled",
            _ => "Failed",
        };
        Self {
            subject: format!("{ended}: {}", run.flow_name),
            facts: facts(run, children),
            run: json!({
                "id": run.id, "flow": run.flow_name, "flow_id": run.flow_id, "version": run.flow_version,
                "status": run.status, "started_by": run.created_by, "started_at": run.started_at.map(iso),
                "finished_at": run.finished_at.map(iso), "target": run.target_name, "targets": run.target_count,
                "error": run.error.as_deref().and_then(|error| serde_json::from_str::<Json>(error).ok()), "url": url
            }),
            url,
        }
    }

    /// The message for a channel.
    pub(super) fn notice(&self, channel: NotifyChannel, mut to: Vec<String>) -> Notice {
        let post =
            |channel, url, body: Json| Notice::Post(Post { channel, url, headers: Vec::new(), body: body.into() });
        match channel {
            NotifyChannel::Email => {
                Notice::Mail(Mail { to, subject: self.subject.clone(), body: self.text(), ..Mail::default() })
            }
            NotifyChannel::Slack => {
                let mut body = json!({ "text": format!("*{}*\n{}", self.subject, self.text()) });
                if let Some(channel) = to.pop() {
                    body["channel"] = channel.into();
                }
                post(Channel::Slack, None, body)
            }
            NotifyChannel::Teams => post(Channel::Teams, None, self.card()),
            NotifyChannel::Webhook => {
                let body = json!({ "event": "run.ended", "message": self.subject, "run": self.run });
                post(Channel::Webhook, to.pop(), body)
            }
        }
    }

    fn text(&self) -> String {
        let facts = self.facts.iter().map(|(name, value)| format!("{name}: {value}\n"));
        let url = self.url.iter().map(|url| format!("\n{url}\n"));
        facts.chain(url).collect()
    }

    /// An Adaptive Card (<https://adaptivecards.io>, version 1.4).
    fn card(&self) -> Json {
        let facts: Vec<_> = self.facts.iter().map(|(name, value)| json!({ "title": name, "value": value })).collect();
        let url: Vec<_> = self
            .url
            .iter()
            .map(|url| json!({ "type": "Action.OpenUrl", "title": "Open the run", "url": url }))
            .collect();
        let title = json!({ "type": "TextBlock", "text": self.subject, "weight": "Bolder", "wrap": true });
        let card = json!({
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": [title, { "type": "FactSet", "facts": facts }], "actions": url
        });
        json!({
            "type": "message",
            "attachments": [{ "contentType": "application/vnd.microsoft.card.adaptive", "content": card }]
        })
    }
}

fn facts(run: &RunRow, children: &ChildTotals) -> Vec<(&'static str, String)> {
    let took = run.started_at.zip(run.finished_at).map(|(from, to)| duration(to.saturating_sub(from)));
    let RunRow { steps_completed, steps_failed, steps_skipped, .. } = run;
    let error = run.error.as_deref().and_then(|error| serde_json::from_str::<Json>(error).ok());
    let error = error.and_then(|error| Some(error["message"].as_str()?.chars().take(LONGEST_ERROR).collect()));
    let facts = [
        ("What went wrong", error),
        ("Target", run.target_name.clone()),
        ("Targets", run.target_count.map(|count| targets(count, children))),
        ("Started by", Some(run.created_by.clone())),
        ("Started at", run.started_at.map(iso)),
        ("Duration", took),
        ("Steps", Some(format!("{steps_completed} completed, {steps_failed} failed, {steps_skipped} skipped"))),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn targets(count: i64, children: &ChildTotals) -> String {
    let ends = children.by_status.iter().map(|(status, count)| format!("{count} {}", status.replace('_', " ")));
    format!("{count} ({})", ends.collect::<Vec<_>>().join(", "))
}

/// Such as `1 h 2 min 3 s`.
fn duration(millis: i64) -> String {
    let seconds = Duration::from_millis(u64::try_from(millis).unwrap_or(0)).as_secs();
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
    let shown: Vec<_> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if shown.is_empty() { "less than a second".into() } else { shown.join(" ") }
}
