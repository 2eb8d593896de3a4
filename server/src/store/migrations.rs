//! Brings the tables up to date. The same number means the same change on every database.

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{PgConnection, SqlitePool};

use super::OpenError;

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// Applies to an SQLite database what has not been applied yet.
pub(super) async fn sqlite(pool: &SqlitePool) -> Result<(), OpenError> {
    SQLITE.run(pool).await.map_err(explain)
}

/// Applies to a PostgreSQL database what has not been applied yet; others who do so wait for their turn.
pub(super) async fn postgres(connection: &mut PgConnection) -> Result<(), OpenError> {
    POSTGRES.run(connection).await.map_err(explain)
}

fn explain(error: MigrateError) -> OpenError {
    match error {
        MigrateError::VersionMissing(number) => OpenError::Newer(number),
        MigrateError::VersionMismatch(number) | MigrateError::Dirty(number) => OpenError::Changed(number),
        other => OpenError::Failed(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_is_made_on_every_database() {
        let changes = |migrator: &Migrator| -> Vec<_> {
            migrator.iter().map(|change| (change.version, change.description.to_string())).collect()
        };
        assert_eq!(changes(&SQLITE), changes(&POSTGRES));
    }
}
