//! Handlers of the template routes.

pub(super) mod apply;
pub(super) mod delete;
pub(super) mod get;
pub(super) mod list;
pub(super) mod rating;
pub(super) mod save;
