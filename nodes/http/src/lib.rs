//! Nodes that talk to web servers. Which servers they reach is the matter of the `Http` service.

mod answer;
mod auth;
mod body;
mod call;
mod status;
mod text;
mod verbs;

use call::Call;
use node_sdk::Library;

/// The web nodes, in the order the palette shows them.
pub fn library() -> Library {
    Library::new("http", "Web")
        .active(Call::<verbs::Get>::NODE)
        .active(Call::<verbs::Post>::NODE)
        .active(Call::<verbs::Put>::NODE)
        .active(Call::<verbs::Patch>::NODE)
        .active(Call::<verbs::Delete>::NODE)
}
