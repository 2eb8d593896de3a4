//! Queries of names of versions.

use crate::store::{Result, Store, Tx, change, read, within};

const LIST: &str = "SELECT version, name FROM flow_tags WHERE flow_id = $1 AND version BETWEEN $2 AND $3 ORDER BY name";
const OTHERS: &str = "SELECT count(*) FROM flow_tags WHERE flow_id = $1 AND name <> $2";
const SET: &str = "INSERT INTO flow_tags (flow_id, name, version, created_by, created_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (flow_id, name) DO UPDATE SET version = excluded.version, created_by = excluded.created_by,
        created_at = excluded.created_at";
const REMOVE: &str = "DELETE FROM flow_tags WHERE flow_id = $1 AND name = $2";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[LIST, OTHERS, SET, REMOVE];

/// The names of some versions, each with its version.
pub(crate) async fn list(store: &Store, flow: &str, (first, last): (i64, i64)) -> Result<Vec<(i64, String)>> {
    read!(store, db => sqlx::query_as(LIST).bind(flow).bind(first).bind(last).fetch_all(db))
}

/// How many other names a flow's versions have.
pub(super) async fn others(tx: &mut Tx, flow: &str, name: &str) -> Result<i64> {
    within!(tx, db => sqlx::query_scalar(OTHERS).bind(flow).bind(name).fetch_one(db))
}

/// Gives a version a name, or moves the name to it.
pub(super) async fn set(tx: &mut Tx, (flow, name, version): (&str, &str, i64), (user, at): (&str, i64)) -> Result<()> {
    change!(tx, db => sqlx::query(SET).bind(flow).bind(name).bind(version).bind(user).bind(at).execute(db))?;
    Ok(())
}

/// Takes a name away; `false` if there is none.
pub(super) async fn remove(tx: &mut Tx, flow: &str, name: &str) -> Result<bool> {
    Ok(change!(tx, db => sqlx::query(REMOVE).bind(flow).bind(name).execute(db))? > 0)
}
