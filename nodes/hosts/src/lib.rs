//! The machines and web servers that nodes work on, the way to people, and the time: the real things behind the
//! traits of `node_sdk`.
//!
//! Files of the local machine stay inside one workspace folder, whatever `..`, symbolic links or races
//! say; commands run only where they were allowed; requests never reach addresses that are off limits.
//! The folder confines files, not commands: a command may do whatever its user may. Unix only.
//! Other machines are reached over SSH; what may be done there is up to the account.

mod client;
mod clock;
mod command;
mod courier;
mod egress;
mod failure;
mod group;
mod limits;
mod local;
mod redirect;
mod replace;
mod sessions;
mod ssh;
mod tls;
mod workspace;

pub use client::HttpClient;
pub use clock::SystemClock;
pub use courier::{Allowed, Courier, CourierSettings, MailServer, MailServerError};
pub use egress::EgressPolicy;
pub use local::{Commands, LocalHost, LocalHosts};
pub use sessions::{Party, Protocol, Session, SessionLog, Sessions, Usage};
pub use ssh::{Endpoint, HostKey, HostKeys, SshPool, check_key};
