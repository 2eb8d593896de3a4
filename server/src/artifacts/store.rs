//! Queries of artifacts.

use async_trait::async_trait;
use sqlx::FromRow;

use crate::journal::Operation;
use crate::store::{Result, Store, Tx, change, read};

const LIST: &str = "SELECT id, node, key, name, media_type, size, sha256, created_at FROM artifacts
    WHERE run_id = $1 ORDER BY created_at, id LIMIT $2";
const FIND: &str = "SELECT id, node, key, name, media_type, size, sha256, created_at FROM artifacts
    WHERE run_id = $1 AND id = $2";
const USED: &str = "SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM artifacts WHERE run_id = $1 AND id <> $2";
const KEEP: &str = "INSERT INTO artifacts (run_id, id, node, key, name, media_type, size, sha256, created_at)
    SELECT r.id, $2, $3, $4, $5, $6, CAST($7 AS BIGINT), $8, CAST($9 AS BIGINT) FROM runs r WHERE r.id = $1
    ON CONFLICT (run_id, id) DO UPDATE SET media_type = excluded.media_type, size = excluded.size,
        sha256 = excluded.sha256, created_at = excluded.created_at";
const IS_RUN: &str = "SELECT count(*) FROM runs WHERE id = $1";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[LIST, FIND, USED, KEEP, IS_RUN];

/// What is known of a file.
#[derive(Clone, Default, FromRow)]
pub(crate) struct ArtifactRow {
    /// Identity within the run.
    pub id: String,
    /// The node's id.
    pub node: String,
    /// The activation.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Such as `text/plain`.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Of the content, in hex.
    pub sha256: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
}

/// The files of a run, oldest first.
pub(crate) async fn list(store: &Store, run: &str, most: i64) -> Result<Vec<ArtifactRow>> {
    read!(store, db => sqlx::query_as(LIST).bind(run).bind(most).fetch_all(db))
}

/// One file.
pub(crate) async fn find(store: &Store, run: &str, id: &str) -> Result<Option<ArtifactRow>> {
    read!(store, db => sqlx::query_as(FIND).bind(run).bind(id).fetch_optional(db))
}

/// How many bytes the other files of a run have.
pub(crate) async fn used(store: &Store, run: &str, id: &str) -> Result<i64> {
    read!(store, db => sqlx::query_scalar(USED).bind(run).bind(id).fetch_one(db))
}

/// Whether there is such a run.
pub(crate) async fn is_run(store: &Store, run: &str) -> Result<bool> {
    let count: i64 = read!(store, db => sqlx::query_scalar(IS_RUN).bind(run).fetch_one(db))?;
    Ok(count > 0)
}

/// Keeps what is known of a file; `false` if the run is gone.
pub(crate) struct Keep {
    pub(crate) run: String,
    pub(crate) row: ArtifactRow,
}

#[async_trait]
impl Operation for Keep {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool> {
        let row = &self.row;
        let done = change!(tx, db => sqlx::query(KEEP)
            .bind(&self.run).bind(&row.id).bind(&row.node).bind(&row.key).bind(&row.name).bind(&row.media_type)
            .bind(row.size).bind(&row.sha256).bind(row.created_at).execute(db))?;
        Ok(done > 0)
    }
}
