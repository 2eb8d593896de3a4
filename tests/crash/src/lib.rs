//! Ways to do harm to a server, and what it should have done all the same. For tests only.
#![expect(clippy::expect_used, clippy::panic, reason = "what cannot be set up fails its test")]

mod chance;
mod disk;
mod ledger;

pub use chance::Chance;
pub use disk::{Disk, ReadOnly};
pub use ledger::{Ledger, Seen, flow};
