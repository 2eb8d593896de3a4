//! All tests. They are part of two modules, whose names say which database the door is to use.

mod accounts;
mod approvals;
mod auth;
mod calls;
mod credentials;
mod debug;
mod door;
mod drafts;
mod flows;
mod iterations;
mod kept;
mod live;
mod notices;
mod over;
mod permissions;
mod rehearse;
mod reopen;
mod rules;
mod runs;
mod search;
mod targets;
mod templates;
mod told;
mod transfer;
mod triggers;
#[path = "../shared/world.rs"]
mod world;
