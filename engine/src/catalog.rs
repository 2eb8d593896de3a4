//! The node types there are, found by name or alias.

use std::collections::HashMap;
use std::sync::Arc;

use jsonschema::Validator;
use node_sdk::{Library, Node};

/// A node type with its validator.
pub(crate) struct Entry {
    pub(crate) node: Arc<Node>,
    pub(crate) library: &'static str,
    pub(crate) validator: Validator,
}

/// All node types.
pub(crate) struct Catalog {
    entries: Vec<Arc<Entry>>,
    by_name: HashMap<&'static str, usize>,
}

impl Catalog {
    /// Takes the libraries in.
    ///
    /// # Errors
    /// Two node types with one name, or a schema that is none.
    pub(crate) fn new(libraries: Vec<Library>) -> Result<Self, String> {
        let mut catalog = Self { entries: Vec::new(), by_name: HashMap::new() };
        for library in libraries {
            for node in library.nodes {
                catalog.add(library.id, node)?;
            }
        }
        Ok(catalog)
    }

    fn add(&mut self, library: &'static str, node: Node) -> Result<(), String> {
        let type_id = node.descriptor.type_id;
        let validator = jsonschema::validator_for(&node.schema).map_err(|error| format!("{type_id}: {error}"))?;
        let index = self.entries.len();
        for name in std::iter::once(type_id).chain(node.descriptor.aliases.iter().copied()) {
            if self.by_name.insert(name, index).is_some() {
                return Err(format!("two node types are called `{name}`"));
            }
        }
        self.entries.push(Arc::new(Entry { node: Arc::new(node), library, validator }));
        Ok(())
    }

    /// The node type of this name or alias.
    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Entry>> {
        self.by_name.get(name).map(|index| &self.entries[*index])
    }

    /// All node types, in the order of their libraries.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.iter()
    }

    /// Every name and alias.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.by_name.keys().copied()
    }
}
