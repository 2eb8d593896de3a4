//! Who is to be told of an end.

use engine::{Ends, Notify, NotifyChannel, RunStatus};
use serde_json::Value as Json;

use super::store;
use crate::store::{Result, Tx};
use crate::wire::of_word;

/// A message that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// Which way it takes.
    pub(crate) channel: NotifyChannel,
    /// Addresses or a channel.
    pub(crate) to: Vec<String>,
    /// The user it is for, where it is one.
    pub(crate) user: Option<String>,
}

/// What a run leaves behind that no other one started: what its flow says, and a mail for whoever started it and wants one.
pub(crate) fn for_run(created_by: &str, status: RunStatus, rules: &[Notify], own: Option<Ends>) -> Vec<Message> {
    let of_flow = rules.iter().filter(|rule| covers(rule.on, status));
    let of_flow = of_flow.map(|rule| Message { channel: rule.channel, to: rule.to.clone(), user: None });
    let own = own.filter(|ends| covers(*ends, status));
    let own = own.map(|_| Message { channel: NotifyChannel::Email, to: Vec::new(), user: Some(created_by.to_owned()) });
    of_flow.chain(own).collect()
}

/// Adds the messages of a run that is cancelled in this transaction before it began.
pub(crate) async fn for_waiting(tx: &mut Tx, run: &str, now: i64) -> Result<()> {
    let Some((no, created_by, body, own)) = store::of_waiting(tx, run).await? else { return Ok(()) };
    let document: Json = serde_json::from_str(&body).unwrap_or_default();
    let rules: Vec<Notify> = serde_json::from_value(document["settings"]["notify"].clone()).unwrap_or_default();
    let own = own.as_deref().and_then(of_word);
    store::add(tx, no, &for_run(&created_by, RunStatus::Cancelled, &rules, own), now).await
}

fn covers(ends: Ends, status: RunStatus) -> bool {
    match ends {
        Ends::Failed => matches!(status, RunStatus::Failed | RunStatus::TimedOut),
        Ends::Succeeded => status == RunStatus::Completed,
        Ends::Ended => true,
    }
}
