//! The one list of node families that the product ships.

use node_sdk::Library;

/// Every family, in the order the palette shows them.
pub fn libraries() -> Vec<Library> {
    vec![
        node_flow::library(),
        node_triggers::library(),
        node_files::library(),
        node_remote::library(),
        node_http::library(),
        node_notify::library(),
    ]
}
