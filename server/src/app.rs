//! The running server: all its parts, put together once.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use engine::{Caps, Engine};
use node_hosts::{Courier, EgressPolicy, HttpClient, LocalHosts, Sessions, SshPool};
use node_sdk::{Clock, Http, Services};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::artifacts::{Files, Folder, Kept};
use crate::audit::Author;
use crate::config::{Settings, Work, make_data_dir};
use crate::credentials::Vault;
use crate::flows::{self, Programs};
use crate::globals::Cache;
use crate::journal::Writer;
use crate::keys::Keys;
use crate::live::Hub;
use crate::node_types::Catalog;
use crate::notices::Audited;
use crate::notifications::{self, Preferences};
use crate::runs::{Active, Queue, Recorder, Runner, Supervisor};
use crate::store::{self, Store};
use crate::targets::{Inventory, KnownKeys, Machines};
use crate::{approvals, auth, templates, triggers, users};

/// The parts of the server; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What [`App`] is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who may come in.
    pub auth: auth::Service,
    /// Checked documents.
    pub programs: Arc<Programs>,
    /// Node types.
    pub node_types: Catalog,
    /// Live events.
    pub hub: Arc<Hub>,
    /// What executes runs.
    pub runner: Arc<Runner>,
    /// What decides when.
    pub supervisor: Supervisor,
    /// Whether commands may run on this machine.
    pub local_commands: bool,
    /// When the server started, in milliseconds since 1970.
    pub started_at: i64,
    /// Counts calls of webhooks.
    pub(crate) calls: triggers::Calls,
    /// Where people and programs reach the server, if it was told.
    pub public_url: Option<String>,
    /// Whether mail can be sent.
    pub sends_mail: bool,
    /// Fires when open connections should end.
    pub closing: CancellationToken,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What a first start has to tell.
pub struct FirstStart {
    /// The password that was generated for `admin`.
    pub admin_password: String,
}

impl App {
    /// Opens the data folder and starts to execute what is left in it.
    ///
    /// # Errors
    /// If the folder cannot be used, or the settings are wrong.
    pub async fn open(settings: &Settings, clock: Arc<dyn Clock>) -> anyhow::Result<(Self, Option<FirstStart>)> {
        let runner = open_runner(&settings.work, Arc::clone(&clock)).await?;
        let runner = Arc::new(Runner { queue: settings.queue, ..runner });
        let password = settings.admin_password.as_deref();
        let generated = users::ensure_admin(&runner.store, clock.as_ref(), password).await?;
        templates::sync(&runner.store, clock.as_ref()).await.context("the shipped templates could not be added")?;
        let signing_key = runner.keys.derive("access tokens");
        let auth = auth::Service::new(runner.store.clone(), Arc::clone(&clock), &signing_key, settings.registration)?;
        let closing = CancellationToken::new();
        settings.retention.start(Arc::clone(&runner), closing.clone()).await?;
        let supervisor = Supervisor::start(Arc::clone(&runner), settings.grace).await?;
        let app = Self(Arc::new(Parts {
            store: runner.store.clone(),
            auth,
            programs: Arc::clone(&runner.programs),
            node_types: Catalog::new(&engine(settings.work.caps)?),
            hub: Arc::clone(&runner.hub),
            supervisor,
            local_commands: settings.work.commands.are_allowed,
            started_at: clock.now(),
            calls: triggers::Calls::default(),
            public_url: settings.work.courier.public_url.clone(),
            sends_mail: settings.work.courier.mail.is_some(),
            closing,
            runner,
            clock,
        }));
        for file in &settings.seed {
            app.seed(file).await.with_context(|| format!("the flow `{}` could not be added", file.display()))?;
        }
        triggers::start(Arc::clone(&app.runner), app.supervisor.stopping());
        notifications::start(Arc::clone(&app.runner), app.supervisor.stopping());
        Ok((app, generated.map(|admin_password| FirstStart { admin_password })))
    }

    /// Stops: runs get some time to end, the rest is left for the next start.
    pub async fn close(&self) {
        self.supervisor.stop().await;
        self.runner.services.hosts.settle().await;
        self.closing.cancel();
    }

    /// Adds the flow of a file, unless there is one of that name.
    async fn seed(&self, file: &std::path::Path) -> anyhow::Result<()> {
        let checked = self.programs.check_canonical(tokio::fs::read(file).await?).await.map_err(|problems| {
            anyhow!("it is malformed: {}", problems.first().map_or("", |problem| problem.message.as_str()))
        })?;
        if flows::store::has_name(&self.store, &checked.name).await? {
            return Ok(());
        }
        flows::create(&self.store, self.clock.as_ref(), &Author::system(), &checked, "Added at start").await?;
        Ok(())
    }
}

/// All that is needed to execute runs that are kept.
///
/// # Errors
/// If the data folder or the workspace cannot be used.
pub async fn open_runner(work: &Work, clock: Arc<dyn Clock>) -> anyhow::Result<Runner> {
    make_data_dir(&work.data_dir)?;
    let keys = Keys::load(work.master_key.as_deref(), &work.data_dir)?;
    let store = store::open(work.database.clone()).await?;
    let writer = Writer::start(&store);
    let globals = Cache::open(store.clone(), writer.clone(), Arc::clone(&clock)).await?;
    let kept = Kept { store: store.clone(), writer: writer.clone() };
    let folder = Folder::within(&work.data_dir);
    let files = Arc::new(Files::new(folder, Some(kept), Arc::clone(&clock), work.artifact_bytes));
    let own = services(work, Arc::clone(&clock))?;
    let keys = Arc::new(keys);
    let inventory = Inventory::open(store.clone()).await?;
    let vault = Arc::new(Vault::new(store.clone(), writer.clone(), Arc::clone(&keys), Arc::clone(&clock)));
    let known_keys = KnownKeys::new(store.clone(), Arc::clone(&inventory), Arc::clone(&clock));
    let recorder = Arc::new(Recorder::new(writer.clone()));
    let sessions = Sessions::new(Arc::clone(&recorder) as _, Arc::clone(&clock));
    let ssh = SshPool::new(Arc::new(known_keys), sessions.clone(), work.commands.grace);
    let hosts = Machines::new(local_hosts(work), Arc::clone(&inventory), ssh);
    let courier = own.notices;
    let notices =
        Audited { courier: Arc::clone(&courier), writer: writer.clone(), clock: Arc::clone(&clock), author: None };
    let hub = Hub::new(Uuid::now_v7().simple().to_string());
    let desk = Arc::new(approvals::Desk::new(store.clone(), writer.clone(), Arc::clone(&clock), Arc::clone(&hub)));
    let services = Services {
        hosts: Arc::new(hosts),
        http: http_client(sessions),
        credentials: Arc::clone(&vault) as _,
        globals: Arc::clone(&globals) as _,
        artifacts: Arc::clone(&files) as _,
        notices: Arc::new(notices),
        approvals: Arc::clone(&desk) as _,
        ..own
    };
    Ok(Runner {
        programs: Arc::new(Programs::new(Arc::new(engine(work.caps)?))),
        writer,
        hub,
        services,
        courier,
        desk,
        globals,
        files,
        queue: Queue::default(),
        active: Active::default(),
        keys,
        inventory,
        vault,
        sessions: recorder,
        preferences: Preferences::open(&store).await?,
        store,
        clock,
    })
}

/// The engine with all node types.
///
/// # Errors
/// If two node types clash: a mistake in a library.
pub fn engine(caps: Caps) -> anyhow::Result<Engine> {
    Engine::new(node_catalog::libraries(), caps).map_err(|reason| anyhow!("the node types clash: {reason}"))
}

/// What nodes work with.
///
/// # Errors
/// If the workspace cannot be made.
pub fn services(work: &Work, clock: Arc<dyn Clock>) -> anyhow::Result<Services> {
    std::fs::create_dir_all(&work.workspace)
        .with_context(|| format!("the workspace `{}` cannot be made", work.workspace.display()))?;
    let hosts = local_hosts(work);
    let http = http_client(Sessions::unrecorded());
    let courier = Courier::new(work.courier.clone(), Arc::clone(&http));
    Ok(Services { notices: Arc::new(courier), ..Services::new(Arc::new(hosts), http, clock) })
}

fn http_client(sessions: Sessions) -> Arc<dyn Http> {
    Arc::new(HttpClient::new(EgressPolicy::default(), sessions))
}

fn local_hosts(work: &Work) -> LocalHosts {
    LocalHosts::new(work.workspace.clone(), work.commands)
}

/// How long connections get to end once the runs have.
pub const CONNECTIONS_GRACE: Duration = Duration::from_secs(5);
