//! The real server under the worst circumstances.
#![expect(clippy::expect_used, clippy::panic, reason = "what goes wrong fails its test")]

mod damage;
mod example;
mod kills;
mod schedule;
