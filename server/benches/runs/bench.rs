//! A server without its door.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use databases::Home;
use engine::{Caps, Engine, RunStatus};
use node_hosts::{Commands, EgressPolicy, HttpClient, LocalHosts, Sessions, SystemClock};
use node_sdk::{Clock, Services};
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::Value as Json;
use server::approvals::Desk;
use server::artifacts::{Files, Folder};
use server::audit::Author;
use server::credentials::Vault;
use server::flows::{self, Checked, Programs};
use server::globals::Cache;
use server::journal::Writer;
use server::keys::Keys;
use server::live::{Hub, Update};
use server::notifications::Preferences;
use server::runs::{self, Active, Queue, Recorder, Request, Runner, Supervisor};
use server::store::{self, Place, Store};
use server::targets::Inventory;
use tokio::sync::{Notify, oneshot};

use crate::flows as drawn;

/// Which database.
#[derive(Clone, Copy)]
pub(crate) enum On {
    /// The embedded one.
    Sqlite,
    /// A server.
    Postgres,
}

impl On {
    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// An empty database that keeps what it is told.
    pub(crate) async fn open(self) -> (Home, Store) {
        let home = match self {
            Self::Sqlite => Home::on_sqlite_in(Path::new(env!("CARGO_TARGET_TMPDIR"))),
            Self::Postgres => Home::on_postgres().await,
        };
        let store = store::open(place(&home)).await.expect("a database");
        (home, store)
    }
}

fn place(home: &Home) -> Place {
    // Tests on PostgreSQL need no power cut to be survived; here it must be.
    let address = home.database().replace("synchronous_commit]=off", "synchronous_commit]=on");
    Place::of(&address, home.path()).unwrap_or_else(|error| panic!("an address: {error}"))
}

/// A server without its door.
pub(crate) struct Bench {
    pub(crate) runner: Arc<Runner>,
    pub(crate) gate: Arc<Notify>,
    pub(crate) home: Home,
    supervisor: Supervisor,
    ends: Arc<Ends>,
}

/// Whoever waits for the end of a run.
#[derive(Default)]
struct Ends(Mutex<HashMap<String, oneshot::Sender<RunStatus>>>);

#[derive(Deserialize)]
struct Listed {
    run: Item,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    status: RunStatus,
}

impl Bench {
    /// A server that executes so many runs at the same time.
    pub(crate) async fn open(on: On, at_once: usize) -> Self {
        let (home, store) = on.open().await;
        Self::start(home, store, at_once).await
    }

    /// Ends as a process does that is killed, and starts again.
    pub(crate) async fn again(self, at_once: usize) -> (Self, Duration) {
        self.supervisor.stop().await;
        let Self { home, runner, .. } = self;
        runner.store.close().await;
        drop(runner);
        let begun = Instant::now();
        let store = store::open(place(&home)).await.expect("a database");
        (Self::start(home, store, at_once).await, begun.elapsed())
    }

    async fn start(home: Home, store: Store, at_once: usize) -> Self {
        let (clock, gate) = (Arc::new(SystemClock), Arc::new(Notify::new()));
        let mut libraries = node_catalog::libraries();
        libraries.push(drawn::library(&gate));
        let writer = Writer::start(&store);
        let folder = home.path();
        let services = services(folder);
        let hub = Hub::new("bench".into());
        let desk = Desk::new(store.clone(), writer.clone(), Arc::clone(&clock) as _, Arc::clone(&hub));
        let keys = Arc::new(Keys::load(None, folder).expect("keys"));
        let vault = Vault::new(store.clone(), writer.clone(), Arc::clone(&keys), Arc::clone(&clock) as _);
        let runner = Arc::new(Runner {
            inventory: Inventory::open(store.clone()).await.expect("targets"),
            vault: Arc::new(vault),
            preferences: Preferences::default(),
            sessions: Arc::new(Recorder::new(writer.clone())),
            desk: Arc::new(desk),
            programs: Arc::new(Programs::new(Arc::new(Engine::new(libraries, Caps::default()).expect("an engine")))),
            globals: Cache::open(store.clone(), writer.clone(), Arc::clone(&clock) as _).await.expect("variables"),
            files: Arc::new(Files::new(Folder::within(folder), None, Arc::clone(&clock) as _, 1 << 30)),
            writer,
            hub,
            courier: Arc::clone(&services.notices),
            services,
            keys,
            store,
            clock,
            queue: Queue { at_once, limit: 1_000_000, ..Queue::default() },
            active: Active::default(),
        });
        let ends = Arc::new(Ends::default());
        tokio::spawn(Arc::clone(&ends).watch(Arc::clone(&runner.hub)));
        let supervisor = Supervisor::start(Arc::clone(&runner), Duration::ZERO).await.expect("a supervisor");
        Self { runner, gate, home, supervisor, ends }
    }

    /// A flow that is kept: its id, and what is known of its document.
    pub(crate) async fn keep(&self, document: &Json) -> Kept {
        let checked = self.runner.programs.check_text(document.to_string()).await.expect("a sound document");
        let (store, clock) = (&self.runner.store, SystemClock);
        let flow = flows::create(store, &clock, &Author::system(), &checked, "").await;
        Kept { id: flow.unwrap_or_else(|error| panic!("a flow: {error:?}")).id, checked }
    }

    /// How many runs are put away.
    pub(crate) async fn parked(&self) -> i64 {
        let counted = "SELECT count(*) FROM runs WHERE is_parked";
        let count = match &self.runner.store {
            Store::Sqlite(pools) => sqlx::query_scalar(counted).fetch_one(&pools.readers).await,
            Store::Postgres(pool) => sqlx::query_scalar(counted).fetch_one(pool).await,
        };
        count.expect("a count")
    }

    /// Starts a run and waits for its end.
    pub(crate) async fn run(&self, kept: &Kept) -> Duration {
        let begun = Instant::now();
        let status = self.begin(kept).await.await.expect("an end");
        assert_eq!(status, RunStatus::Completed);
        begun.elapsed()
    }

    /// Starts a run; what is returned gets its end.
    pub(crate) async fn begin(&self, kept: &Kept) -> oneshot::Receiver<RunStatus> {
        let (author, runner) = (Author::system(), &self.runner);
        let request = Request { flow: Some((kept.id.clone(), 1)), ..Request::new(&kept.checked) };
        let run = runs::prepare(runner, &author, request).expect("a run");
        let (sender, end) = oneshot::channel();
        self.ends.0.lock().insert(run.id.clone(), sender);
        runs::enqueue(runner, &author, &kept.checked, run).await.expect("the run is added");
        end
    }
}

/// A flow that is kept.
pub(crate) struct Kept {
    id: String,
    checked: Arc<Checked>,
}

impl Ends {
    /// Reads the list of runs as a browser does that shows it.
    async fn watch(self: Arc<Self>, hub: Arc<Hub>) {
        let news = Arc::new(Notify::new());
        let mut list = hub.subscribe(None, None, &news);
        loop {
            match list.pull() {
                Some(Update::Events(events)) => events.iter().for_each(|(_, text)| self.take(text)),
                Some(Update::Snapshot { .. }) => {}
                None => news.notified().await,
            }
        }
    }

    fn take(&self, text: &str) {
        let Ok(Listed { run }) = serde_json::from_str(text) else { return };
        if run.status.is_final()
            && let Some(waiting) = self.0.lock().remove(&run.id)
        {
            let _ = waiting.send(run.status);
        }
    }
}

fn services(folder: &Path) -> Services {
    let hosts = LocalHosts::new(folder.to_owned(), Commands::OFF);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    Services::new(Arc::new(hosts), Arc::new(HttpClient::new(EgressPolicy::default(), Sessions::unrecorded())), clock)
}
