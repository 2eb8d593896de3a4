//! Handlers of the routes of triggers.

pub(super) mod hook;
pub(super) mod list;
pub(super) mod preview;
pub(super) mod secret;
