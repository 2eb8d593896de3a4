//! Handlers of the routes of artifacts.

pub(super) mod get;
pub(super) mod list;
