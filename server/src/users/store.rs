//! Queries of users.

use sqlx::FromRow;

use super::{About, User};
use crate::auth::Role;
use crate::store::{Result, Store, Tx, change, read, within};

const BY_NAME: &str =
    "SELECT id, username, password_hash, role, is_active, must_change_password FROM users WHERE username = $1";
const BY_ID: &str =
    "SELECT id, username, password_hash, role, is_active, must_change_password FROM users WHERE id = $1";
const COUNT: &str = "SELECT count(*) FROM users";
const INSERT: &str = "INSERT INTO users
    (id, username, password_hash, role, is_active, must_change_password, created_at, updated_at)
    VALUES ($1, $2, $3, $4, TRUE, $5, $6, $6)";
const SET_PASSWORD: &str =
    "UPDATE users SET password_hash = $2, must_change_password = $3, updated_at = $4 WHERE id = $1";

const LIKE: &str = "SELECT count(*) FROM users WHERE lower(username) = $1";
const DESCRIBE: &str = "UPDATE users SET full_name = $2, email = $3, updated_at = $4 WHERE id = $1";
const PROFILE: &str = "SELECT full_name, email, created_at FROM users WHERE id = $1";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[BY_NAME, BY_ID, COUNT, INSERT, SET_PASSWORD, LIKE, DESCRIBE, PROFILE];

/// What somebody says of themselves.
#[derive(FromRow)]
pub(crate) struct ProfileRow {
    /// As others call the person.
    pub full_name: String,
    /// Where mail reaches the person.
    pub email: String,
    /// Since when there is the account.
    pub created_at: i64,
}

/// A user as stored. Has no `Debug`, because of the hash.
#[derive(FromRow)]
pub(crate) struct UserRow {
    /// Identity.
    pub id: String,
    /// Name to sign in with.
    pub username: String,
    /// Argon2id.
    pub password_hash: String,
    /// `admin`, `operator` or `viewer`.
    pub role: String,
    /// Whether the person may sign in.
    pub is_active: bool,
    /// Whether the password is one that somebody else chose.
    pub must_change_password: bool,
}

impl UserRow {
    /// As the API shows it. An unknown role is the least one.
    pub(crate) fn user(self) -> User {
        let role = Role::of(&self.role).unwrap_or(Role::Viewer);
        User { id: self.id, username: self.username, role, must_change_password: self.must_change_password }
    }
}

/// The user of a name.
pub(crate) async fn by_name(store: &Store, name: &str) -> Result<Option<UserRow>> {
    read!(store, db => sqlx::query_as(BY_NAME).bind(name).fetch_optional(db))
}

/// The user of an id.
pub(crate) async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<UserRow>> {
    within!(tx, db => sqlx::query_as(BY_ID).bind(id).fetch_optional(db))
}

/// How many users there are.
pub(crate) async fn count(tx: &mut Tx) -> Result<i64> {
    within!(tx, db => sqlx::query_scalar(COUNT).fetch_one(db))
}

/// Adds a user.
pub(crate) async fn insert(tx: &mut Tx, user: &User, hash: &str, now: i64) -> Result<()> {
    change!(tx, db => sqlx::query(INSERT)
        .bind(&user.id).bind(&user.username).bind(hash).bind(user.role.name())
        .bind(user.must_change_password).bind(now).execute(db))?;
    Ok(())
}

/// Sets a user's password.
pub(crate) async fn set_password(tx: &mut Tx, id: &str, hash: &str, must_change: bool, now: i64) -> Result<()> {
    change!(tx, db => sqlx::query(SET_PASSWORD).bind(id).bind(hash).bind(must_change).bind(now).execute(db))?;
    Ok(())
}

/// Whether somebody has this name, be it with capital letters; `name` has none.
pub(crate) async fn is_like_another(tx: &mut Tx, name: &str) -> Result<bool> {
    let count: i64 = within!(tx, db => sqlx::query_scalar(LIKE).bind(name).fetch_one(db))?;
    Ok(count > 0)
}

/// Keeps what somebody says of themselves.
pub(crate) async fn describe(tx: &mut Tx, id: &str, about: &About, now: i64) -> Result<()> {
    change!(tx, db => sqlx::query(DESCRIBE)
        .bind(id).bind(&about.full_name).bind(&about.email).bind(now).execute(db))?;
    Ok(())
}

/// What somebody says of themselves.
pub(crate) async fn profile(store: &Store, id: &str) -> Result<Option<ProfileRow>> {
    read!(store, db => sqlx::query_as(PROFILE).bind(id).fetch_optional(db))
}
