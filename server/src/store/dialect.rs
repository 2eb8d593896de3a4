//! What differs between the databases: how a transaction begins, who waits for whom, which texts can be kept.

use std::borrow::Cow;

use super::{Result, Store, Tx};

/// Takes the write lock at once: an upgrade from reading to writing could fail half-way.
const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";
/// Each statement sees what was committed before it, also what was committed while it waited for its turn.
const BEGIN_POSTGRES: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
const IN_ORDER_AND_HELD: &str = " ORDER BY v.column1 FOR SHARE OF r";
const TAKE_TURN: &str = "SELECT pg_advisory_xact_lock($1, hashtext($2))";

#[cfg(test)]
pub(crate) const POSTGRES_SQL: &[&str] = &[TAKE_TURN];

/// Something that one transaction does at a time, from taking its turn to its end.
#[derive(Clone, Copy)]
pub(crate) enum Turn<'a> {
    /// Adding to the audit log. Best taken last, because everybody needs it.
    Audit,
    /// Using the refresh token of this hash.
    RefreshToken(&'a str),
    /// Starting a run of this user with this idempotency key.
    IdempotencyKey(&'a str, &'a str),
    /// Noting a key of the target of this id.
    HostKey(&'a str),
}

impl Turn<'_> {
    /// The kind, which never changes its number, and what else tells it from others.
    fn lock(self) -> (i32, String) {
        match self {
            Self::Audit => (1, String::new()),
            Self::RefreshToken(hash) => (2, hash.to_owned()),
            Self::IdempotencyKey(user, key) => (3, format!("{user}\n{key}")),
            Self::HostKey(target) => (4, target.to_owned()),
        }
    }
}

impl Store {
    /// Whether several transactions may write at the same time.
    pub(crate) fn has_many_writers(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Starts a write transaction. On SQLite there is one writer, so it waits for its turn.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite(pools) => Tx::Sqlite(pools.writer.begin_with(BEGIN_SQLITE).await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with(BEGIN_POSTGRES).await?),
        })
    }

    /// What ends a query of rows `v` that are to be written in their order, and belong to runs `r` that must
    /// stay as they are until then. On SQLite there is one writer at a time, so nothing needs to be said.
    pub(crate) fn in_order_and_held(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "",
            Self::Postgres(_) => IN_ORDER_AND_HELD,
        }
    }
}

impl Tx {
    /// Waits until no other transaction has this turn, and keeps it to the end of this one.
    ///
    /// # Errors
    /// If the database fails.
    pub(crate) async fn take_turn(&mut self, turn: Turn<'_>) -> Result<()> {
        match self {
            // It is the only writer already.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(tx) => {
                let (kind, subject) = turn.lock();
                sqlx::query(TAKE_TURN).bind(kind).bind(subject).execute(&mut **tx).await?;
                Ok(())
            }
        }
    }
}

/// A text from outside as every database can keep it: PostgreSQL has no place for U+0000.
pub(crate) fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{2400}").into() } else { text.into() }
}
