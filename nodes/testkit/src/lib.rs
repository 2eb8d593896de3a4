//! What tests of nodes need: fakes of the outside world, a bench to run one node on, and the contract
//! that every node type must keep. For tests only.
#![expect(clippy::expect_used, clippy::panic, reason = "a check that fails fails its test")]

mod bench;
mod clock;
pub mod contract;
mod fakes;
mod flows;
mod kept;
pub mod kit;
mod schema;
mod sshd;
mod stalled;

pub use bench::{Bench, Line};
pub use clock::FakeClock;
pub use fakes::Fakes;
pub use flows::{Flows, Given, Trace, pass_time};
pub use kept::Kept;
pub use sshd::{Sshd, make_key};
