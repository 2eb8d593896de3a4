//! Debugging a run: where it is held, what is seen there, how it goes on. What was asked is kept, so that it
//! holds also for a run that waits, is put away, or is taken up by another process.

mod command;
mod pauses;
pub(crate) mod store;

pub(crate) use command::{Ask, check, check_edits, command, look, watch};
pub use pauses::Pauses;
pub(crate) use store::saved;
