//! Opens a PostgreSQL database: says plainly why it cannot, brings its tables up to date, keeps a pool.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::place::{database, server};
use super::{OpenError, migrations};

const OLDEST: i32 = 14;
const CONNECTIONS: u32 = 16;
const PATIENCE: Duration = Duration::from_secs(10);
/// What a process that died without a word has locked is free again after this.
const LONGEST_IDLE_IN_TRANSACTION: &str = "60s";
const SETTINGS: &str = "SELECT current_setting('server_version_num')::int4, current_setting('server_version'),
    current_setting('server_encoding')";

/// Opens the database and brings its tables up to date.
pub(super) async fn open(options: &PgConnectOptions) -> Result<PgPool, OpenError> {
    let name = options.get_application_name().unwrap_or("opsconductor").to_owned();
    let options = options
        .clone()
        .application_name(&name)
        .options([("idle_in_transaction_session_timeout", LONGEST_IDLE_IN_TRANSACTION)])
        .statement_cache_capacity(200);
    let mut connection = connect(&options).await?;
    check(&mut connection).await?;
    migrations::postgres(&mut connection).await?;
    connection.close().await?;
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
    Ok(pool.connect_with(options).await?)
}

/// One connection of its own, because a pool tries again and does not say what was wrong.
async fn connect(options: &PgConnectOptions) -> Result<PgConnection, OpenError> {
    match tokio::time::timeout(PATIENCE, options.connect()).await {
        Ok(connected) => connected.map_err(|error| explain(error, options)),
        Err(_) => Err(OpenError::Unreachable {
            server: server(options),
            reason: format!("no answer within {} s", PATIENCE.as_secs()),
        }),
    }
}

async fn check(connection: &mut PgConnection) -> Result<(), OpenError> {
    let (number, version, encoding): (i32, String, String) = sqlx::query_as(SETTINGS).fetch_one(connection).await?;
    if number < OLDEST * 10_000 {
        return Err(OpenError::TooOld { found: version, needed: OLDEST });
    }
    if encoding != "UTF8" {
        return Err(OpenError::Encoding(encoding));
    }
    Ok(())
}

fn explain(error: sqlx::Error, options: &PgConnectOptions) -> OpenError {
    let server = server(options);
    let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
    match (code.as_str(), error) {
        ("3D000", _) => OpenError::NoDatabase { server, database: database(options).to_owned() },
        ("28000" | "28P01", error) => {
            OpenError::Refused { server, user: options.get_username().to_owned(), reason: said(&error) }
        }
        (_, error @ (sqlx::Error::Io(_) | sqlx::Error::Tls(_))) => {
            OpenError::Unreachable { server, reason: error.to_string() }
        }
        (_, error) => OpenError::Failed(error),
    }
}

fn said(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}
