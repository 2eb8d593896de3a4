//! Machines over SSH (RFC 4251 to 4254): commands, and files over SFTP (draft-ietf-secsh-filexfer-02).
//!
//! A command is handed to the machine's `sh` in base64, so that no sign-in shell can read it otherwise, whatever it is.
//! It tells the number of its process group first; a command that is not waited for any more is stopped by that.

mod connection;
mod exec;
mod files;
mod host;
mod login;
mod part;
mod pool;
mod script;
mod stop;

pub use connection::{Endpoint, HostKey, HostKeys};
pub use login::check_key;
pub use pool::SshPool;
