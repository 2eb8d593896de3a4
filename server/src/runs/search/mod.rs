//! Finding runs: which are wanted, in which order, and how many there are of each kind.

mod store;

pub(crate) use store::{Facet, counts, histogram, list, span};

/// Which runs are wanted; what is empty means any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// Of this flow.
    pub flow: String,
    /// With one of these statuses.
    pub statuses: Vec<String>,
    /// Called by this run.
    pub parent: String,
    /// Started in this way.
    pub trigger: String,
    /// Started by this user.
    pub user: String,
    /// On this machine, by id or name.
    pub target: String,
    /// Of this version of their flow.
    pub version: Option<i64>,
    /// Asked for at this time or later, in milliseconds since 1970.
    pub from: Option<i64>,
    /// Asked for before this time.
    pub to: Option<i64>,
    /// With this in the flow's name or that of who started it, or with this id.
    pub text: String,
}

/// Which come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// Those that were asked for last.
    #[default]
    Newest,
    /// Those that were asked for first.
    Oldest,
    /// Those that took longest; those that are not over come last.
    Longest,
}
