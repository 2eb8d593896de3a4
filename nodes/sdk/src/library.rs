//! A family of nodes that is shipped and switched together.

use crate::{ActiveNode, Node, PureNode};

/// A named, versioned set of node types.
pub struct Library {
    /// Short id, such as `files`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Version of the set.
    pub version: &'static str,
    /// The nodes, in the order the palette shows them.
    pub nodes: Vec<Node>,
}

impl Library {
    /// An empty library of the product's own.
    pub fn new(id: &'static str, name: &'static str) -> Self {
        Self { id, name, version: env!("CARGO_PKG_VERSION"), nodes: Vec::new() }
    }

    /// Adds a node that only computes.
    #[must_use]
    pub fn pure<N: PureNode>(mut self, node: N) -> Self {
        self.nodes.push(Node::pure(node));
        self
    }

    /// Adds an effect or control node.
    #[must_use]
    pub fn active<N: ActiveNode>(mut self, node: N) -> Self {
        self.nodes.push(Node::active(node));
        self
    }

    /// Adds a node whose configuration says whether it only computes.
    #[must_use]
    pub fn mixed<N: PureNode + ActiveNode>(mut self, node: N) -> Self {
        self.nodes.push(Node::mixed(node));
        self
    }
}
