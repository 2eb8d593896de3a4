//! The server through its HTTP door: a request in, a response out. The same tests run on every database.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]
#![cfg_attr(
    not(without_postgres_tests),
    expect(clippy::duplicate_mod, reason = "each test is there once a database, under that database's name")
)]

#[cfg(not(without_postgres_tests))]
#[path = "suite.rs"]
mod postgres;
#[path = "suite.rs"]
mod sqlite;
