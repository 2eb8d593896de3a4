//! What a run writes to its journal, and what must be safe before it goes on.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;

use crate::document::Durability;
use crate::journal::{Ack, Error, Journal, Record, RunId};

/// A run's side of the journal.
pub(crate) struct Ledger {
    journal: Arc<dyn Journal>,
    run: RunId,
    durability: Durability,
    /// Records that were added and are not known to be safe, oldest first.
    open: Mutex<Open>,
    /// Whoever waits holds this, and in it the record that is waited for.
    turn: tokio::sync::Mutex<Option<Ack>>,
    safe: AtomicU64,
    fault: OnceLock<Error>,
}

#[derive(Default)]
struct Open {
    acks: VecDeque<Ack>,
    added: u64,
}

impl Ledger {
    pub(crate) fn new(journal: Arc<dyn Journal>, run: RunId, durability: Durability) -> Self {
        Self {
            journal,
            run,
            durability,
            open: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            safe: AtomicU64::new(0),
            fault: OnceLock::new(),
        }
    }

    /// Whether anything is written at all.
    pub(crate) fn is_kept(&self) -> bool {
        self.durability != Durability::Memory
    }

    /// Adds a record; nothing that is added later is safe before it.
    pub(crate) fn add(&self, record: Record) {
        match self.durability {
            Durability::Memory => {}
            Durability::Relaxed => drop(self.journal.append(self.run, record)),
            Durability::Strict => {
                let mut open = self.open.lock();
                let ack = self.journal.append(self.run, record);
                open.acks.push_back(ack);
                open.added += 1;
            }
        }
    }

    /// Adds that an effect begins, and waits until it may. If it may be repeated, only what came before must be
    /// safe: where its start is lost, it is done again, as it would be where its end is.
    ///
    /// # Errors
    /// If some of it could not be written.
    pub(crate) async fn begin(&self, record: Record, is_repeatable: bool) -> Result<(), Error> {
        if !is_repeatable {
            self.add(record);
            return self.settle().await;
        }
        self.settle().await?;
        if self.is_kept() {
            drop(self.journal.append(self.run, record));
        }
        Ok(())
    }

    /// Waits until all that was added so far is as safe as the flow asks for.
    ///
    /// # Errors
    /// If some of it could not be written.
    pub(crate) async fn settle(&self) -> Result<(), Error> {
        let wanted = self.open.lock().added;
        if self.safe.load(Ordering::Acquire) >= wanted {
            return self.fault().map_or(Ok(()), Err);
        }
        let mut turn = self.turn.lock().await;
        while self.safe.load(Ordering::Acquire) < wanted {
            if turn.is_none() {
                *turn = self.open.lock().acks.pop_front();
            }
            let Some(ack) = turn.as_mut() else { break };
            let answer = ack.committed().await;
            *turn = None;
            self.safe.fetch_add(1, Ordering::Release);
            if let Err(error) = answer {
                // Only the first fault counts.
                let _ = self.fault.set(error);
            }
        }
        self.fault().map_or(Ok(()), Err)
    }

    /// Why the journal failed, if it did.
    pub(crate) fn fault(&self) -> Option<Error> {
        self.fault.get().cloned()
    }
}
