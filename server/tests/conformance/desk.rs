//! All that is needed to execute runs, on a database of its own, and nothing that executes them.

use std::sync::Arc;

use databases::Home;
use node_hosts::{Commands, CourierSettings, SystemClock};
use serde_json::json;
use server::app;
use server::audit::Author;
use server::config::Work;
use server::journal::{Claim, OfRun};
use server::runs::{self, Runner};
use server::store::{Place, Store, Tx, open};

use engine::{Caps, RunId};

const CLAIM: &str = "SELECT no, fence FROM runs WHERE id = $1";
const COPY: &str = "INSERT INTO runs (id, flow_name, document_hash, status, started_how, created_by, created_at,
        durability, parameters, input)
    SELECT $1, flow_name, document_hash, status, started_how, created_by, created_at, durability, parameters, input
    FROM runs WHERE id = $2";

/// A database with whatever a test puts into it.
pub(crate) struct Desk {
    pub(crate) runner: Runner,
    pub(crate) home: Home,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let home = Home::of(module_path!()).await;
        let work = Work {
            data_dir: home.path().to_owned(),
            database: place(&home),
            workspace: home.path().join("workspace"),
            commands: Commands::OFF,
            master_key: None,
            artifact_bytes: Work::ARTIFACT_BYTES,
            courier: CourierSettings::default(),
            caps: Caps::default(),
        };
        Self { runner: app::open_runner(&work, Arc::new(SystemClock)).await.expect("a runner"), home }
    }

    /// The same database, through connections of its own.
    pub(crate) async fn other_store(&self) -> Store {
        open(place(&self.home)).await.expect("the database")
    }

    /// The journal as whoever executes the run sees it.
    pub(crate) async fn journal(&self, run: RunId, has_secrets: bool) -> OfRun {
        self.journal_as(self.claim(run).await, has_secrets)
    }

    /// The journal as whoever has this claim sees it.
    pub(crate) fn journal_as(&self, claim: Claim, has_secrets: bool) -> OfRun {
        let Runner { store, writer, keys, .. } = &self.runner;
        OfRun::new(store.clone(), writer.hold(claim), Arc::clone(keys), has_secrets)
    }

    /// The claim that counts now.
    pub(crate) async fn claim(&self, run: RunId) -> Claim {
        let id = run.to_string();
        let claim: sqlx::Result<(i64, i64)> = match &self.runner.store {
            Store::Sqlite(pools) => sqlx::query_as(CLAIM).bind(id).fetch_one(&pools.readers).await,
            Store::Postgres(pool) => sqlx::query_as(CLAIM).bind(id).fetch_one(pool).await,
        };
        let (no, fence) = claim.expect("a run");
        Claim { no, fence }
    }

    /// Starts a run; with the same key, the same run.
    pub(crate) async fn start(&self, idempotency_key: Option<&str>) -> RunId {
        let document = json!({ "format": "opsconductor.flow/1", "name": "Nothing",
            "nodes": [{ "id": "start", "type": "flow.start" }] });
        let checked = self.runner.programs.check_bytes(document.to_string().into_bytes()).await;
        let checked = checked.unwrap_or_else(|problems| panic!("the flow is malformed: {}", problems[0].message));
        let request =
            runs::Request { idempotency_key: idempotency_key.map(str::to_owned), ..runs::Request::new(&checked) };
        let author = Author { name: "ada".into(), address: String::new() };
        let run = runs::prepare(&self.runner, &author, request).expect("a run");
        let id = runs::enqueue(&self.runner, &author, &checked, run).await.expect("started");
        RunId(id.parse().expect("an id"))
    }

    /// Many runs that wait, added at once.
    pub(crate) async fn start_many(&self, count: usize) -> Vec<RunId> {
        let first = self.start(None).await;
        let mut runs = vec![first];
        let mut tx = self.runner.store.begin().await.expect("a transaction");
        while runs.len() < count {
            let run = RunId::fresh();
            let (id, first) = (run.to_string(), first.to_string());
            let copied = match &mut tx {
                Tx::Sqlite(tx) => sqlx::query(COPY).bind(id).bind(first).execute(&mut **tx).await.map(|_| ()),
                Tx::Postgres(tx) => sqlx::query(COPY).bind(id).bind(first).execute(&mut **tx).await.map(|_| ()),
            };
            copied.expect("added");
            runs.push(run);
        }
        tx.commit().await.expect("committed");
        runs
    }
}

fn place(home: &Home) -> Place {
    Place::of(home.database(), home.path()).expect("an address")
}
