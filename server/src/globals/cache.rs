//! The variables in memory: read at once, written through to the database.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::{Caller, Clock, ErrorKind, Globals, NodeError, Value};
use parking_lot::RwLock;
use serde_json::json;

use super::store::{self, By, Delete, MOST, Set};
use crate::audit::Author;
use crate::journal::Writer;
use crate::store::{Result, Store};

/// The most bytes a value may have.
pub(super) const MOST_BYTES: usize = 1 << 20;
/// The most characters a name may have.
const LONGEST_NAME: usize = 255;

/// All variables.
pub struct Cache {
    store: Store,
    writer: Writer,
    clock: Arc<dyn Clock>,
    values: RwLock<BTreeMap<String, Value>>,
    /// Changes follow one another, so that memory and database agree.
    turn: tokio::sync::Mutex<()>,
}

/// Why a variable was not set.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    /// No expression could read it.
    #[error(
        "`{0}` cannot be the name of a variable: use letters, digits and _, not a digit first, at most 255 of them."
    )]
    Name(String),
    /// Too much.
    #[error("The value has more than 1 MiB, or is nested more than 100 deep. Keep large data in a file.")]
    Size,
    /// Too many.
    #[error("There are {MOST} global variables already. Delete some, or keep related values in one object.")]
    Count,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl Cache {
    /// Reads what is kept.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn open(store: Store, writer: Writer, clock: Arc<dyn Clock>) -> Result<Arc<Self>> {
        let cache = Self { store, writer, clock, values: RwLock::default(), turn: tokio::sync::Mutex::default() };
        cache.refresh().await?;
        Ok(Arc::new(cache))
    }

    /// Reads what other processes have changed.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn refresh(&self) -> Result<()> {
        let _turn = self.turn.lock().await;
        let rows = store::all(&self.store).await?;
        let read = |(name, value): (String, String)| Some((name, serde_json::from_str(&value).ok()?));
        *self.values.write() = rows.into_iter().filter_map(read).collect();
        Ok(())
    }

    /// All names and values.
    pub(crate) fn snapshot(&self) -> BTreeMap<String, Value> {
        self.values.read().clone()
    }

    /// Sets a variable for good.
    pub(super) async fn keep(&self, name: &str, value: Value, by: By) -> std::result::Result<(), Refused> {
        if !is_name(name) {
            return Err(Refused::Name(name.chars().take(LONGEST_NAME).collect()));
        }
        if value.weight(MOST_BYTES) > MOST_BYTES {
            return Err(Refused::Size);
        }
        let _turn = self.turn.lock().await;
        let set = Set { name: name.to_owned(), value: value.to_string(), by, at: self.clock.now() };
        if !self.writer.apply(set).await? {
            return Err(Refused::Count);
        }
        self.values.write().insert(name.to_owned(), value);
        Ok(())
    }

    /// Deletes a variable; `false` if there is none.
    pub(super) async fn forget(&self, name: &str, author: Author) -> Result<bool> {
        let _turn = self.turn.lock().await;
        let delete = Delete { name: name.to_owned(), author, at: self.clock.now() };
        let was_there = self.writer.apply(delete).await?;
        self.values.write().remove(name);
        Ok(was_there)
    }
}

/// Whether an expression can read a variable of this name.
pub(crate) fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    let is_start = |first: char| first.is_ascii_alphabetic() || first == '_';
    chars.next().is_some_and(is_start)
        && name.len() <= LONGEST_NAME
        && chars.all(|next| next.is_ascii_alphanumeric() || next == '_')
}

#[async_trait]
impl Globals for Cache {
    fn get(&self, name: &str) -> Option<Value> {
        self.values.read().get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.values.read().keys().cloned().collect()
    }

    async fn set(&self, caller: Caller, name: &str, value: Value) -> std::result::Result<(), NodeError> {
        let details = json!({ "run": caller.run, "node": &*caller.node, "key": caller.key });
        self.keep(name, value, By::Run { run: caller.run, details }).await.map_err(|refused| {
            let kind = match &refused {
                Refused::Name(_) => ErrorKind::VALIDATION,
                Refused::Size | Refused::Count => ErrorKind::LIMIT,
                Refused::Store(error) => {
                    tracing::error!(%error, "a global variable could not be written");
                    let message =
                        "The global variable could not be kept: the database failed. The server's log says why.";
                    return NodeError::new(ErrorKind::DATABASE, message);
                }
            };
            NodeError::new(kind, refused.to_string())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_an_expression_can_read() {
        assert!(is_name("next_ticket") && is_name("_a1"));
        assert!(!is_name("") && !is_name("1a") && !is_name("a-b") && !is_name("a.b") && !is_name(&"a".repeat(256)));
    }
}
