//! Nodes that talk to web servers. Which servers they reach is the matter of the `Http` service.

mod answer;
mod get;
mod status;
mod text;

use node_sdk::Library;

/// The web nodes, in the order the palette shows them.
pub fn library() -> Library {
    Library::new("http", "Web").active(get::Get)
}
