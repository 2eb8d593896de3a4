//! The audit log: who changed what, and when. Entries are chained by hash, so that a change to an
//! old one shows.

pub(crate) mod store;

use serde_json::Value;

pub use store::record;
pub(crate) use store::{record_all, who_started};

/// Who does something, and from where.
#[derive(Clone, Debug)]
pub struct Author {
    /// User name; `system` for what the server does by itself.
    pub name: String,
    /// Network address, where there is one.
    pub address: String,
}

impl Author {
    /// The server itself.
    pub fn system() -> Self {
        Self { name: "system".into(), address: String::new() }
    }
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub author: &'a Author,
    /// What was done, such as `flow.update`.
    pub action: &'static str,
    /// To what, such as `flow:<id>`.
    pub object: String,
    /// Whatever else helps; never a secret.
    pub details: Value,
}
