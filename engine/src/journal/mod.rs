//! The record of what a run did to the world, from which it can be resumed.
//!
//! Only effects and choices are journaled; pure nodes are computed again. This module knows the
//! shape of the record, not where it is kept.

mod memory;

use async_trait::async_trait;
use node_sdk::{NodeError, Outcome, Value};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use uuid::Uuid;

pub use memory::Memory;

/// Identity of a run; version 7, so that ids sort by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(pub Uuid);

impl RunId {
    /// A new id.
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }
}

impl std::fmt::Display for RunId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One line of the journal. `key` names the activation: `scope path/node id#attempt`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// An effect is about to run.
    Started {
        /// The activation.
        key: String,
        /// When, in milliseconds since 1970.
        at: i64,
    },
    /// An effect ended.
    Finished {
        /// The activation.
        key: String,
        /// The node's id.
        node: String,
        /// The node's type.
        node_type: String,
        /// From 1.
        attempt: u32,
        /// When it started, in milliseconds since 1970.
        started_at: i64,
        /// How long it took, in microseconds.
        duration_us: u64,
        /// How it ended.
        result: Result<Outcome, NodeError>,
    },
    /// Something that another time would have been decided differently.
    Choice {
        /// What was decided.
        key: String,
        /// How.
        value: Value,
    },
    /// Somebody had a part of the run done again: what was recorded of these activations before this
    /// no longer holds.
    Dropped {
        /// The activation from which the run goes on.
        key: String,
        /// Every activation and choice that no longer holds.
        keys: Vec<String>,
    },
}

impl Record {
    /// The activation or choice it belongs to.
    pub fn key(&self) -> &str {
        match self {
            Self::Started { key, .. }
            | Self::Finished { key, .. }
            | Self::Choice { key, .. }
            | Self::Dropped { key, .. } => key,
        }
    }
}

/// Why the journal could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the journal could not be {doing}: {reason}")]
pub struct Error {
    /// `read` or `written`.
    pub doing: &'static str,
    /// What the storage said.
    pub reason: String,
}

/// Resolves once a record is as safe as the journal makes it.
#[must_use = "drop it on purpose, with `let _ =`, if the record need not be waited for"]
pub struct Ack(Option<oneshot::Receiver<Result<(), Error>>>);

impl Ack {
    /// Already safe.
    pub fn done() -> Self {
        Self(None)
    }

    /// Safe once the other end says so.
    pub fn pending() -> (oneshot::Sender<Result<(), Error>>, Self) {
        let (sender, receiver) = oneshot::channel();
        (sender, Self(Some(receiver)))
    }

    /// Waits until the record is safe.
    ///
    /// # Errors
    /// If it could not be written; the run must not go on.
    pub async fn committed(&mut self) -> Result<(), Error> {
        let Some(receiver) = &mut self.0 else { return Ok(()) };
        let lost = || Error { doing: "written", reason: "the writer stopped".into() };
        let answer = receiver.await.unwrap_or_else(|_| Err(lost()));
        self.0 = None;
        answer
    }
}

/// Keeps the records of runs.
#[async_trait]
pub trait Journal: Send + Sync {
    /// All records of a run, oldest first.
    ///
    /// # Errors
    /// If the storage cannot be read or holds something that is no record.
    async fn load(&self, run: RunId) -> Result<Vec<Record>, Error>;

    /// Adds a record. Records of one run keep their order, also in becoming safe: none is before one
    /// that was added earlier.
    fn append(&self, run: RunId, record: Record) -> Ack;
}
