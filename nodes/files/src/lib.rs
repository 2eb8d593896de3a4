//! Nodes for files and folders. Written once against `Host`; which files they reach is the host's matter.

mod content;
mod create;
mod delete;
mod exists;
mod failure;
mod glob;
mod list;
mod read;

use node_sdk::Library;

/// The file nodes, in the order the palette shows them.
pub fn library() -> Library {
    Library::new("files", "Files and folders")
        .active(create::Create)
        .active(read::Read)
        .active(exists::Exists)
        .active(delete::Delete)
        .active(list::List)
}
