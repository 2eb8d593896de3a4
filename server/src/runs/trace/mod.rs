//! What a run did, read back: steps, log lines, and what a resumed run must know of them.

pub(crate) mod store;

pub(crate) use store::{
    ChangeRow, Filter, Forget, at_work, bodies, entry_of, last_log, logged, logs, steps, variables,
};
