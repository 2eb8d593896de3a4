//! Who is told when a run ends.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A message that is sent when a run has ended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Notify {
    /// At which ends.
    #[serde(default)]
    pub on: Ends,
    /// Which way it takes.
    pub channel: NotifyChannel,
    /// Addresses of a mail; a channel of Slack, such as `#ops`, or none for the one that is set up; the address of a
    /// webhook; nothing for Teams.
    #[serde(default)]
    #[schemars(length(max = 50), inner(length(min = 1, max = 2048)))]
    pub to: Vec<String>,
}

/// Some of the ways in which a run ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// It failed, or took too long.
    #[default]
    Failed,
    /// It completed.
    Succeeded,
    /// Whichever way, also when it was cancelled.
    Ended,
}

/// Which way a message takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum NotifyChannel {
    Email,
    Slack,
    Teams,
    Webhook,
}

impl Notify {
    /// Why nobody can be told by it.
    pub(crate) fn problem(&self) -> Option<String> {
        let is_address = |text: &str| {
            let ends = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
            ends.is_some() && !text.contains(char::is_whitespace)
        };
        let is_web = |text: &str| text.starts_with("http://") || text.starts_with("https://");
        match (self.channel, self.to.as_slice()) {
            (NotifyChannel::Email, []) => Some("The message goes to nobody. Give at least one e-mail address.".into()),
            (NotifyChannel::Email, to) => to
                .iter()
                .find(|text| !is_address(text))
                .map(|text| format!("`{text}` is not an e-mail address. Write one such as anna@example.org.")),
            (NotifyChannel::Slack, [] | [_]) | (NotifyChannel::Teams, []) => None,
            (NotifyChannel::Slack, _) => {
                Some("A message to Slack goes to one channel. Add another for each more.".into())
            }
            (NotifyChannel::Teams, _) => {
                Some("The channel of Teams is decided by its webhook. Leave `to` empty.".into())
            }
            (NotifyChannel::Webhook, [one]) if is_web(one) => None,
            (NotifyChannel::Webhook, _) => {
                Some("A webhook needs one address, such as https://example.org/hook.".into())
            }
        }
    }
}
