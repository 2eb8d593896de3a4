//! Taking a run up again that is over: from the step that failed, or with an answer to what is not known.

mod journal;
mod service;
pub(crate) mod store;

pub(crate) use service::{Answer, Retry, answer, interrupted, retry};
