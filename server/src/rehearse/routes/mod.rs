//! Handlers of the rehearsal routes.

pub(super) mod dry_run;
pub(super) mod test_node;
