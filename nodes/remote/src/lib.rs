//! Nodes that run commands. Written once against `Host`; which machine they reach is the host's matter.

mod capture;
mod lines;
mod shell;
mod spill;
mod text;

use node_sdk::Library;

/// The command nodes, in the order the palette shows them.
pub fn library() -> Library {
    Library::new("remote", "Commands").active(shell::Shell)
}
