//! Messages to people.

use async_trait::async_trait;

use crate::{Caller, NodeError, Value};

/// Something people should know.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// By mail.
    Mail(Mail),
    /// By a web server that passes it on.
    Post(Post),
}

/// A mail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mail {
    /// Whom it is for.
    pub to: Vec<String>,
    /// Who gets a copy.
    pub cc: Vec<String>,
    /// Who gets a copy unseen by the others.
    pub bcc: Vec<String>,
    /// One line.
    pub subject: String,
    /// What is read.
    pub body: String,
    /// Whether the body is HTML.
    pub is_html: bool,
    /// Files, each with its name and content.
    pub attachments: Vec<(String, Vec<u8>)>,
}

impl Mail {
    /// All who get it.
    pub fn recipients(&self) -> impl Iterator<Item = &str> {
        [&self.to, &self.cc, &self.bcc].into_iter().flatten().map(String::as_str)
    }
}

/// A message for a web server.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// What kind of server it is.
    pub channel: Channel,
    /// Where it is; the address set up for the channel where absent. The address itself may be a secret.
    pub url: Option<String>,
    /// Sent along.
    pub headers: Vec<(String, String)>,
    /// What is sent, as JSON.
    pub body: Value,
}

/// Servers that pass messages on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Channel {
    Slack,
    Teams,
    Webhook,
}

impl Notice {
    /// The word for the way it takes: `email`, `slack`, `teams` or `webhook`.
    pub fn channel(&self) -> &'static str {
        match self {
            Self::Mail(_) => "email",
            Self::Post(Post { channel: Channel::Slack, .. }) => "slack",
            Self::Post(Post { channel: Channel::Teams, .. }) => "teams",
            Self::Post(Post { channel: Channel::Webhook, .. }) => "webhook",
        }
    }
}

/// Takes messages to people.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Sends a message and returns what the other side said to it.
    ///
    /// # Errors
    /// `not_permitted` if the channel is not set up or the recipients are not allowed, `limit` if too much was sent,
    /// `network_error`, `timeout` or `auth_error` if the other side was not reached or refused us, `validation_error` if
    /// it cannot be sent as it is; a failure of kind `http_4xx` or `http_5xx` if a web server refused it.
    async fn send(&self, caller: Caller, notice: Notice) -> Result<String, NodeError>;

    /// Where people see a run, if that is known.
    fn run_address(&self, run: &str) -> Option<String>;
}
