//! Queries of sessions and refresh tokens.

use sqlx::FromRow;

use crate::store::dialect::Turn;
use crate::store::{Result, Store, Tx, change, read, within};

const ACTOR: &str = "SELECT u.id, u.username, u.role, u.must_change_password, u.password_hash
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = $1 AND u.id = $2 AND s.revoked_at IS NULL AND u.is_active";
const INSERT_SESSION: &str = "INSERT INTO sessions (id, user_id, device, address, created_at, last_used_at)
    VALUES ($1, $2, $3, $4, $5, $5)";
const TOUCH_SESSION: &str = "UPDATE sessions SET last_used_at = $2, address = $3, device = $4 WHERE id = $1";
const REVOKE_SESSION: &str =
    "UPDATE sessions SET revoked_at = $2, revoked_why = $3 WHERE id = $1 AND revoked_at IS NULL";
const REVOKE_ALL: &str = "UPDATE sessions SET revoked_at = $2, revoked_why = $3
    WHERE user_id = $1 AND revoked_at IS NULL AND id <> $4";
const INSERT_TOKEN: &str =
    "INSERT INTO refresh_tokens (hash, session_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
const FIND_TOKEN: &str =
    "SELECT t.session_id, t.expires_at, t.used_at, s.revoked_at, u.id AS user_id, u.username, u.is_active,
        EXISTS (SELECT 1 FROM refresh_tokens n WHERE n.session_id = t.session_id AND n.hash <> t.hash
            AND n.created_at >= t.used_at AND n.used_at IS NOT NULL) AS is_followed
    FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id WHERE t.hash = $1";
const USE_TOKENS: &str = "UPDATE refresh_tokens SET used_at = $2 WHERE session_id = $1 AND used_at IS NULL";
const DROP_OLD: &str =
    "DELETE FROM sessions WHERE id IN (SELECT s.id FROM sessions s WHERE s.last_used_at < $1 LIMIT 100)";

const SESSIONS: &str = "SELECT s.id, s.device, s.address, s.created_at, s.last_used_at FROM sessions s
    WHERE s.user_id = $1 AND s.revoked_at IS NULL AND s.last_used_at > $2
    ORDER BY s.last_used_at DESC, s.id DESC LIMIT 500";
const REVOKE_OWN: &str =
    "UPDATE sessions SET revoked_at = $3, revoked_why = $4 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    ACTOR,
    INSERT_SESSION,
    TOUCH_SESSION,
    REVOKE_SESSION,
    REVOKE_ALL,
    INSERT_TOKEN,
    FIND_TOKEN,
    USE_TOKENS,
    DROP_OLD,
    SESSIONS,
    REVOKE_OWN,
];

/// The user of a live session.
#[derive(FromRow)]
pub(crate) struct ActorRow {
    /// Id of the user.
    pub id: String,
    /// Name of the user.
    pub username: String,
    /// `admin`, `operator` or `viewer`.
    pub role: String,
    /// Whether the password is one that somebody else chose.
    pub must_change_password: bool,
    /// Hash of the password.
    pub password_hash: String,
}

/// A refresh token, its session and its user.
#[derive(FromRow)]
pub(crate) struct TokenRow {
    /// The session.
    pub session_id: String,
    /// When it ends.
    pub expires_at: i64,
    /// When it was handed in.
    pub used_at: Option<i64>,
    /// When its session was ended.
    pub revoked_at: Option<i64>,
    /// Id of the user.
    pub user_id: String,
    /// Name of the user.
    pub username: String,
    /// Whether the user may sign in.
    pub is_active: bool,
    /// Whether a token that was given for it, or later, was used.
    pub is_followed: bool,
}

impl TokenRow {
    /// Whether it was handed in since then, and nobody has made use of what was given for it.
    pub(super) fn was_lost(&self, since: i64) -> bool {
        self.used_at.is_some_and(|used| used >= since) && !self.is_followed
    }
}

/// A session that has not been ended.
#[derive(FromRow)]
pub(crate) struct SessionRow {
    /// Its id.
    pub id: String,
    /// What the client calls itself.
    pub device: String,
    /// Where it was last used from.
    pub address: String,
    /// When it began.
    pub created_at: i64,
    /// When its tokens were last traded.
    pub last_used_at: i64,
}

/// A session to be.
pub(crate) struct NewSession<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose it is.
    pub user_id: &'a str,
    /// What the client calls itself.
    pub device: &'a str,
    /// Where it is.
    pub address: &'a str,
}

/// The user of a session, if the session is alive and the user may sign in.
pub(crate) async fn actor(store: &Store, session: &str, user: &str) -> Result<Option<ActorRow>> {
    read!(store, db => sqlx::query_as(ACTOR).bind(session).bind(user).fetch_optional(db))
}

/// Starts a session, and forgets some that nobody used since `before`.
pub(crate) async fn start(tx: &mut Tx, session: &NewSession<'_>, now: i64, before: i64) -> Result<()> {
    change!(tx, db => sqlx::query(DROP_OLD).bind(before).execute(&mut *db))?;
    change!(tx, db => sqlx::query(INSERT_SESSION)
        .bind(session.id).bind(session.user_id).bind(session.device).bind(session.address).bind(now).execute(db))?;
    Ok(())
}

/// Notes that a session was used.
pub(crate) async fn touch(tx: &mut Tx, session: &str, now: i64, address: &str, device: &str) -> Result<()> {
    change!(tx, db => sqlx::query(TOUCH_SESSION).bind(session).bind(now).bind(address).bind(device).execute(db))?;
    Ok(())
}

/// Ends a session.
pub(crate) async fn revoke(tx: &mut Tx, session: &str, now: i64, why: &str) -> Result<()> {
    change!(tx, db => sqlx::query(REVOKE_SESSION).bind(session).bind(now).bind(why).execute(db))?;
    Ok(())
}

/// Ends all sessions of a user but one; `except` may be empty.
pub(crate) async fn revoke_all(tx: &mut Tx, user: &str, now: i64, why: &str, except: &str) -> Result<()> {
    change!(tx, db => sqlx::query(REVOKE_ALL).bind(user).bind(now).bind(why).bind(except).execute(db))?;
    Ok(())
}

/// Adds a refresh token.
pub(crate) async fn add_token(tx: &mut Tx, hash: &str, session: &str, now: i64, expires: i64) -> Result<()> {
    change!(tx, db => sqlx::query(INSERT_TOKEN).bind(hash).bind(session).bind(now).bind(expires).execute(db))?;
    Ok(())
}

/// The refresh token with this hash; nobody else uses it before this transaction ends.
pub(crate) async fn find_token(tx: &mut Tx, hash: &str) -> Result<Option<TokenRow>> {
    tx.take_turn(Turn::RefreshToken(hash)).await?;
    within!(tx, db => sqlx::query_as(FIND_TOKEN).bind(hash).fetch_optional(db))
}

/// Marks a session's refresh tokens as used: the one that came, and others that were given for the same one.
pub(crate) async fn use_tokens(tx: &mut Tx, session: &str, now: i64) -> Result<()> {
    change!(tx, db => sqlx::query(USE_TOKENS).bind(session).bind(now).execute(db))?;
    Ok(())
}

/// The sessions of a user that were used since then, the latest first; 500 at most.
pub(super) async fn sessions(store: &Store, user: &str, since: i64) -> Result<Vec<SessionRow>> {
    read!(store, db => sqlx::query_as(SESSIONS).bind(user).bind(since).fetch_all(db))
}

/// Ends a session of a user; `false` if there is none.
pub(super) async fn revoke_own(tx: &mut Tx, (session, user): (&str, &str), now: i64, why: &str) -> Result<bool> {
    let ended = change!(tx, db => sqlx::query(REVOKE_OWN).bind(session).bind(user).bind(now).bind(why).execute(db))?;
    Ok(ended > 0)
}
