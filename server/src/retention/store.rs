//! Queries that delete what need not be kept.

use async_trait::async_trait;

use crate::journal::Operation;
use crate::store::{Result, Store, Tx, change, read, within};

const NEWEST_TO_GO: &str = "SELECT id FROM runs WHERE status IN ('completed', 'failed', 'cancelled', 'timed_out')
    ORDER BY id DESC LIMIT 1 OFFSET $1";
const OLD: &str = "SELECT id FROM runs
    WHERE status IN ('completed', 'failed', 'cancelled', 'timed_out') AND id <= $1 AND finished_at < $2 LIMIT $3";
const DELETE: &str = "DELETE FROM runs WHERE id = $1 AND status IN ('completed', 'failed', 'cancelled', 'timed_out')";
const FORGET_TOKENS: &str =
    "DELETE FROM refresh_tokens WHERE hash IN (SELECT t.hash FROM refresh_tokens t WHERE t.expires_at < $1 LIMIT $2)";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[NEWEST_TO_GO, OLD, DELETE, FORGET_TOKENS];

/// The newest finished run that is too many, if there are more than so many.
pub(super) async fn newest_to_go(store: &Store, keep: i64) -> Result<Option<String>> {
    read!(store, db => sqlx::query_scalar(NEWEST_TO_GO).bind(keep).fetch_optional(db))
}

/// Deletes finished runs that are not newer than one and ended before a time; answers which.
pub(super) struct Gone {
    pub(super) up_to: String,
    pub(super) before: i64,
    pub(super) most: i64,
}

#[async_trait]
impl Operation for Gone {
    type Answer = Vec<String>;

    async fn apply(&self, tx: &mut Tx) -> Result<Vec<String>> {
        let old: Vec<String> = within!(tx, db => sqlx::query_scalar(OLD)
            .bind(&self.up_to).bind(self.before).bind(self.most).fetch_all(db))?;
        let mut gone = Vec::new();
        for id in old {
            if change!(tx, db => sqlx::query(DELETE).bind(&id).execute(db))? > 0 {
                gone.push(id);
            }
        }
        Ok(gone)
    }
}

/// Deletes refresh tokens that expired before a time; answers how many.
pub(super) struct ForgetTokens {
    pub(super) before: i64,
    pub(super) most: i64,
}

#[async_trait]
impl Operation for ForgetTokens {
    type Answer = u64;

    async fn apply(&self, tx: &mut Tx) -> Result<u64> {
        change!(tx, db => sqlx::query(FORGET_TOKENS).bind(self.before).bind(self.most).execute(db))
    }
}
