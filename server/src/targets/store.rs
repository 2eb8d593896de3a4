//! Queries of targets, their groups and their keys.

use sqlx::FromRow;

use crate::store::{Result, Store, Tx, change, read, within};

const ALL: &str =
    "SELECT t.id, t.name, t.settings, t.credential_id, c.name AS credential_name, t.revision, t.created_by,
        t.created_at, t.updated_by, t.updated_at, t.last_test
    FROM targets t LEFT JOIN credentials c ON c.id = t.credential_id ORDER BY t.name";
const DEPENDENCIES: &str = "SELECT target_id, depends_on FROM target_dependencies";
const GROUPS: &str =
    "SELECT id, name, description, tags, revision, updated_by, updated_at FROM target_groups ORDER BY name";
const MEMBERS: &str = "SELECT group_id, target_id FROM target_group_members";
const NUMBER: &str = "SELECT number FROM changes WHERE subject = 'targets'";
const COUNT_ON: &str = "INSERT INTO changes (subject, number) VALUES ('targets', 1)
    ON CONFLICT (subject) DO UPDATE SET number = changes.number + 1";
const INSERT: &str =
    "INSERT INTO targets (id, name, settings, credential_id, revision, created_by, created_at, updated_by, updated_at)
    VALUES ($1, $2, $3, $4, 1, $5, $6, $5, $6)";
const UPDATE: &str = "UPDATE targets SET name = $3, settings = $4, credential_id = $5, revision = revision + 1,
        updated_by = $6, updated_at = $7
    WHERE id = $1 AND revision = $2";
const DELETE: &str = "DELETE FROM targets WHERE id = $1";
const TESTED: &str = "UPDATE targets SET last_test = $2 WHERE id = $1";
const FORGET_DEPENDENCIES: &str = "DELETE FROM target_dependencies WHERE target_id = $1";
const DEPEND: &str = "INSERT INTO target_dependencies (target_id, depends_on) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const INSERT_GROUP: &str = "INSERT INTO target_groups (id, name, description, tags, revision, updated_by, updated_at)
    VALUES ($1, $2, $3, $4, 1, $5, $6)";
const UPDATE_GROUP: &str = "UPDATE target_groups SET name = $3, description = $4, tags = $5, revision = revision + 1,
        updated_by = $6, updated_at = $7
    WHERE id = $1 AND revision = $2";
const DELETE_GROUP: &str = "DELETE FROM target_groups WHERE id = $1";
const FORGET_MEMBERS: &str = "DELETE FROM target_group_members WHERE group_id = $1";
const JOIN: &str = "INSERT INTO target_group_members (group_id, target_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const KEYS: &str = "SELECT id, algorithm, fingerprint, state, first_seen_at, last_seen_at, trusted_by, trusted_at
    FROM target_host_keys WHERE target_id = $1 ORDER BY state DESC, first_seen_at";
const SEE_KEY: &str =
    "INSERT INTO target_host_keys (id, target_id, algorithm, fingerprint, state, first_seen_at, last_seen_at, trusted_by, trusted_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)
    ON CONFLICT (target_id, fingerprint) DO UPDATE SET last_seen_at = excluded.last_seen_at,
        state = CASE WHEN excluded.state = 'trusted' THEN 'trusted' ELSE target_host_keys.state END,
        trusted_by = coalesce(target_host_keys.trusted_by, excluded.trusted_by),
        trusted_at = coalesce(target_host_keys.trusted_at, excluded.trusted_at)";
const DISTRUST: &str = "DELETE FROM target_host_keys WHERE target_id = $1 AND id <> $2";
const TRUST: &str =
    "UPDATE target_host_keys SET state = 'trusted', trusted_by = $3, trusted_at = $4 WHERE target_id = $1 AND id = $2";
const FORGET_KEY: &str = "DELETE FROM target_host_keys WHERE target_id = $1 AND id = $2";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    ALL,
    DEPENDENCIES,
    GROUPS,
    MEMBERS,
    NUMBER,
    COUNT_ON,
    INSERT,
    UPDATE,
    DELETE,
    TESTED,
    FORGET_DEPENDENCIES,
    DEPEND,
    INSERT_GROUP,
    UPDATE_GROUP,
    DELETE_GROUP,
    FORGET_MEMBERS,
    JOIN,
    KEYS,
    SEE_KEY,
    DISTRUST,
    TRUST,
    FORGET_KEY,
];

/// A target as it is kept.
#[derive(FromRow)]
pub(super) struct TargetRow {
    pub(super) id: String,
    pub(super) name: String,
    /// JSON.
    pub(super) settings: String,
    pub(super) credential_id: Option<String>,
    pub(super) credential_name: Option<String>,
    pub(super) revision: i64,
    pub(super) created_by: String,
    /// Milliseconds since 1970.
    pub(super) created_at: i64,
    pub(super) updated_by: String,
    /// Milliseconds since 1970.
    pub(super) updated_at: i64,
    /// JSON.
    pub(super) last_test: Option<String>,
}

/// A group as it is kept.
#[derive(Clone, FromRow)]
pub(super) struct GroupRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
    /// JSON.
    pub(super) tags: String,
    pub(super) revision: i64,
    pub(super) updated_by: String,
    /// Milliseconds since 1970.
    pub(super) updated_at: i64,
}

/// A key that a machine showed.
#[derive(FromRow)]
pub(super) struct KeyRow {
    pub(super) id: String,
    pub(super) algorithm: String,
    pub(super) fingerprint: String,
    /// `trusted` or `offered`.
    pub(super) state: String,
    /// Milliseconds since 1970.
    pub(super) first_seen_at: i64,
    /// Milliseconds since 1970.
    pub(super) last_seen_at: i64,
    pub(super) trusted_by: Option<String>,
    /// Milliseconds since 1970.
    pub(super) trusted_at: Option<i64>,
}

/// All that is kept in memory.
pub(super) struct Everything {
    pub(super) number: i64,
    pub(super) targets: Vec<TargetRow>,
    /// Ids: what depends, and on what.
    pub(super) dependencies: Vec<(String, String)>,
    pub(super) groups: Vec<GroupRow>,
    /// Ids of groups and targets.
    pub(super) members: Vec<(String, String)>,
}

pub(super) async fn everything(store: &Store) -> Result<Everything> {
    Ok(Everything {
        // Read first: what changes meanwhile is read again.
        number: number(store).await?,
        targets: read!(store, db => sqlx::query_as(ALL).fetch_all(db))?,
        dependencies: read!(store, db => sqlx::query_as(DEPENDENCIES).fetch_all(db))?,
        groups: read!(store, db => sqlx::query_as(GROUPS).fetch_all(db))?,
        members: read!(store, db => sqlx::query_as(MEMBERS).fetch_all(db))?,
    })
}

/// How often anything has changed.
pub(super) async fn number(store: &Store) -> Result<i64> {
    let number: Option<i64> = read!(store, db => sqlx::query_scalar(NUMBER).fetch_optional(db))?;
    Ok(number.unwrap_or_default())
}

/// Something has changed that processes keep in memory.
pub(crate) async fn count_on(tx: &mut Tx) -> Result<()> {
    change!(tx, db => sqlx::query(COUNT_ON).execute(db))?;
    Ok(())
}

/// A target as it is to be.
pub(super) struct NewTarget<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) settings: String,
    pub(super) credential: Option<&'a str>,
    pub(super) by: &'a str,
    pub(super) at: i64,
}

pub(super) async fn insert(tx: &mut Tx, new: &NewTarget<'_>) -> Result<()> {
    change!(tx, db => sqlx::query(INSERT)
        .bind(new.id).bind(new.name).bind(&new.settings).bind(new.credential).bind(new.by).bind(new.at).execute(db))?;
    Ok(())
}

/// `false` if it is not at this revision any more.
pub(super) async fn update(tx: &mut Tx, new: &NewTarget<'_>, revision: i64) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(UPDATE)
        .bind(new.id).bind(revision).bind(new.name).bind(&new.settings).bind(new.credential).bind(new.by).bind(new.at)
        .execute(db))?;
    Ok(done > 0)
}

pub(super) async fn depend(tx: &mut Tx, target: &str, on: &[String]) -> Result<()> {
    change!(tx, db => sqlx::query(FORGET_DEPENDENCIES).bind(target).execute(db))?;
    for other in on {
        change!(tx, db => sqlx::query(DEPEND).bind(target).bind(other).execute(db))?;
    }
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: &str) -> Result<bool> {
    Ok(change!(tx, db => sqlx::query(DELETE).bind(id).execute(db))? > 0)
}

pub(super) async fn tested(tx: &mut Tx, id: &str, outcome: &str) -> Result<()> {
    change!(tx, db => sqlx::query(TESTED).bind(id).bind(outcome).execute(db))?;
    Ok(())
}

/// A group as it is to be.
pub(super) struct NewGroup<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    pub(super) tags: String,
    pub(super) by: &'a str,
    pub(super) at: i64,
}

pub(super) async fn insert_group(tx: &mut Tx, new: &NewGroup<'_>) -> Result<()> {
    change!(tx, db => sqlx::query(INSERT_GROUP)
        .bind(new.id).bind(new.name).bind(new.description).bind(&new.tags).bind(new.by).bind(new.at).execute(db))?;
    Ok(())
}

/// `false` if it is not at this revision any more.
pub(super) async fn update_group(tx: &mut Tx, new: &NewGroup<'_>, revision: i64) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(UPDATE_GROUP)
        .bind(new.id).bind(revision).bind(new.name).bind(new.description).bind(&new.tags).bind(new.by).bind(new.at)
        .execute(db))?;
    Ok(done > 0)
}

pub(super) async fn set_members(tx: &mut Tx, group: &str, members: &[String]) -> Result<()> {
    change!(tx, db => sqlx::query(FORGET_MEMBERS).bind(group).execute(db))?;
    for member in members {
        change!(tx, db => sqlx::query(JOIN).bind(group).bind(member).execute(db))?;
    }
    Ok(())
}

pub(super) async fn delete_group(tx: &mut Tx, id: &str) -> Result<bool> {
    Ok(change!(tx, db => sqlx::query(DELETE_GROUP).bind(id).execute(db))? > 0)
}

/// The keys of a machine, the trusted one first.
pub(super) async fn keys(store: &Store, target: &str) -> Result<Vec<KeyRow>> {
    read!(store, db => sqlx::query_as(KEYS).bind(target).fetch_all(db))
}

/// As [`keys`].
pub(super) async fn keys_within(tx: &mut Tx, target: &str) -> Result<Vec<KeyRow>> {
    within!(tx, db => sqlx::query_as(KEYS).bind(target).fetch_all(db))
}

/// A key that was shown, and who trusts it.
pub(super) struct SeenKey<'a> {
    pub(super) id: &'a str,
    pub(super) target: &'a str,
    pub(super) algorithm: &'a str,
    pub(super) fingerprint: &'a str,
    pub(super) trusted_by: Option<&'a str>,
    pub(super) at: i64,
}

/// Notes a key; of one that is known, that it was shown again, and that it is trusted from now on.
pub(super) async fn see_key(tx: &mut Tx, key: &SeenKey<'_>) -> Result<()> {
    let state = if key.trusted_by.is_some() { "trusted" } else { "offered" };
    change!(tx, db => sqlx::query(SEE_KEY)
        .bind(key.id).bind(key.target).bind(key.algorithm).bind(key.fingerprint).bind(state).bind(key.at)
        .bind(key.trusted_by).bind(key.trusted_by.map(|_| key.at)).execute(db))?;
    Ok(())
}

/// Trusts one key, and forgets all others.
pub(super) async fn trust(tx: &mut Tx, (target, key): (&str, &str), by: &str, at: i64) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(TRUST).bind(target).bind(key).bind(by).bind(at).execute(db))?;
    if done > 0 {
        change!(tx, db => sqlx::query(DISTRUST).bind(target).bind(key).execute(db))?;
    }
    Ok(done > 0)
}

pub(super) async fn forget_key(tx: &mut Tx, (target, key): (&str, &str)) -> Result<bool> {
    Ok(change!(tx, db => sqlx::query(FORGET_KEY).bind(target).bind(key).execute(db))? > 0)
}
