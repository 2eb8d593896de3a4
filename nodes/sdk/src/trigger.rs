//! What starts runs of a flow without anybody asking: data that a node's configuration comes to.

use crate::Map;

/// What starts runs at a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// A time comes.
    Schedule(Schedule),
    /// Somebody calls an HTTP address.
    Webhook(Webhook),
}

/// When runs start.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Five or six fields, as cron has them.
    pub cron: String,
    /// Name of the IANA time zone they are read in.
    pub timezone: String,
    /// Values of the flow's parameters, by name.
    pub parameters: Map,
    /// Whether one run makes up for times at which nothing could be started.
    pub catches_up: bool,
}

/// An HTTP address that starts runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Such as `POST`.
    pub method: &'static str,
    /// Below `/hooks/`, without a slash at either end.
    pub path: String,
    /// What a caller shows.
    pub proof: Proof,
    /// Whether a caller waits for the run's result.
    pub waits: bool,
}

/// How a caller shows that it may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It sends the secret.
    Token,
    /// It signs the body with the secret.
    Signature,
    /// Not at all.
    None,
}
