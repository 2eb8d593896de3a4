//! Processes on one database, and flows whose nodes a test opens one by one.

use std::collections::HashMap;
use std::sync::Arc;

use engine::{Caps, Engine};
use node_hosts::{Commands, EgressPolicy, HttpClient, LocalHosts, Sessions};
use node_sdk::Services;
use node_sdk::prelude::*;
use serde_json::{Value as Json, json};
use server::approvals::Desk;
use server::artifacts::{Files, Folder};
use server::audit::Author;
use server::credentials::Vault;
use server::flows::{Checked, Programs};
use server::globals::Cache;
use server::journal::Writer;
use server::keys::Keys;
use server::live::Hub;
use server::notifications::Preferences;
use server::runs::{self, Active, Error, Queue, Recorder, Request, Runner};
use server::store::{self, Place, Store};
use server::targets::Inventory;
use tokio::sync::{Semaphore, watch};

pub(crate) use super::world::{Home, TestClock};

/// Which nodes began, in their order, and which may go on.
#[derive(Default)]
pub(crate) struct Gates {
    begun: watch::Sender<Vec<String>>,
    open: parking_lot::Mutex<HashMap<String, Arc<Semaphore>>>,
}

impl Gates {
    fn of(&self, name: &str) -> Arc<Semaphore> {
        Arc::clone(self.open.lock().entry(name.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(0))))
    }

    /// Lets whoever is at a gate, or comes to it, pass once.
    pub(crate) fn open(&self, name: &str) {
        self.of(name).add_permits(1);
    }

    /// Waits until so many came to gates, and says who.
    pub(crate) async fn begun(&self, count: usize) -> Vec<String> {
        let mut begun = self.begun.subscribe();
        let begun = begun.wait_for(|begun| begun.len() >= count).await.expect("the gates stay");
        begun.clone()
    }

    /// Who came so far.
    pub(crate) fn so_far(&self) -> Vec<String> {
        self.begun.borrow().clone()
    }
}

/// An effect that notes that it began, and ends once its gate is open.
struct Gate(Arc<Gates>);

#[derive(Debug, Deserialize, JsonSchema)]
struct Named {
    name: String,
}

impl NodeType for Gate {
    const TYPE: &'static str = "test.gate";
    type Config = Named;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Gate", Category::Control).repeat(Repeat::Safe).platforms(Platform::ENGINE)
    }
}

impl ActiveNode for Gate {
    async fn run(&self, _ctx: &Ctx<'_>, config: &Named, _message: &Message) -> Result<Outcome, NodeError> {
        let gate = self.0.of(&config.name);
        self.0.begun.send_modify(|begun| begun.push(config.name.clone()));
        gate.acquire().await.expect("the gate stays").forget();
        Ok(Outcome::pass())
    }
}

/// One process: a runner with its own writer.
pub(crate) struct Process {
    pub(crate) runner: Arc<Runner>,
    pub(crate) gates: Arc<Gates>,
    pub(crate) clock: Arc<TestClock>,
}

impl Process {
    /// A process on a database.
    pub(crate) async fn on(home: &Home, queue: Queue) -> Self {
        // Fails only if another test was first.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let (gates, clock) = (Arc::new(Gates::default()), Arc::new(TestClock::default()));
        let mut libraries = node_catalog::libraries();
        libraries.push(Library::new("test", "Test").active(Gate(Arc::clone(&gates))));
        let place = Place::of(home.database(), home.path()).expect("an address");
        let store = store::open(place).await.expect("a database");
        let hosts = Arc::new(LocalHosts::new(home.path().to_owned(), Commands::OFF));
        let writer = Writer::start(&store);
        let recorder = Arc::new(Recorder::new(writer.clone()));
        let sessions = Sessions::new(Arc::clone(&recorder) as _, Arc::clone(&clock) as _);
        let http = Arc::new(HttpClient::new(EgressPolicy::default(), sessions));
        let services = Services::new(hosts, http, Arc::clone(&clock) as _);
        let globals = Cache::open(store.clone(), writer.clone(), Arc::clone(&clock) as _).await.expect("variables");
        let files = Arc::new(Files::new(Folder::within(home.path()), None, Arc::clone(&clock) as _, 1 << 20));
        let hub = Hub::new("test".into());
        let desk = Desk::new(store.clone(), writer.clone(), Arc::clone(&clock) as _, Arc::clone(&hub));
        let keys = Arc::new(Keys::load(None, home.path()).expect("keys"));
        let vault = Vault::new(store.clone(), writer.clone(), Arc::clone(&keys), Arc::clone(&clock) as _);
        let runner = Arc::new(Runner {
            inventory: Inventory::open(store.clone()).await.expect("targets"),
            vault: Arc::new(vault),
            preferences: Preferences::default(),
            sessions: recorder,
            desk: Arc::new(desk),
            globals,
            files,
            programs: Arc::new(Programs::new(Arc::new(Engine::new(libraries, Caps::default()).expect("an engine")))),
            writer,
            hub,
            keys,
            clock: Arc::clone(&clock) as _,
            active: Active::default(),
            courier: Arc::clone(&services.notices),
            services,
            store,
            queue,
        });
        Self { runner, gates, clock }
    }

    pub(crate) async fn check(&self, document: &Json) -> Arc<Checked> {
        let text = document.to_string();
        self.runner.programs.check_text(text).await.unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    /// Starts a run of a document; flows of the same name are the same flow.
    pub(crate) async fn start(&self, document: &Json, start: Start<'_>) -> Result<String, Error> {
        let checked = self.check(document).await;
        let author = Author::system();
        let parameters: Map = serde_json::from_value(start.parameters).expect("parameters");
        let request = Request {
            parameters,
            priority: start.priority,
            parent: start.parent.map(|(run, key)| (run.to_owned(), key.to_owned())),
            ..Request::new(&checked)
        };
        let mut run = runs::prepare(&self.runner, &author, request)?;
        run.flow_id = Some(checked.name.clone());
        runs::enqueue(&self.runner, &author, &checked, run).await
    }

    /// Waits until a run stands as wanted, woken by what is told of runs.
    pub(crate) async fn until(&self, run: &str, status: &str) {
        let told = Arc::new(tokio::sync::Notify::new());
        let mut subscription = self.runner.hub.subscribe(None, None, &told);
        while self.status(run).await != status {
            subscription.pull();
            told.notified().await;
        }
    }

    pub(crate) async fn status(&self, run: &str) -> String {
        self.text("SELECT status FROM runs WHERE id = $1", run).await
    }

    /// What one query says of one run, as text.
    pub(crate) async fn text(&self, sql: &'static str, run: &str) -> String {
        let text: sqlx::Result<Option<String>> = match &self.runner.store {
            Store::Sqlite(pools) => sqlx::query_scalar(sql).bind(run).fetch_one(&pools.readers).await,
            Store::Postgres(pool) => sqlx::query_scalar(sql).bind(run).fetch_one(pool).await,
        };
        text.expect("a row").unwrap_or_default()
    }

    /// Kinds and keys of a run's journal, in their order.
    pub(crate) async fn journal(&self, run: &str) -> Vec<String> {
        let sql = "SELECT j.kind || ' ' || j.key FROM journal j JOIN runs r ON r.no = j.run_no
            WHERE r.id = $1 AND j.kind <> 'step' ORDER BY j.seq";
        let rows = match &self.runner.store {
            Store::Sqlite(pools) => sqlx::query_scalar(sql).bind(run).fetch_all(&pools.readers).await,
            Store::Postgres(pool) => sqlx::query_scalar(sql).bind(run).fetch_all(pool).await,
        };
        rows.expect("rows")
    }
}

/// How a run is started.
pub(crate) struct Start<'a> {
    pub(crate) parameters: Json,
    pub(crate) priority: i64,
    pub(crate) parent: Option<(&'a str, &'a str)>,
}

impl Default for Start<'_> {
    fn default() -> Self {
        Self { parameters: json!({}), priority: 0, parent: None }
    }
}

/// A flow whose only nodes are gates, one after the other.
pub(crate) fn gates(flow: &str, names: &[&str]) -> Json {
    let node = |name: &&str| json!({ "id": name, "type": "test.gate", "config": { "name": name } });
    let wires: Vec<_> = names.windows(2).map(|pair| json!({ "source": pair[0], "target": pair[1] })).collect();
    json!({
        "format": "opsconductor.flow/1", "name": flow,
        "nodes": names.iter().map(node).collect::<Vec<_>>(), "wires": wires
    })
}

/// A flow with one gate that is named by the parameter `name`.
pub(crate) fn named(flow: &str, concurrency: &Json) -> Json {
    let mut document = gates(flow, &["gate"]);
    document["parameters"] = json!({ "name": { "type": "string" } });
    document["nodes"][0]["config"]["name"] = "{{ name }}".into();
    document["settings"] = json!({ "concurrency": concurrency });
    document
}
