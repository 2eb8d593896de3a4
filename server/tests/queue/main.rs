//! Many runs in one process and in several: claims, order, limits, parked runs, parents and children.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod bench;
mod claims;
mod family;
mod order;
mod parked;
