//! Brings the tables up to date. The same number means the same change on every database.

use sqlx::SqlitePool;
use sqlx::migrate::Migrator;

use super::Result;

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");

/// Applies what has not been applied yet.
///
/// # Errors
/// If a migration fails, or the database was written by a newer version.
pub(super) async fn run(pool: &SqlitePool) -> Result<()> {
    SQLITE.run(pool).await.map_err(sqlx::Error::from)?;
    Ok(())
}
