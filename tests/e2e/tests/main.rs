//! What crosses crates: the command line.
#![expect(clippy::expect_used, clippy::panic, reason = "what goes wrong fails its test")]

mod cli;
mod mail;
