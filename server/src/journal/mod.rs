//! The journal of all runs, in the database: one writer for everything that runs write.

mod of_run;
pub(crate) mod store;
mod writer;

pub use of_run::OfRun;
pub use store::{Entry, LogEntry};
pub use writer::Writer;
