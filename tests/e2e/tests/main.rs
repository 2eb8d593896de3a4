//! What crosses crates: the command line, and a server that is killed.
#![expect(clippy::expect_used, clippy::panic, reason = "what goes wrong fails its test")]

mod cli;
mod crash;
