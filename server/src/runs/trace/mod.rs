//! What a run did, read back: steps, log lines, and what a resumed run must know of them.

pub(crate) mod store;

pub(crate) use store::{Filter, entry_of, forget, last_log, logged, logs, steps};
