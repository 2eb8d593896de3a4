//! What holds for every database.

use databases::Home;
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

use super::*;

/// A database for a test.
pub(crate) async fn fresh(home: &Home) -> Store {
    let place = Place::of(home.database(), home.path()).expect("a place");
    open(place).await.expect("a database")
}

/// Every SQL text of the server, but the two of the journal that are made for a number of rows.
fn all_sql() -> Vec<&'static str> {
    [
        crate::approvals::store::SQL,
        crate::artifacts::store::SQL,
        crate::audit::store::SQL,
        crate::auth::store::SQL,
        crate::credentials::store::SQL,
        crate::dashboard::store::SQL,
        crate::flows::drafts::store::SQL,
        crate::flows::search::store::SQL,
        crate::flows::store::SQL,
        crate::flows::tags::store::SQL,
        crate::globals::store::SQL,
        crate::journal::store::SQL,
        crate::notifications::store::SQL,
        crate::retention::store::SQL,
        crate::runs::debug::store::SQL,
        crate::runs::queue::store::SQL,
        crate::runs::reopen::store::SQL,
        crate::runs::sessions::store::SQL,
        crate::runs::store::SQL,
        crate::runs::trace::store::SQL,
        crate::targets::store::SQL,
        crate::templates::store::SQL,
        crate::triggers::store::SQL,
        crate::users::store::SQL,
    ]
    .concat()
}

macro_rules! accepts {
    ($sql:expr, $pool:expr) => {
        for sql in $sql {
            let mut connection = $pool.acquire().await.expect("a connection");
            let prepared = connection.prepare(AssertSqlSafe(sql).into_sql_str()).await;
            assert!(prepared.is_ok(), "{sql}: {:?}", prepared.err());
        }
    };
}

async fn every_sql_text_is_accepted(home: &Home) {
    match fresh(home).await {
        Store::Sqlite(pools) => accepts!(all_sql(), pools.writer),
        Store::Postgres(pool) => accepts!([&all_sql(), dialect::POSTGRES_SQL].concat(), pool),
    }
}

#[tokio::test]
async fn every_sql_text_is_accepted_by_the_database() {
    every_sql_text_is_accepted(&Home::on_sqlite()).await;
}

#[cfg(not(without_postgres_tests))]
mod on_postgres {
    use std::path::Path;

    use super::*;

    #[tokio::test]
    async fn every_sql_text_is_accepted_by_the_database() {
        every_sql_text_is_accepted(&Home::on_postgres().await).await;
    }

    async fn problem(address: &str) -> String {
        let place = Place::of(address, Path::new("")).expect("an address");
        open(place).await.err().unwrap_or_else(|| panic!("{address} can be opened")).to_string()
    }

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_named() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
        let problem = problem(&format!("postgres://ada:sword-fish@{free}/flows")).await;
        assert!(problem.contains(&format!("does not answer at {free}")), "{problem}");
        assert!(!problem.contains("sword-fish"), "{problem}");
    }

    #[tokio::test]
    async fn an_unknown_user_or_database_is_named_and_the_password_is_not() {
        let home = Home::on_postgres().await;
        let server = home.database().split('@').nth(1).and_then(|rest| rest.split('/').next()).expect("a server");
        let refused = problem(&format!("postgres://nobody_at_all:sword-fish@{server}/postgres")).await;
        assert!(refused.contains("does not let `nobody_at_all` in"), "{refused}");
        assert!(!refused.contains("sword-fish"), "{refused}");
        let login = home.database().split('?').next().and_then(|address| address.rsplit_once('/')).expect("a server").0;
        let missing = problem(&format!("{login}/no_such_database")).await;
        assert!(missing.contains("has no database `no_such_database`"), "{missing}");
    }

    #[tokio::test]
    async fn tables_of_a_newer_version_are_left_alone() {
        let home = Home::on_postgres().await;
        let Store::Postgres(pool) = fresh(&home).await else { panic!("this is PostgreSQL") };
        let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (9999, 'later', TRUE, '', 0)";
        sqlx::query(newer).execute(&pool).await.expect("written");
        let problem = problem(home.database()).await;
        assert!(problem.contains("newer version of OpsConductor (change 9999"), "{problem}");
    }

    #[tokio::test]
    async fn the_audit_log_is_one_chain_however_many_write() {
        let home = Home::on_postgres().await;
        let store = fresh(&home).await;
        let writers: Vec<_> = (0..8).map(|writer| tokio::spawn(write_entries(store.clone(), writer))).collect();
        for writer in writers {
            writer.await.expect("written");
        }
        let Store::Postgres(pool) = &store else { panic!("this is PostgreSQL") };
        let chain: Vec<(String, String)> = sqlx::query_as("SELECT previous_hash, hash FROM audit_log ORDER BY seq")
            .fetch_all(pool)
            .await
            .expect("rows");
        assert_eq!(chain.len(), 40);
        assert_eq!(chain[0].0, "");
        assert!(chain.windows(2).all(|pair| pair[1].0 == pair[0].1), "each entry carries the hash of the one before");
    }

    async fn write_entries(store: Store, writer: i64) {
        let author = crate::audit::Author::system();
        for at in 0..5 {
            let (action, object, details) = ("test", format!("writer:{writer}"), serde_json::json!({}));
            let entry = crate::audit::Entry { at, author: &author, action, object, details };
            let mut tx = store.begin().await.expect("a transaction");
            crate::audit::record(&mut tx, &entry).await.expect("recorded");
            tx.commit().await.expect("committed");
        }
    }
}
