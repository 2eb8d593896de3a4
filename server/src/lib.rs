//! OpsConductor: the API, the supervisor of runs, the embedded editor, and the command line.

pub mod app;
pub mod approvals;
pub mod artifacts;
pub mod audit;
pub mod auth;
pub mod cli;
pub mod config;
pub mod dashboard;
pub mod flows;
pub mod globals;
pub mod journal;
pub mod keys;
pub mod live;
pub mod node_types;
mod notices;
pub mod rehearse;
pub mod retention;
pub mod runs;
pub mod store;
pub mod system;
pub mod templates;
pub mod triggers;
pub mod users;
pub mod web;
pub mod wire;
