//! Which run is executed next, by whom, and for how long: priorities, fair shares, limits, leases.

mod claims;
mod settings;
mod share;
pub(crate) mod store;

pub use claims::Claimed;
pub(crate) use claims::{ClaimOne, Finish, LetGo, Limits, Look, Looked, Park, Release, Renew, Signal, TakeOver};
pub(crate) use settings::MOST;
pub use settings::{Full, Queue};
pub(crate) use store::Claimer;

#[cfg(test)]
mod tests;
