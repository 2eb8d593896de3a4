//! The database: connections, transactions and migrations. What is asked of it lives in each feature's `store.rs`.
//!
//! One enum over the native pools of each database, and one SQL text for all. A new database is one
//! more arm here, in [`dialect`] and in the four macros.

pub(crate) mod conditions;
pub(crate) mod dialect;
mod error;
mod migrations;
mod place;
mod postgres;
pub(crate) mod rows;
mod sqlite;
#[cfg(test)]
mod tests;

use sqlx::{PgPool, Postgres, Sqlite, Transaction};

pub use error::{Error, OpenError};
pub use place::Place;
pub use sqlite::{FILE, Pools};

/// The database.
#[derive(Clone)]
pub enum Store {
    /// SQLite, embedded.
    Sqlite(Pools),
    /// PostgreSQL.
    Postgres(PgPool),
}

/// A write transaction. Dropped without a commit, it leaves no trace.
pub enum Tx {
    /// SQLite, embedded.
    Sqlite(Transaction<'static, Sqlite>),
    /// PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// What a query answers.
pub type Result<T> = std::result::Result<T, Error>;

/// Opens a database and brings its tables up to date.
///
/// # Errors
/// If it cannot be opened, or was written by a newer version.
pub async fn open(place: impl Into<Place>) -> std::result::Result<Store, OpenError> {
    Ok(match place.into() {
        Place::Folder(folder) => Store::Sqlite(sqlite::open(&folder).await?),
        Place::Postgres(options) => Store::Postgres(postgres::open(&options).await?),
    })
}

impl Store {
    /// Closes all connections, so that nothing is left to write.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pools) => {
                pools.readers.close().await;
                pools.writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// What people call the database.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgresql",
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
            Self::Postgres(tx) => Ok(tx.commit().await?),
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
            $crate::store::Store::Postgres(pool) => {
                let $db = pool;
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
            $crate::store::Store::Postgres(pool) => {
                let $db = pool;
                $query.await.map(|done| done.rows_affected()).map_err($crate::store::Error::from)
            }
        }
    };
}

/// Asks within a transaction: `within!(tx, db => sqlx::query_as(SQL).fetch_all(db))`.
macro_rules! within {
    ($tx:expr, $db:ident => $query:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $db = &mut **tx;
                $query.await.map_err($crate::store::Error::from)
            }
            $crate::store::Tx::Postgres(tx) => {
                let $db = &mut **tx;
                $query.await.map_err($crate::store::Error::from)
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
            $crate::store::Tx::Postgres(tx) => {
                let $db = &mut **tx;
                $query.await.map(|done| done.rows_affected()).map_err($crate::store::Error::from)
            }
        }
    };
}

pub(crate) use {change, change_alone, read, within};
