//! The journal of all runs, in the database: one writer for everything that runs write.

pub(crate) mod of_run;
mod operation;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod writer;

pub use of_run::OfRun;
pub(crate) use operation::{Operation, Stage};
pub use store::{Entry, LogEntry, VariableEntry};
pub use writer::{Claim, Hold, TAKEN_OVER, Writer};
