//! The door to the interpreter: node types in, programs out.

use std::sync::Arc;

use node_sdk::{Library, Node};

use crate::catalog::Catalog;
use crate::compile::{self, Compilation};
use crate::document::{self, Document};
use crate::problem::Problem;

/// Bounds that no flow can raise.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    /// Rounds of one loop.
    pub iterations: u64,
    /// Executions of nodes in one run.
    pub steps: u64,
    /// Bodies inside bodies.
    pub depth: usize,
    /// Bodies of one node.
    pub branches: usize,
    /// Bytes of a document.
    pub document_bytes: usize,
    /// Bytes of one node's output or one variable.
    pub output_bytes: usize,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            iterations: 1_000_000,
            steps: 10_000_000,
            depth: 20,
            branches: 100,
            document_bytes: 5 << 20,
            output_bytes: 1 << 20,
        }
    }
}

/// Compiles flows against a set of node types.
pub struct Engine {
    catalog: Catalog,
    caps: Caps,
}

impl Engine {
    /// An engine that knows these node types.
    ///
    /// # Errors
    /// If two node types share a name, or a schema is broken: a mistake in a library.
    pub fn new(libraries: Vec<Library>, caps: Caps) -> Result<Self, String> {
        Ok(Self { catalog: Catalog::new(libraries)?, caps })
    }

    /// All node types with the id of their library.
    pub fn nodes(&self) -> impl Iterator<Item = (&'static str, &Arc<Node>)> {
        self.catalog.entries().map(|entry| (entry.library, &entry.node))
    }

    /// The node type of this name or alias, with the id of its library.
    pub fn node(&self, name: &str) -> Option<(&'static str, &Arc<Node>)> {
        self.catalog.get(name).map(|entry| (entry.library, &entry.node))
    }

    /// Reads a document.
    ///
    /// # Errors
    /// Everything that is wrong with its shape.
    pub fn parse(&self, bytes: &[u8]) -> Result<Document, Vec<Problem>> {
        document::parse(bytes, self.caps.document_bytes)
    }

    /// Compiles one node of a document, to be run alone; only its own problems are reported. `None` if there is no
    /// such node.
    pub fn compile_node(&self, document: &Document, node: &str) -> Option<Compilation> {
        compile::compile_node(&self.catalog, &self.caps, document, node)
    }

    /// Compiles a document; all problems are reported at once.
    pub fn compile(&self, document: &Document) -> Compilation {
        compile::compile(&self.catalog, &self.caps, document)
    }
}
