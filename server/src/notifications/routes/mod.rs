//! Handlers of the routes of messages about runs.

pub(super) mod mine;
pub(super) mod of_run;
