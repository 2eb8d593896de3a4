//! What crosses crates: the command line, and a server that is killed.

mod cli;
mod crash;
