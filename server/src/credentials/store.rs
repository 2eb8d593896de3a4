//! Queries of credentials.

use sqlx::FromRow;

use crate::store::{Result, Store, Tx, change, read, within};

macro_rules! columns {
    () => {
        "id, name, kind, description, fields, secrets, sealed, sealed_key, revision, created_by, created_at, updated_by,
        updated_at, rotated_by, rotated_at, last_used_at"
    };
}

const FIND: &str =
    concat!("SELECT ", columns!(), " FROM credentials WHERE id = $1 OR name = $1 ORDER BY id <> $1 LIMIT 1");
const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM credentials WHERE name > $1 AND ($2 = '' OR lower(name) LIKE $2 ESCAPE '!' OR lower(description) LIKE $2 ESCAPE '!')
    AND ($3 = '' OR kind = $3) ORDER BY name LIMIT $4"
);
const NAMES: &str = "SELECT id, name, kind FROM credentials
    WHERE $1 = '' OR lower(name) LIKE $1 ESCAPE '!' ORDER BY name LIMIT $2";
const COUNT: &str = "SELECT count(*) FROM credentials";
const INSERT: &str =
    "INSERT INTO credentials (id, name, kind, description, fields, secrets, sealed, sealed_key, revision, created_by,
        created_at, updated_by, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $9, $10)";
const UPDATE: &str =
    "UPDATE credentials SET name = $3, description = $4, fields = $5, secrets = $6, sealed = $7, sealed_key = $8,
        revision = revision + 1, updated_by = $9, updated_at = $10,
        rotated_by = CASE WHEN $11 THEN $9 ELSE rotated_by END, rotated_at = CASE WHEN $11 THEN $10 ELSE rotated_at END
    WHERE id = $1 AND revision = $2";
const DELETE: &str = "DELETE FROM credentials WHERE id = $1";
const USED: &str = "UPDATE credentials SET last_used_at = $2 WHERE id = $1";
const TARGETS: &str = "SELECT id, name FROM targets WHERE credential_id = $1 ORDER BY name LIMIT $2";
const FLOWS: &str = "SELECT f.id, f.name, c.node FROM flow_credentials c JOIN flows f ON f.id = c.flow_id
    WHERE c.name = $1 OR c.name = $2 ORDER BY f.name, f.id, c.node LIMIT $3";
const FORGET_USES: &str = "DELETE FROM flow_credentials WHERE flow_id = $1";
const NOTE_USE: &str = "INSERT INTO flow_credentials (flow_id, node, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const HISTORY: &str = "SELECT seq, at, actor, action, details FROM audit_log
    WHERE object = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";

#[cfg(test)]
pub(crate) const SQL: &[&str] =
    &[FIND, LIST, NAMES, COUNT, INSERT, UPDATE, DELETE, USED, TARGETS, FLOWS, FORGET_USES, NOTE_USE, HISTORY];

/// A credential as it is kept.
#[derive(Clone, FromRow)]
pub(crate) struct CredentialRow {
    pub(crate) id: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) description: String,
    /// JSON.
    pub(super) fields: String,
    /// JSON: names.
    pub(super) secrets: String,
    pub(super) sealed: String,
    pub(super) sealed_key: String,
    pub(super) revision: i64,
    pub(super) created_by: String,
    /// Milliseconds since 1970.
    pub(super) created_at: i64,
    pub(super) updated_by: String,
    /// Milliseconds since 1970.
    pub(super) updated_at: i64,
    pub(super) rotated_by: Option<String>,
    /// Milliseconds since 1970.
    pub(super) rotated_at: Option<i64>,
    /// Milliseconds since 1970.
    pub(super) last_used_at: Option<i64>,
}

/// What a picker shows.
#[derive(FromRow)]
pub(super) struct NameRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: String,
}

/// A node of a flow.
#[derive(FromRow)]
pub(super) struct UseRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) node: String,
}

/// Something that was done with a credential.
#[derive(FromRow)]
pub(super) struct EventRow {
    pub(super) seq: i64,
    /// Milliseconds since 1970.
    pub(super) at: i64,
    pub(super) actor: String,
    pub(super) action: String,
    /// JSON.
    pub(super) details: String,
}

/// A credential as it is to be.
pub(super) struct NewRow<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: &'a str,
    pub(super) description: &'a str,
    pub(super) fields: String,
    pub(super) secrets: String,
    pub(super) sealed: &'a str,
    pub(super) sealed_key: &'a str,
    pub(super) by: &'a str,
    pub(super) at: i64,
}

pub(crate) async fn find(store: &Store, id: &str) -> Result<Option<CredentialRow>> {
    read!(store, db => sqlx::query_as(FIND).bind(id).fetch_optional(db))
}

pub(super) async fn list(
    store: &Store,
    after: &str,
    (pattern, kind): (&str, &str),
    rows: i64,
) -> Result<Vec<CredentialRow>> {
    read!(store, db => sqlx::query_as(LIST).bind(after).bind(pattern).bind(kind).bind(rows).fetch_all(db))
}

pub(super) async fn names(store: &Store, pattern: &str, rows: i64) -> Result<Vec<NameRow>> {
    read!(store, db => sqlx::query_as(NAMES).bind(pattern).bind(rows).fetch_all(db))
}

pub(super) async fn count(tx: &mut Tx) -> Result<i64> {
    within!(tx, db => sqlx::query_scalar(COUNT).fetch_one(db))
}

pub(super) async fn insert(tx: &mut Tx, row: &NewRow<'_>) -> Result<()> {
    change!(tx, db => sqlx::query(INSERT)
        .bind(row.id).bind(row.name).bind(row.kind).bind(row.description).bind(&row.fields).bind(&row.secrets)
        .bind(row.sealed).bind(row.sealed_key).bind(row.by).bind(row.at).execute(db))?;
    Ok(())
}

/// `false` if it is not at this revision any more.
pub(super) async fn update(tx: &mut Tx, row: &NewRow<'_>, revision: i64, is_rotated: bool) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(UPDATE)
        .bind(row.id).bind(revision).bind(row.name).bind(row.description).bind(&row.fields).bind(&row.secrets)
        .bind(row.sealed).bind(row.sealed_key).bind(row.by).bind(row.at).bind(is_rotated).execute(db))?;
    Ok(done > 0)
}

pub(super) async fn delete(tx: &mut Tx, id: &str) -> Result<bool> {
    Ok(change!(tx, db => sqlx::query(DELETE).bind(id).execute(db))? > 0)
}

pub(super) async fn used(tx: &mut Tx, id: &str, at: i64) -> Result<()> {
    change!(tx, db => sqlx::query(USED).bind(id).bind(at).execute(db))?;
    Ok(())
}

/// Ids and names of the targets that are worked on with it.
pub(super) async fn targets(store: &Store, id: &str, rows: i64) -> Result<Vec<(String, String)>> {
    read!(store, db => sqlx::query_as(TARGETS).bind(id).bind(rows).fetch_all(db))
}

pub(super) async fn flows(store: &Store, (id, name): (&str, &str), rows: i64) -> Result<Vec<UseRow>> {
    read!(store, db => sqlx::query_as(FLOWS).bind(id).bind(name).bind(rows).fetch_all(db))
}

/// Notes which credentials the newest version of a flow names.
pub(crate) async fn note_uses(tx: &mut Tx, flow: &str, uses: &[(String, String)]) -> Result<()> {
    change!(tx, db => sqlx::query(FORGET_USES).bind(flow).execute(db))?;
    for (node, name) in uses {
        change!(tx, db => sqlx::query(NOTE_USE).bind(flow).bind(node).bind(name).execute(db))?;
    }
    Ok(())
}

pub(super) async fn history(store: &Store, object: &str, before: i64, rows: i64) -> Result<Vec<EventRow>> {
    read!(store, db => sqlx::query_as(HISTORY).bind(object).bind(before).bind(rows).fetch_all(db))
}
