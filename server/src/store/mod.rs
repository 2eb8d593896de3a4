//! The database: connections, transactions and migrations. What is asked of it lives in each feature's `store.rs`.
//!
//! One enum over the native pools of each database, and one SQL text for all. A new database is one
//! more arm here and in the two macros.

mod migrations;
mod pool;

use sqlx::{Sqlite, Transaction};

pub use pool::{Pools, open};

/// The database.
#[derive(Clone)]
pub enum Store {
    /// SQLite, embedded.
    Sqlite(Pools),
}

/// A write transaction. Dropped without a commit, it leaves no trace.
pub enum Tx {
    /// SQLite, embedded.
    Sqlite(Transaction<'static, Sqlite>),
}

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[error("the database failed: {0}")]
pub struct Error(#[from] sqlx::Error);

impl Error {
    /// Whether a row with the same unique value is there already.
    pub fn is_duplicate(&self) -> bool {
        self.0.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
    }

    /// Whoever writes has stopped.
    pub fn stopped() -> Self {
        Self(sqlx::Error::PoolClosed)
    }

    /// A stored value that cannot be read back.
    pub fn corrupt(what: &'static str, reason: impl std::fmt::Display) -> Self {
        Self(sqlx::Error::Decode(format!("{what}: {reason}").into()))
    }
}

/// What a query answers.
pub type Result<T> = std::result::Result<T, Error>;

impl Store {
    /// Starts a write transaction. There is one writer, so it waits for its turn.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn begin(&self) -> Result<Tx> {
        match self {
            Self::Sqlite(pools) => Ok(Tx::Sqlite(pools.writer.begin_with("BEGIN IMMEDIATE").await?)),
        }
    }

    /// Closes all connections, so that nothing is left to write.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pools) => {
                pools.readers.close().await;
                pools.writer.close().await;
            }
        }
    }

    /// What ends a query of rows that are to be written in their order and belong to runs that must stay
    /// as they are until then. With one writer at a time nothing needs to be said.
    pub(crate) fn in_order_and_held(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "",
        }
    }

    /// What people call the database.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
        }
    }
}

impl Tx {
    /// Makes the changes safe.
    ///
    /// # Errors
    /// If they could not be written; then none of them was.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => Ok(tx.commit().await?),
        }
    }
}

/// Runs a query on a reading connection: `read!(store, db => sqlx::query_as(SQL).fetch_all(db))`.
macro_rules! read {
    ($store:expr, $db:ident => $query:expr) => {
        match $store {
            $crate::store::Store::Sqlite(pools) => {
                let $db = &pools.readers;
                $query.await.map_err($crate::store::Error::from)
            }
        }
    };
}

/// Changes something in a transaction of its own, and says how many rows:
/// `change_alone!(store, db => sqlx::query(SQL).execute(db))`.
macro_rules! change_alone {
    ($store:expr, $db:ident => $query:expr) => {
        match $store {
            $crate::store::Store::Sqlite(pools) => {
                let $db = &pools.writer;
                $query.await.map(|done| done.rows_affected()).map_err($crate::store::Error::from)
            }
        }
    };
}

/// Changes something within a transaction, and says how many rows:
/// `change!(tx, db => sqlx::query(SQL).execute(db))`.
macro_rules! change {
    ($tx:expr, $db:ident => $query:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $db = &mut **tx;
                $query.await.map(|done| done.rows_affected()).map_err($crate::store::Error::from)
            }
        }
    };
}

/// Runs a query within a transaction: `within!(tx, db => sqlx::query(SQL).execute(db))`.
macro_rules! within {
    ($tx:expr, $db:ident => $query:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $db = &mut **tx;
                $query.await.map_err($crate::store::Error::from)
            }
        }
    };
}

pub(crate) use {change, change_alone, read, within};

#[cfg(test)]
mod tests {
    use sqlx::{Executor, SqlSafeStr};

    use super::*;

    /// Every SQL text of the server, but the two of the journal that are made for a number of rows.
    fn all_sql() -> Vec<&'static str> {
        [
            crate::artifacts::store::SQL,
            crate::audit::store::SQL,
            crate::auth::store::SQL,
            crate::flows::store::SQL,
            crate::globals::store::SQL,
            crate::journal::store::SQL,
            crate::retention::store::SQL,
            crate::runs::debug::store::SQL,
            crate::runs::queue::store::SQL,
            crate::runs::reopen::store::SQL,
            crate::runs::store::SQL,
            crate::runs::trace::store::SQL,
            crate::users::store::SQL,
        ]
        .concat()
    }

    #[tokio::test]
    async fn every_sql_text_is_accepted_by_the_database() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path()).await.expect("a database");
        let Store::Sqlite(pools) = &store;
        for sql in all_sql() {
            let mut connection = pools.writer.acquire().await.expect("a connection");
            let prepared = connection.prepare(sqlx::AssertSqlSafe(sql).into_sql_str()).await;
            assert!(prepared.is_ok(), "{sql}: {:?}", prepared.err());
        }
    }
}
