//! Opens the SQLite database: write-ahead log, one writing connection, several reading ones.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use super::{OpenError, migrations};

/// The file in the data folder.
pub const FILE: &str = "opsconductor.db";
const READERS: u32 = 4;

/// The connections of an SQLite database.
#[derive(Clone)]
pub struct Pools {
    /// One connection; whoever writes waits for it.
    pub writer: SqlitePool,
    /// Connections that only read.
    pub readers: SqlitePool,
}

/// Opens the database of a data folder and brings its tables up to date.
pub(super) async fn open(data_dir: &Path) -> Result<Pools, OpenError> {
    let options = SqliteConnectOptions::new()
        .filename(data_dir.join(FILE))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(200);
    let one = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    // A file does not hang up, so nobody needs to ask whether it is still there.
    let one = one.acquire_timeout(Duration::from_secs(60)).test_before_acquire(false);
    let writer = one.connect_with(options.clone()).await?;
    migrations::sqlite(&writer).await?;
    // A file that cannot be written is refused now, and not at the first run.
    writer.begin_with("BEGIN IMMEDIATE").await?.rollback().await?;
    let several = SqlitePoolOptions::new().max_connections(READERS).test_before_acquire(false);
    let several = several.idle_timeout(None).max_lifetime(None);
    let readers = several.connect_with(options.read_only(true).create_if_missing(false)).await?;
    Ok(Pools { writer, readers })
}
