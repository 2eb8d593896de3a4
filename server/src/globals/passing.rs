//! Variables that live as long as one execution: what it sets is seen by itself only, and kept nowhere.

use std::collections::BTreeMap;

use async_trait::async_trait;
use node_sdk::{Caller, Globals, NodeError, Value};
use parking_lot::RwLock;

/// Variables in memory.
#[derive(Default)]
pub struct Passing(RwLock<BTreeMap<String, Value>>);

impl Passing {
    /// Starts from these.
    pub fn new(values: BTreeMap<String, Value>) -> Self {
        Self(RwLock::new(values))
    }
}

#[async_trait]
impl Globals for Passing {
    fn get(&self, name: &str) -> Option<Value> {
        self.0.read().get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.0.read().keys().cloned().collect()
    }

    async fn set(&self, _: Caller, name: &str, value: Value) -> Result<(), NodeError> {
        self.0.write().insert(name.to_owned(), value);
        Ok(())
    }
}
