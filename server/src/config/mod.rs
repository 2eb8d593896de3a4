//! Settings: flags, then environment, then the file, then the defaults. Nothing else reads the environment.

mod caps;
mod file;
mod folder;
mod keep;
mod local;
mod notify;
mod queue;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use node_hosts::{Commands, CourierSettings};

pub use caps::CapsFlags;
use caps::caps;
use engine::Caps;
pub use keep::KeepFlags;
use keep::{ARTIFACT_BYTES, artifact_bytes, parking, retention};
pub use local::LocalFlags;
use local::limits;
pub use notify::NotifyFlags;
pub(crate) use notify::courier;
pub use queue::QueueFlags;
use queue::queue;

use crate::retention::Retention;
use crate::runs::Queue;
use crate::store::Place;

pub use folder::{Lock, default_data_dir, make_data_dir};

const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);
const GRACE_SECONDS: u64 = 10;

/// Flags of `serve`. Each can also be set in the environment or in the file. Has no `Debug`, because the
/// database's address may hold a password.
#[derive(Clone, Default, clap::Args)]
pub struct ServeFlags {
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "OPSCONDUCTOR_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Folder for the master key, and for the database if it is the embedded one [default: ~/.local/share/opsconductor]
    #[arg(long, env = "OPSCONDUCTOR_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// PostgreSQL database, as postgres://USER:PASSWORD@HOST:PORT/DATABASE [default: embedded, in the data folder]
    #[arg(long, env = "OPSCONDUCTOR_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Folder that file nodes are confined to [default: workspace, in the data folder]
    #[arg(long, env = "OPSCONDUCTOR_WORKSPACE")]
    pub workspace: Option<PathBuf>,
    /// Allow flows to run commands on this machine
    #[arg(long, env = "OPSCONDUCTOR_LOCAL_COMMANDS", num_args = 0..=1, default_missing_value = "true")]
    pub local_commands: Option<bool>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment would become help of the command")]
    pub local: LocalFlags,
    /// Let people make their own accounts, with the role viewer [default: true]
    #[arg(long, env = "OPSCONDUCTOR_REGISTRATION")]
    pub registration: Option<bool>,
    /// Flow files to add, unless there is a flow of that name
    #[arg(long, env = "OPSCONDUCTOR_SEED", num_args = 1.., value_delimiter = ',')]
    pub seed: Vec<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment would become help of the command")]
    pub queue: QueueFlags,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment would become help of the command")]
    pub caps: CapsFlags,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment would become help of the command")]
    pub keep: KeepFlags,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a comment would become help of the command")]
    pub notify: NotifyFlags,
    /// Seconds that runs get to end when the server stops [default: 10]
    #[arg(long, env = "OPSCONDUCTOR_GRACE_SECONDS")]
    pub grace_seconds: Option<u64>,
    /// How to write the log to standard error [default: text]
    #[arg(long, env = "OPSCONDUCTOR_LOG_FORMAT")]
    pub log_format: Option<LogFormat>,
    /// TOML file with the same settings, such as `data_dir = "/var/lib/opsconductor"`
    #[arg(long, env = "OPSCONDUCTOR_CONFIG")]
    pub config: Option<PathBuf>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines; one object a line.
    Json,
}

/// Where and with what runs work. Has no `Debug`, because of the secrets.
#[derive(Clone)]
pub struct Work {
    /// Folder for the master key.
    pub data_dir: PathBuf,
    /// Where the database is.
    pub database: Place,
    /// Folder that file nodes are confined to.
    pub workspace: PathBuf,
    /// What flows may do with commands on this machine.
    pub commands: Commands,
    /// In base64; that of the data folder where absent.
    pub master_key: Option<String>,
    /// Bytes that the files of one run may have together.
    pub artifact_bytes: u64,
    /// How people are told.
    pub courier: CourierSettings,
    /// Bounds that no flow can raise.
    pub caps: Caps,
}

impl Work {
    /// Bytes that the files of one run may have together, where nothing else is said.
    pub const ARTIFACT_BYTES: u64 = ARTIFACT_BYTES;
}

/// All settings of the server. Has no `Debug`, because of the secrets.
#[derive(Clone)]
pub struct Settings {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Where and with what runs work.
    pub work: Work,
    /// Whether people may make their own accounts.
    pub registration: bool,
    /// Flow files to add.
    pub seed: Vec<PathBuf>,
    /// How many runs may go on and wait.
    pub queue: Queue,
    /// How long finished runs are kept.
    pub retention: Retention,
    /// What runs get to end when the server stops.
    pub grace: Duration,
    /// How the log is written.
    pub log_format: LogFormat,
    /// For the first start; generated where absent.
    pub admin_password: Option<String>,
}

impl Settings {
    /// Puts flags, environment and file together.
    ///
    /// # Errors
    /// If the file cannot be read or holds something unknown, or the database's address is none.
    pub fn load(flags: ServeFlags) -> anyhow::Result<Self> {
        let file = file::File::read(flags.config.as_deref())?;
        let queue = parking(queue(&flags.queue, &file.queue())?, &flags.keep, &file.keep())?;
        let (retention, artifact_bytes) =
            (retention(&flags.keep, &file.keep())?, artifact_bytes(&flags.keep, &file.keep())?);
        let limits = limits(&flags.local, &file.local())?;
        let courier = courier(flags.notify, file.notify())?;
        let caps = caps(flags.caps, file.caps())?;
        let are_allowed = flags.local_commands.or(file.local_commands).unwrap_or(false);
        let data_dir = flags.data_dir.or(file.data_dir).map_or_else(default_data_dir, Ok)?;
        let workspace = flags.workspace.or(file.workspace).unwrap_or_else(|| data_dir.join("workspace"));
        let database = Place::of(&flags.database.or(file.database).unwrap_or_default(), &data_dir)?;
        // The lock of the data folder says nothing about who else works on a server's database.
        let queue = Queue { is_alone: matches!(database, Place::Folder(_)), ..queue };
        let grace = flags.grace_seconds.or(file.grace_seconds).unwrap_or(GRACE_SECONDS);
        Ok(Self {
            listen: flags.listen.or(file.listen).unwrap_or(LISTEN),
            work: Work {
                commands: Commands { are_allowed, limits, ..Commands::OFF },
                master_key: secret("OPSCONDUCTOR_MASTER_KEY")?,
                database,
                data_dir,
                workspace,
                artifact_bytes,
                courier,
                caps,
            },
            queue,
            retention,
            registration: flags.registration.or(file.registration).unwrap_or(true),
            seed: if flags.seed.is_empty() { file.seed } else { flags.seed },
            grace: Duration::from_secs(grace),
            log_format: flags.log_format.or(file.log_format).unwrap_or_default(),
            admin_password: secret("OPSCONDUCTOR_ADMIN_PASSWORD")?,
        })
    }
}

/// A secret; only from the environment, so that it is in no list of processes.
///
/// # Errors
/// If it is no text.
#[expect(clippy::disallowed_methods, reason = "this is the one place where configuration is read")]
pub fn secret(name: &str) -> anyhow::Result<Option<String>> {
    match std::env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{name} cannot be used")),
    }
}
