//! Queries of messages at the end of runs.

use sqlx::FromRow;
use uuid::Uuid;

use super::Message;
use crate::audit::{self, Author, Entry};
use crate::store::dialect::storable;
use crate::store::{Result, Store, Tx, change, change_alone, read, within};
use crate::wire::word;

const ADD: &str = "INSERT INTO run_notifications (id, run_id, channel, recipients, username, state, attempts, next_at,
        created_at)
    SELECT $1, r.id, $3, $4, $5, 'pending', 0, CAST($6 AS BIGINT), CAST($6 AS BIGINT) FROM runs r WHERE r.no = $2";
const DUE: &str =
    "SELECT id, run_id, channel, recipients, username, state, attempts, next_at, created_at, sent_at, error
    FROM run_notifications WHERE state = 'pending' AND next_at <= $1 ORDER BY next_at LIMIT $2";
const CLAIM: &str = "UPDATE run_notifications SET attempts = attempts + 1, next_at = $3
    WHERE id = $1 AND state = 'pending' AND attempts = $2";
const NOTE: &str = "UPDATE run_notifications SET state = $3, next_at = $4, sent_at = $5, error = $6
    WHERE id = $1 AND state = 'pending' AND attempts = $2";
const OF_WAITING: &str = "SELECT r.no, r.created_by, d.body, u.run_mail FROM runs r
    JOIN documents d ON d.hash = r.document_hash LEFT JOIN users u ON u.username = r.created_by AND u.is_active
    WHERE r.id = $1 AND r.parent_run IS NULL";
const OF_RUN: &str =
    "SELECT id, run_id, channel, recipients, username, state, attempts, next_at, created_at, sent_at, error
    FROM run_notifications WHERE run_id = $1 AND id > $2 ORDER BY id LIMIT $3";
const WANTED: &str = "SELECT username, run_mail FROM users WHERE run_mail <> 'off' AND is_active";
const WANTS: &str = "SELECT run_mail, email FROM users WHERE id = $1";
const WANT: &str = "UPDATE users SET run_mail = $2, updated_at = $3 WHERE id = $1";
const ADDRESS: &str = "SELECT email FROM users WHERE username = $1 AND is_active";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[ADD, DUE, CLAIM, NOTE, OF_WAITING, OF_RUN, WANTED, WANTS, WANT, ADDRESS];

/// A message and what came of it until now.
#[derive(FromRow)]
pub(super) struct NotificationRow {
    pub(super) id: String,
    pub(super) run_id: String,
    pub(super) channel: String,
    /// A JSON array of texts.
    pub(super) recipients: String,
    pub(super) username: Option<String>,
    pub(super) state: String,
    pub(super) attempts: i64,
    pub(super) next_at: i64,
    pub(super) created_at: i64,
    pub(super) sent_at: Option<i64>,
    pub(super) error: Option<String>,
}

/// What becomes of a message.
pub(super) struct Fate {
    pub(super) state: &'static str,
    pub(super) next_at: i64,
    pub(super) sent_at: Option<i64>,
    pub(super) error: Option<String>,
}

/// Adds the messages of a run that ends in this transaction.
pub(crate) async fn add(tx: &mut Tx, run_no: i64, messages: &[Message], now: i64) -> Result<()> {
    for message in messages {
        let to = serde_json::to_string(&message.to).unwrap_or_default();
        change!(tx, db => sqlx::query(ADD)
            .bind(Uuid::now_v7().to_string()).bind(run_no).bind(word(&message.channel)).bind(&to).bind(&message.user)
            .bind(now).execute(db))?;
    }
    Ok(())
}

pub(super) async fn due(store: &Store, now: i64, most: i64) -> Result<Vec<NotificationRow>> {
    read!(store, db => sqlx::query_as(DUE).bind(now).bind(most).fetch_all(db))
}

/// Takes a message, so that nobody else sends it before a time; `false` if somebody else has.
pub(super) async fn claim(store: &Store, row: &NotificationRow, until: i64) -> Result<bool> {
    let changed =
        change_alone!(store, db => sqlx::query(CLAIM).bind(&row.id).bind(row.attempts).bind(until).execute(db))?;
    Ok(changed > 0)
}

/// Writes down what became of a message, unless somebody else has taken it since.
pub(super) async fn note(store: &Store, row: &NotificationRow, fate: &Fate) -> Result<()> {
    let error = fate.error.as_deref().map(storable);
    change_alone!(store, db => sqlx::query(NOTE)
        .bind(&row.id).bind(row.attempts + 1).bind(fate.state).bind(fate.next_at).bind(fate.sent_at).bind(error.as_deref()).execute(db))?;
    Ok(())
}

/// Of a run that no other one started: its number, who started it, its document, and when that person wants mail.
pub(super) async fn of_waiting(tx: &mut Tx, run: &str) -> Result<Option<(i64, String, String, Option<String>)>> {
    within!(tx, db => sqlx::query_as(OF_WAITING).bind(run).fetch_optional(db))
}

/// A page of the messages of a run.
pub(super) async fn of_run(store: &Store, run: &str, after: &str, rows: i64) -> Result<Vec<NotificationRow>> {
    read!(store, db => sqlx::query_as(OF_RUN).bind(run).bind(after).bind(rows).fetch_all(db))
}

/// Everybody who wants mail, and at which ends.
pub(super) async fn wanted(store: &Store) -> Result<Vec<(String, String)>> {
    read!(store, db => sqlx::query_as(WANTED).fetch_all(db))
}

/// What a user wants, and the user's address.
pub(super) async fn wants(store: &Store, user: &str) -> Result<Option<(String, String)>> {
    read!(store, db => sqlx::query_as(WANTS).bind(user).fetch_optional(db))
}

/// Keeps what a user wants.
pub(super) async fn want(tx: &mut Tx, (user, ends): (&str, &str), author: &Author, at: i64) -> Result<()> {
    change!(tx, db => sqlx::query(WANT).bind(user).bind(ends).bind(at).execute(db))?;
    let (object, details) = (format!("user:{user}"), serde_json::json!({ "runs": ends }));
    audit::record(tx, &Entry { at, author, action: "user.notifications_changed", object, details }).await
}

/// Where mail reaches somebody who may sign in.
pub(super) async fn address(store: &Store, user: &str) -> Result<Option<String>> {
    let email: Option<String> = read!(store, db => sqlx::query_scalar(ADDRESS).bind(user).fetch_optional(db))?;
    Ok(email.filter(|email| !email.is_empty()))
}
