//! An empty schema on a PostgreSQL server, dropped with all that is in it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _};
use tokio::sync::OnceCell;

/// Names the server, as postgres://USER:PASSWORD@HOST:PORT/DATABASE.
const VARIABLE: &str = "OPSCONDUCTOR_TEST_POSTGRES";
/// The role that `tests/needs.sh` makes, else one that a server which trusts this machine lets in.
const USUAL: [&str; 3] = [
    "postgres://opsconductor_test:opsconductor_test@127.0.0.1:5432/opsconductor_test",
    "postgres://postgres@127.0.0.1:5432/opsconductor_test",
    "postgres://root@127.0.0.1:5432/opsconductor_test",
];
const PATIENCE: Duration = Duration::from_secs(20);
const NO_SUCH_DATABASE: &str = "3D000";

const MAY_MAKE_SCHEMAS: &str = "SELECT has_database_privilege(current_database(), 'CREATE')";
const NOW: &str = "SELECT extract(epoch FROM now())::int8";
/// What tests that were killed an hour ago left behind.
const LEFT_BEHIND: &str = r"SELECT nspname::text FROM pg_namespace
    WHERE nspname ~ '^test_\d+_\d+_\d+$' AND split_part(nspname, '_', 2)::int8 < extract(epoch FROM now()) - 3600";
const END_CONNECTIONS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
const TABLES: &str = "SELECT tablename::text FROM pg_tables WHERE schemaname = $1";

static SERVER: OnceCell<String> = OnceCell::const_new();
static MADE: AtomicU32 = AtomicU32::new(0);

/// An empty schema.
pub(crate) struct Schema {
    server: &'static str,
    name: String,
    address: String,
}

impl Schema {
    pub(crate) async fn make() -> Self {
        let server = SERVER.get_or_init(find_server).await;
        let mut connection = PgConnection::connect(server).await.expect("PostgreSQL answers");
        let now: i64 = sqlx::query_scalar(NOW).fetch_one(&mut connection).await.expect("the time");
        let name = format!("test_{now}_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        run(&mut connection, format!("CREATE SCHEMA {name}")).await.expect("a schema");
        connection.close().await.expect("closed");
        let parameters = format!("application_name={name}&options[search_path]={name}&options[synchronous_commit]=off");
        let address = format!("{server}{}{parameters}", if server.contains('?') { '&' } else { '?' });
        Self { server, name, address }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// All rows of each table, as text.
    pub(crate) async fn tables(&self) -> Vec<(String, Vec<u8>)> {
        let mut connection = PgConnection::connect(self.server).await.expect("PostgreSQL answers");
        let names: Vec<String> =
            sqlx::query_scalar(TABLES).bind(&self.name).fetch_all(&mut connection).await.expect("the tables");
        let mut tables = Vec::new();
        for name in names {
            let rows = format!("SELECT coalesce(string_agg(t::text, chr(10)), '') FROM {}.{name} t", self.name);
            let text: String =
                sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&mut connection).await.expect("the rows");
            tables.push((name, text.into_bytes()));
        }
        tables
    }
}

impl Drop for Schema {
    /// On a thread of its own: the test's runtime may be ending, with connections that still hold locks.
    fn drop(&mut self) {
        let (server, name) = (self.server, self.name.clone());
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(drop_schema(server, &name))
        });
        // A schema that could not be dropped is dropped by a later run.
        let _ = dropped.join();
    }
}

async fn drop_schema(server: &str, name: &str) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect(server).await?;
    sqlx::query(END_CONNECTIONS).bind(name).execute(&mut connection).await?;
    run(&mut connection, "SET synchronous_commit = off".into()).await?;
    run(&mut connection, format!("SET client_min_messages = warning; DROP SCHEMA IF EXISTS {name} CASCADE")).await?;
    connection.close().await
}

async fn find_server() -> String {
    let named = std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
    let candidates = match named {
        Some(address) => vec![address.into_string().expect("a text")],
        None => USUAL.map(str::to_owned).to_vec(),
    };
    let mut reasons = Vec::new();
    for address in candidates {
        match tokio::time::timeout(PATIENCE, try_server(&address)).await {
            Ok(Ok(())) => return address,
            Ok(Err(error)) => reasons.push(error.to_string()),
            Err(_) => reasons.push("no answer".into()),
        }
    }
    panic!(
        "No PostgreSQL for the tests ({}). `tests/needs.sh test` starts one on 127.0.0.1:5432; {VARIABLE} names \
         another; OPSCONDUCTOR_TEST_DATABASES=sqlite leaves its tests out.",
        reasons.join("; ")
    );
}

/// Whether the server lets us in and make schemas; makes the database, and drops what earlier tests left behind.
async fn try_server(address: &str) -> sqlx::Result<()> {
    let mut connection = match PgConnection::connect(address).await {
        Err(error) if is(&error, NO_SUCH_DATABASE) => {
            make_database(address).await?;
            PgConnection::connect(address).await?
        }
        connected => connected?,
    };
    if !sqlx::query_scalar(MAY_MAKE_SCHEMAS).fetch_one(&mut connection).await? {
        return Err(sqlx::Error::Configuration("the database is another role's".into()));
    }
    let left: Vec<String> = sqlx::query_scalar(LEFT_BEHIND).fetch_all(&mut connection).await?;
    connection.close().await?;
    for name in left {
        drop_schema(address, &name).await?;
    }
    Ok(())
}

async fn make_database(address: &str) -> sqlx::Result<()> {
    let Some((server, name)) = address.rsplit_once('/') else { return Ok(()) };
    let mut connection = PgConnection::connect(&format!("{server}/postgres")).await?;
    // Another test process may have been first; connecting tells whether it is there.
    let _ = run(&mut connection, format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")).await;
    connection.close().await
}

async fn run(connection: &mut PgConnection, sql: String) -> sqlx::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(|_| ())
}

fn is(error: &sqlx::Error, code: &str) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|found| found == code)
}
