//! Queries of flows, their versions and documents.

use sqlx::FromRow;

use super::Checked;
use crate::store::{Result, Store, Tx, change, read};

/// A flow, and its latest run.
macro_rules! flow_columns {
    () => {
        "SELECT f.id, f.name, f.description, f.labels, f.version, f.document_hash, f.node_count, f.is_active, f.category,
            f.created_by, f.created_at, f.updated_by, f.updated_at,
            r.id AS run_id, r.status AS run_status, r.started_at AS run_started_at
        FROM flows f LEFT JOIN runs r ON r.id = (SELECT max(l.id) FROM runs l WHERE l.flow_id = f.id)"
    };
}

pub(crate) use flow_columns;

const FIND: &str = concat!(flow_columns!(), " WHERE f.id = $1 OR f.name = $1 ORDER BY f.id = $1 DESC LIMIT 1");
const HAS_NAME: &str = "SELECT count(*) FROM flows WHERE name = $1";
const DOCUMENT: &str = "SELECT body FROM documents WHERE hash = $1";
const INSERT_DOCUMENT: &str = "INSERT INTO documents (hash, body) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
const INSERT: &str = "INSERT INTO flows (id, name, description, labels, version, document_hash, node_count, is_active,
        created_by, created_at, updated_by, updated_at, category)
    VALUES ($1, $2, $3, $4, 1, $5, $6, $10, $7, $8, $7, $8, $9)";
const UPDATE: &str = "UPDATE flows SET name = $3, description = $4, labels = $5, version = version + 1,
        document_hash = $6, node_count = $7, updated_by = $8, updated_at = $9, category = $10
    WHERE id = $1 AND version = $2";
const ACTIVATE: &str = "UPDATE flows SET is_active = $2 WHERE id = $1";
const OUTCOMES: &str = "SELECT status, count(*), CAST(coalesce(sum(finished_at - started_at), 0) AS BIGINT), max(id)
    FROM runs WHERE flow_id = $1 AND created_at >= $2 GROUP BY status";
const SLOWEST: &str = "SELECT finished_at - started_at FROM runs
    WHERE flow_id = $1 AND created_at >= $2 AND status = 'completed' AND started_at IS NOT NULL
    ORDER BY finished_at - started_at LIMIT 1 OFFSET $3";
const DELETE: &str = "DELETE FROM flows WHERE id = $1 AND ($2 = 0 OR version = $2)";
const INSERT_VERSION: &str = "INSERT INTO flow_versions (flow_id, version, document_hash, author, comment, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)";
const VERSIONS: &str = "SELECT version, document_hash, author, comment, created_at FROM flow_versions
    WHERE flow_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3";
const VERSION: &str = "SELECT version, document_hash, author, comment, created_at FROM flow_versions
    WHERE flow_id = $1 AND version = $2";
const RUNS_OF_VERSIONS: &str = "SELECT flow_version, status, count(*) FROM runs
    WHERE flow_id = $1 AND flow_version BETWEEN $2 AND $3 AND finished_at IS NOT NULL GROUP BY flow_version, status";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    FIND,
    HAS_NAME,
    DOCUMENT,
    INSERT_DOCUMENT,
    INSERT,
    UPDATE,
    ACTIVATE,
    OUTCOMES,
    SLOWEST,
    DELETE,
    INSERT_VERSION,
    VERSIONS,
    VERSION,
    RUNS_OF_VERSIONS,
];

/// A flow, without its document.
#[derive(Clone, FromRow)]
pub struct FlowRow {
    /// Identity.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// A JSON array of texts.
    pub labels: String,
    /// From 1.
    pub version: i64,
    /// Where its document is.
    pub document_hash: String,
    /// How many operations it has.
    pub node_count: i64,
    /// Whether it may be started.
    pub is_active: bool,
    /// What it belongs to.
    pub category: String,
    /// Who made it.
    pub created_by: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// Who changed it last.
    pub updated_by: String,
    /// When.
    pub updated_at: i64,
    /// Its latest run.
    pub run_id: Option<String>,
    /// How that stands.
    pub run_status: Option<String>,
    /// When that started.
    pub run_started_at: Option<i64>,
}

/// A version of a flow, without its document.
#[derive(FromRow)]
pub(crate) struct VersionRow {
    /// From 1.
    pub version: i64,
    /// Where its document is.
    pub document_hash: String,
    /// Who made it.
    pub author: String,
    /// Why.
    pub comment: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
}

/// Who changes a flow, when and why.
pub(crate) struct Change<'a> {
    /// User name.
    pub author: &'a str,
    /// Why.
    pub comment: &'a str,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// The flow of an id, or else of a name.
pub(crate) async fn find(store: &Store, id: &str) -> Result<Option<FlowRow>> {
    read!(store, db => sqlx::query_as(FIND).bind(id).fetch_optional(db))
}

/// Whether a flow has this name.
pub(crate) async fn has_name(store: &Store, name: &str) -> Result<bool> {
    let count: i64 = read!(store, db => sqlx::query_scalar(HAS_NAME).bind(name).fetch_one(db))?;
    Ok(count > 0)
}

/// The text of a document.
pub(crate) async fn document(store: &Store, hash: &str) -> Result<String> {
    read!(store, db => sqlx::query_scalar(DOCUMENT).bind(hash).fetch_one(db))
}

/// Keeps a document, if it is not kept already.
pub(crate) async fn keep_document(tx: &mut Tx, checked: &Checked) -> Result<()> {
    change!(tx, db => sqlx::query(INSERT_DOCUMENT).bind(&checked.hash).bind(&checked.body).execute(db))?;
    Ok(())
}

/// Adds a flow with its first version, which may be started or not.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: &str,
    checked: &Checked,
    change: &Change<'_>,
    is_active: bool,
) -> Result<()> {
    keep_document(tx, checked).await?;
    change!(tx, db => sqlx::query(INSERT)
        .bind(id).bind(&checked.name).bind(&checked.description).bind(labels(checked)).bind(&checked.hash)
        .bind(node_count(checked)).bind(change.author).bind(change.at).bind(&checked.category).bind(is_active)
        .execute(db))?;
    insert_version(tx, id, 1, checked, change).await
}

/// Makes the document the next version of a flow. `false` if the flow is no longer at `version`.
pub(crate) async fn update(
    tx: &mut Tx,
    id: &str,
    version: i64,
    checked: &Checked,
    change: &Change<'_>,
) -> Result<bool> {
    keep_document(tx, checked).await?;
    let done = change!(tx, db => sqlx::query(UPDATE)
        .bind(id).bind(version).bind(&checked.name).bind(&checked.description).bind(labels(checked))
        .bind(&checked.hash).bind(node_count(checked)).bind(change.author).bind(change.at)
        .bind(&checked.category).execute(db))?;
    if done == 0 {
        return Ok(false);
    }
    insert_version(tx, id, version + 1, checked, change).await?;
    Ok(true)
}

/// Deletes a flow and its versions; its runs stay. `false` if it is gone, or no longer at `version`.
pub(crate) async fn delete(tx: &mut Tx, id: &str, version: Option<i64>) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(DELETE).bind(id).bind(version.unwrap_or(0)).execute(db))?;
    Ok(done > 0)
}

/// A page of versions, newest first.
pub(crate) async fn versions(store: &Store, id: &str, before: Option<i64>, rows: i64) -> Result<Vec<VersionRow>> {
    let before = before.unwrap_or(i64::MAX);
    read!(store, db => sqlx::query_as(VERSIONS).bind(id).bind(before).bind(rows).fetch_all(db))
}

/// One version.
pub(crate) async fn version(store: &Store, id: &str, version: i64) -> Result<Option<VersionRow>> {
    read!(store, db => sqlx::query_as(VERSION).bind(id).bind(version).fetch_optional(db))
}

/// How many runs of some versions ended how.
pub(crate) async fn runs_of_versions(
    store: &Store,
    id: &str,
    (first, last): (i64, i64),
) -> Result<Vec<(i64, String, i64)>> {
    read!(store, db => sqlx::query_as(RUNS_OF_VERSIONS).bind(id).bind(first).bind(last).fetch_all(db))
}

async fn insert_version(tx: &mut Tx, id: &str, version: i64, checked: &Checked, change: &Change<'_>) -> Result<()> {
    change!(tx, db => sqlx::query(INSERT_VERSION)
        .bind(id).bind(version).bind(&checked.hash).bind(change.author).bind(change.comment).bind(change.at)
        .execute(db))?;
    Ok(())
}

fn labels(checked: &Checked) -> String {
    serde_json::Value::from(checked.labels.clone()).to_string()
}

fn node_count(checked: &Checked) -> i64 {
    i64::try_from(checked.node_count).unwrap_or(i64::MAX)
}

/// Says whether a flow may be started.
pub(crate) async fn set_active(tx: &mut Tx, id: &str, is_active: bool) -> Result<()> {
    change!(tx, db => sqlx::query(ACTIVATE).bind(id).bind(is_active).execute(db))?;
    Ok(())
}

/// Runs of a flow since a time by status: how many, their time together in milliseconds, and the latest.
pub(crate) async fn outcomes(store: &Store, id: &str, since: i64) -> Result<Vec<(String, i64, i64, String)>> {
    read!(store, db => sqlx::query_as(OUTCOMES).bind(id).bind(since).fetch_all(db))
}

/// How long the completed run took that this many others took at most as long as, in milliseconds.
pub(crate) async fn slower_than(store: &Store, id: &str, since: i64, others: i64) -> Result<Option<i64>> {
    read!(store, db => sqlx::query_scalar(SLOWEST).bind(id).bind(since).bind(others).fetch_optional(db))
}
