//! Who is to be told of an end.

use engine::{Ends, Notify, NotifyChannel, RunStatus};

use crate::runs::RunRow;

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

/// What a run leaves behind: what its flow says, and a mail for whoever started it and wants one. A run that another one
/// started leaves it to that.
pub(crate) fn for_run(run: &RunRow, status: RunStatus, rules: &[Notify], own: Option<Ends>) -> Vec<Message> {
    if run.parent_run.is_some() {
        return Vec::new();
    }
    let of_flow = rules.iter().filter(|rule| covers(rule.on, status));
    let of_flow = of_flow.map(|rule| Message { channel: rule.channel, to: rule.to.clone(), user: None });
    let own = own.filter(|ends| covers(*ends, status));
    let own =
        own.map(|_| Message { channel: NotifyChannel::Email, to: Vec::new(), user: Some(run.created_by.clone()) });
    of_flow.chain(own).collect()
}

fn covers(ends: Ends, status: RunStatus) -> bool {
    match ends {
        Ends::Failed => matches!(status, RunStatus::Failed | RunStatus::TimedOut),
        Ends::Succeeded => status == RunStatus::Completed,
        Ends::Ended => true,
    }
}
