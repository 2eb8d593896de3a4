//! Queries for taking runs up again.

use std::collections::HashSet;

use async_trait::async_trait;
use serde_json::Value as Json;
use sqlx::FromRow;

use crate::audit::{self, Author, Entry as Noted};
use crate::journal::{Claim, Entry, Operation};
use crate::store::{Result, Store, Tx, change, read, within};

const FIND: &str = "SELECT no, fence, status, document_hash, sealed_parameters, durability, error, reopened
    FROM runs WHERE id = $1";
const LAST_FAILED: &str = "SELECT j.key FROM runs r JOIN journal j ON j.run_no = r.no
    WHERE r.id = $1 AND j.node = $2 AND j.kind IN ('finished', 'step') AND j.status IN ('failed', 'error', 'timed_out')
    ORDER BY j.seq DESC LIMIT 1";
const REOPEN: &str = "UPDATE runs SET status = 'pending', started_at = NULL, finished_at = NULL, result = NULL,
        error = NULL, variables = NULL, nodes = NULL, steps_completed = 0, steps_failed = 0, steps_skipped = 0,
        cancelled_by = NULL, cancelled_at = NULL, debug = NULL, reopened = reopened + 1
    WHERE no = $1 AND fence = $2 AND reopened = $3 AND status IN ('failed', 'cancelled', 'timed_out')";
const TOUCH: &str = "UPDATE runs SET reopened = reopened
    WHERE no = $1 AND fence = $2 AND reopened = $3 AND status IN ('failed', 'cancelled', 'timed_out')";
const RECORD: &str =
    "INSERT INTO journal (run_no, kind, key, node, node_type, status, attempt, started_at, duration_us, is_sealed, data)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const CALLED: &str = "SELECT id, parent_key FROM runs WHERE parent_run = $1 AND parent_key IS NOT NULL";
const DETACH: &str = "UPDATE runs SET parent_key = parent_key || '~' || id WHERE id = $1";

/// What people decided for an activation that is done again is no longer its answer.
const ASK_AGAIN: &str = "UPDATE approvals SET key = key || '~' || id WHERE run_id = $1 AND key = $2";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[FIND, LAST_FAILED, REOPEN, TOUCH, RECORD, CALLED, DETACH, ASK_AGAIN];

/// What must be known of a run to take it up again.
#[derive(FromRow)]
pub(super) struct OverRow {
    pub(super) no: i64,
    pub(super) fence: i64,
    pub(super) status: String,
    pub(super) document_hash: String,
    pub(super) sealed_parameters: Option<String>,
    pub(super) durability: String,
    /// JSON.
    pub(super) error: Option<String>,
    /// How often it was taken up again.
    pub(super) reopened: i64,
}

impl OverRow {
    /// What it was held by last.
    pub(super) fn claim(&self) -> Claim {
        Claim { no: self.no, fence: self.fence }
    }
}

/// What is known of a run.
pub(super) async fn find(store: &Store, id: &str) -> Result<Option<OverRow>> {
    read!(store, db => sqlx::query_as(FIND).bind(id).fetch_optional(db))
}

/// The last activation of a node that failed.
pub(super) async fn last_failed(store: &Store, id: &str, node: &str) -> Result<Option<String>> {
    read!(store, db => sqlx::query_scalar(LAST_FAILED).bind(id).bind(node).fetch_optional(db))
}

/// Adds to the journal of a run that is over; `false` if it was taken up meanwhile.
pub(super) struct Reopen {
    pub(super) id: String,
    pub(super) claim: Claim,
    /// How often it was taken up again before.
    pub(super) reopened: i64,
    /// Whether it waits for its turn again after this.
    pub(super) goes_on: bool,
    pub(super) entries: Vec<Entry>,
    /// Activations that are done again: what they called, and what people decided, is no longer theirs.
    pub(super) undone: Vec<String>,
    pub(super) author: Author,
    pub(super) at: i64,
    pub(super) action: &'static str,
    pub(super) details: Json,
}

#[async_trait]
impl Operation for Reopen {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool> {
        let (sql, claim) = (if self.goes_on { REOPEN } else { TOUCH }, self.claim);
        let done = change!(tx, db => sqlx::query(sql)
            .bind(claim.no).bind(claim.fence).bind(self.reopened).execute(db))?;
        if done == 0 {
            return Ok(false);
        }
        for entry in &self.entries {
            change!(tx, db => sqlx::query(RECORD)
                .bind(claim.no).bind(&entry.kind).bind(&entry.key).bind(&entry.node).bind(&entry.node_type)
                .bind(&entry.status).bind(entry.attempt).bind(entry.started_at).bind(entry.duration_us)
                .bind(entry.is_sealed).bind(&entry.data).execute(db))?;
        }
        self.forget(tx).await?;
        let object = format!("run:{}", self.id);
        let entry =
            Noted { at: self.at, author: &self.author, action: self.action, object, details: self.details.clone() };
        audit::record(tx, &entry).await?;
        Ok(true)
    }
}

impl Reopen {
    /// Takes the runs that were called, and the decisions of people, from activations that are done again.
    async fn forget(&self, tx: &mut Tx) -> Result<()> {
        if self.undone.is_empty() {
            return Ok(());
        }
        let undone: HashSet<_> = self.undone.iter().map(String::as_str).collect();
        let called: Vec<(String, String)> = within!(tx, db => sqlx::query_as(CALLED).bind(&self.id).fetch_all(db))?;
        for (id, _) in called.iter().filter(|(_, key)| undone.contains(engine::activation_of(key))) {
            change!(tx, db => sqlx::query(DETACH).bind(id).execute(db))?;
        }
        for key in &self.undone {
            change!(tx, db => sqlx::query(ASK_AGAIN).bind(&self.id).bind(key).execute(db))?;
        }
        Ok(())
    }
}
