//! Who wants a mail when a run of theirs ends.

use std::collections::HashMap;

use engine::Ends;
use parking_lot::RwLock;

use super::store;
use crate::store::{Result, Store};
use crate::wire::of_word;

/// What people want, in memory, so that the end of a run need not ask for it. Another process hears of a change within a
/// second or so.
#[derive(Default)]
pub struct Preferences(RwLock<HashMap<String, Ends>>);

impl Preferences {
    /// Of a database.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn open(store: &Store) -> Result<Self> {
        let preferences = Self::default();
        preferences.refresh(store).await?;
        Ok(preferences)
    }

    /// Reads them anew.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn refresh(&self, store: &Store) -> Result<()> {
        let wanted = store::wanted(store).await?;
        let read = wanted.into_iter().filter_map(|(name, word)| Some((name, of_word(&word)?))).collect();
        *self.0.write() = read;
        Ok(())
    }

    /// At which ends somebody wants a mail.
    pub fn of(&self, user: &str) -> Option<Ends> {
        self.0.read().get(user).copied()
    }
}
