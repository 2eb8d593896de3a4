//! Messages to people: mail by SMTP, everything else by a POST request. Who may be told, and how often, is decided here.

mod limits;
mod mail;
mod rule;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use node_sdk::{Caller, Channel, ErrorKind, Http, HttpRequest, Method, NodeError, Notice, Notices, Post};

use limits::Limits;
pub use mail::{MailServer, MailServerError};
pub use rule::Allowed;

/// How long a message may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most bytes of an answer that are kept.
const MOST_ANSWER: usize = 2_000;

/// What is set up for messages. Has no `Debug`, because of the secrets.
#[derive(Clone, Default)]
pub struct CourierSettings {
    /// The mail server.
    pub mail: Option<MailServer>,
    /// Incoming webhook of Slack; it is a secret.
    pub slack: Option<String>,
    /// Webhook of Teams; it is a secret.
    pub teams: Option<String>,
    /// Who may be told; anybody where absent.
    pub allowed: Option<Allowed>,
    /// How many messages a minute may go by each channel; 60 where absent.
    pub per_minute: Option<u32>,
    /// How many messages one run may send; 100 where absent.
    pub per_run: Option<u32>,
    /// Where people reach this server, such as `https://ops.example.org`.
    pub public_url: Option<String>,
}

/// Takes messages to people.
pub struct Courier {
    settings: CourierSettings,
    http: Arc<dyn Http>,
    limits: Limits,
}

impl Courier {
    /// Sends by these settings.
    pub fn new(settings: CourierSettings, http: Arc<dyn Http>) -> Self {
        let limits = Limits::new(settings.per_minute, settings.per_run);
        Self { settings, http, limits }
    }

    fn check(&self, notice: &Notice) -> Result<(), NodeError> {
        let Some(allowed) = &self.settings.allowed else { return Ok(()) };
        match notice {
            Notice::Mail(mail) => mail.recipients().try_for_each(|address| allowed.check_address(address)),
            // The addresses that an administrator set up need no permission.
            Notice::Post(Post { url: Some(url), .. }) => allowed.check_url(url),
            Notice::Post(_) => Ok(()),
        }
    }

    /// The address that is set up for a channel.
    fn address(&self, channel: Channel) -> Result<String, NodeError> {
        let (address, setting) = match channel {
            Channel::Slack => (&self.settings.slack, "OPSCONDUCTOR_SLACK_WEBHOOK"),
            Channel::Teams => (&self.settings.teams, "OPSCONDUCTOR_TEAMS_WEBHOOK"),
            Channel::Webhook => {
                return Err(NodeError::new(ErrorKind::VALIDATION, "The message has no address. Fill in `url`."));
            }
        };
        address.clone().ok_or_else(|| not_set_up(setting))
    }

    async fn post(&self, post: Post) -> Result<String, NodeError> {
        let url = match &post.url {
            Some(url) => url.clone(),
            None => self.address(post.channel)?,
        };
        let mut headers = post.headers;
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            headers.push(("Content-Type".into(), "application/json".into()));
        }
        let body = Some(post.body.to_string().into_bytes());
        let request = HttpRequest {
            method: Method::Post,
            url,
            query: Vec::new(),
            headers,
            body,
            timeout: PATIENCE,
            follow_redirects: false,
            verify_ssl: true,
            limit: MOST_ANSWER,
        };
        let answer = self.http.send(request).await?;
        let text = String::from_utf8_lossy(&answer.body).trim().to_owned();
        match answer.status {
            200..=299 => Ok(text),
            status => Err(refused(status, &text)),
        }
    }
}

#[async_trait]
impl Notices for Courier {
    async fn send(&self, caller: Caller, notice: Notice) -> Result<String, NodeError> {
        self.check(&notice)?;
        self.limits.count(&caller.run, notice.channel())?;
        match notice {
            Notice::Mail(mail) => match &self.settings.mail {
                Some(server) => server.send(mail, &token(&caller)).await,
                None => Err(not_set_up("OPSCONDUCTOR_SMTP_URL")),
            },
            Notice::Post(post) => self.post(post).await,
        }
    }

    fn run_address(&self, run: &str) -> Option<String> {
        self.settings.public_url.as_ref().map(|url| format!("{}/runs/{run}", url.trim_end_matches('/')))
    }
}

/// One execution, in letters that an address may have.
fn token(caller: &Caller) -> String {
    let key = caller.key.bytes().map(|byte| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
        other => format!("={other:02X}"),
    });
    format!("{}.{}", caller.run, key.collect::<String>())
}

fn not_set_up(setting: &str) -> NodeError {
    let message =
        format!("This way of sending messages is not set up here. An administrator can do so with `{setting}`.");
    NodeError::new(ErrorKind::NOT_PERMITTED, message)
}

fn refused(status: u16, answer: &str) -> NodeError {
    let kind = match status {
        // It was too slow, too early, or too much: the same may be taken a little later.
        408 | 425 | 429 => ErrorKind::LIMIT,
        400..=499 => ErrorKind::HTTP_4XX,
        500..=599 => ErrorKind::HTTP_5XX,
        _ => ErrorKind::VALIDATION,
    };
    let said = if answer.is_empty() { String::new() } else { format!(" and said: {answer}") };
    let hint = if kind == ErrorKind::LIMIT { " (it can be tried again later)" } else { "" };
    NodeError::failed(kind, format!("The server that passes messages on answered with status {status}{hint}{said}"))
}
