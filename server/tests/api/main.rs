//! The server through its HTTP door: a request in, a response out.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod auth;
mod calls;
mod debug;
mod door;
mod flows;
mod kept;
mod live;
mod permissions;
mod rehearse;
mod reopen;
mod rules;
mod runs;
