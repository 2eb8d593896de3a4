//! The rounds of a loop, or the branches of a fan-out, put together from what the trace keeps of them.
//!
//! Pure functions over rows. The trace keeps the first and the last rounds and those that failed; of the others it
//! is known that they completed.

mod rounds;
mod summary;

pub(crate) use rounds::{Class, Known, Round, Rounds, Whole};
pub(crate) use summary::{Bucket, Failure, buckets, counts, failures, kept};

/// The node of an activation: `outer[3]/each#2` is one of `each`.
pub(crate) fn node_of(key: &str) -> &str {
    let last = key.rsplit('/').next().unwrap_or_default();
    last.split('#').next().unwrap_or_default()
}
