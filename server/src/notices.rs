//! Messages to people: each attempt is written down, with whom it was for and what came of it.

use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::{Caller, Clock, NodeError, Notice, Notices, Post};
use serde_json::{Value as Json, json};

use crate::audit::{self, Author, Entry};
use crate::journal::{Operation, Writer};
use crate::store::{Result, Tx};

/// Sends messages and writes down that it did.
pub(crate) struct Audited {
    /// What sends them.
    pub(crate) courier: Arc<dyn Notices>,
    /// What writes it down.
    pub(crate) writer: Writer,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
    /// Who answers for it; whoever started the run where absent.
    pub(crate) author: Option<Author>,
}

#[async_trait]
impl Notices for Audited {
    async fn send(&self, caller: Caller, notice: Notice) -> std::result::Result<String, NodeError> {
        let (channel, recipients) = (notice.channel(), recipients(&notice));
        let answer = self.courier.send(caller.clone(), notice).await;
        let mut details = json!({
            "channel": channel, "recipients": recipients, "run": caller.run, "node": &*caller.node, "key": caller.key
        });
        if let Err(error) = &answer {
            details["error"] = error.kind.as_str().into();
        }
        let action = if answer.is_ok() { "notification.send" } else { "notification.fail" };
        let attempt = Attempt { at: self.clock.now(), run: caller.run, author: self.author.clone(), action, details };
        if let Err(error) = self.writer.apply(attempt).await {
            tracing::error!(%error, "a message to people could not be written down");
        }
        answer
    }

    fn run_address(&self, run: &str) -> Option<String> {
        self.courier.run_address(run)
    }
}

/// Whom it was for; of a web server only that it was one, because its address may be a secret.
fn recipients(notice: &Notice) -> Json {
    match notice {
        Notice::Mail(mail) => mail.recipients().collect(),
        Notice::Post(Post { body, .. }) => body.get("channel").map_or(Json::Null, Json::from),
    }
}

struct Attempt {
    at: i64,
    run: String,
    author: Option<Author>,
    action: &'static str,
    details: Json,
}

#[async_trait]
impl Operation for Attempt {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        let author = match &self.author {
            Some(author) => author.clone(),
            None => audit::who_started(tx, &self.run).await?,
        };
        let object = format!("run:{}", self.run);
        let entry = Entry { at: self.at, author: &author, action: self.action, object, details: self.details.clone() };
        audit::record(tx, &entry).await
    }
}
