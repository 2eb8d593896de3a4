//! The server through its HTTP door: a request in, a response out.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod auth;
mod door;
mod flows;
mod live;
mod permissions;
mod rules;
mod runs;
