//! One connection to a machine.

use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use node_sdk::{ErrorKind, HostError, NodeError};
use parking_lot::Mutex;
use russh::client::{self, Handle, Msg};
use russh::keys::{HashAlg, PublicKeyOrCertificate};
use russh::{Channel, Disconnect};
use tokio::runtime::Handle as Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::login::Login;
use super::stop::Doomed;
use crate::sessions::{Party, Session, Sessions};

/// Channels at the same time: OpenSSH lets ten through (`MaxSessions`), and some are left for what stops commands.
const MOST_CHANNELS: usize = 8;
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVES_MISSED: usize = 3;
/// How often a machine is asked that refuses a channel because others are being closed there, and how long between.
const WORK_TRIES: u32 = 50;
const STOP_TRIES: u32 = 600;
const REFUSED_PAUSE: Duration = Duration::from_millis(100);
/// How often a machine that hangs up is tried, and how long it is left alone at first.
const MOST_TRIES: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// How a machine is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Id of the target.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How long connecting and signing in may take together.
    pub timeout: Duration,
    /// Changes with the settings.
    pub revision: i64,
}

/// The key that a machine shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostKey {
    /// Such as `ssh-ed25519`.
    pub algorithm: String,
    /// Such as `SHA256:...`.
    pub fingerprint: String,
}

/// Knows the keys of machines.
#[async_trait]
pub trait HostKeys: Send + Sync {
    /// Whether the key that a machine shows is to be trusted.
    ///
    /// # Errors
    /// Why not, as a sentence for people.
    async fn check(&self, endpoint: &Endpoint, key: &HostKey) -> Result<(), NodeError>;
}

/// Watches the handshake.
pub(super) struct Guard {
    endpoint: Endpoint,
    keys: Arc<dyn HostKeys>,
    refusal: Arc<Mutex<Option<NodeError>>>,
    noted: Noted,
}

/// Where it stands what the connection is used for, once it is there.
type Noted = Arc<OnceLock<(Sessions, Arc<Session>)>>;

/// Whoever watches goes with the connection, whichever side closes it.
impl Drop for Guard {
    fn drop(&mut self) {
        if let Some((sessions, session)) = self.noted.get() {
            sessions.end(session);
        }
    }
}

impl client::Handler for Guard {
    type Error = russh::Error;

    async fn check_server_key(&mut self, shown: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = shown else { return Ok(false) };
        let key = HostKey {
            algorithm: key.algorithm().as_str().to_owned(),
            fingerprint: key.fingerprint(HashAlg::Sha256).to_string(),
        };
        match self.keys.check(&self.endpoint, &key).await {
            Ok(()) => Ok(true),
            Err(error) => {
                *self.refusal.lock() = Some(error);
                Ok(false)
            }
        }
    }
}

/// A connection that is signed in.
pub(super) struct Connection {
    handle: Handle<Guard>,
    room: Arc<Semaphore>,
    /// Commands that nobody waits for any more.
    pub(super) doomed: Doomed,
    pub(super) name: String,
    /// What it is used for.
    pub(super) session: Arc<Session>,
}

impl Connection {
    /// Connects and signs in.
    pub(super) async fn open(
        endpoint: &Endpoint,
        login: &Login,
        keys: Arc<dyn HostKeys>,
        (sessions, party): (&Sessions, Party),
    ) -> Result<Self, NodeError> {
        let refusal = Arc::new(Mutex::new(None));
        let guard = || Guard {
            endpoint: endpoint.clone(),
            keys: Arc::clone(&keys),
            refusal: Arc::clone(&refusal),
            noted: Noted::default(),
        };
        let opened = tokio::time::timeout(endpoint.timeout, patiently(endpoint, login, guard)).await;
        let result = opened.unwrap_or_else(|_| Err(too_slow(endpoint)));
        let refused = refusal.lock().take();
        let (handle, noted) = result.map_err(|error| refused.unwrap_or(error))?;
        let session = sessions.open(party);
        let _ = noted.set((sessions.clone(), Arc::clone(&session)));
        let (room, doomed) = (Arc::new(Semaphore::new(MOST_CHANNELS)), Doomed::default());
        Ok(Self { handle, room, doomed, name: endpoint.name.clone(), session })
    }

    /// Whether the other side is gone.
    pub(super) fn is_closed(&self) -> bool {
        self.handle.is_closed()
    }

    /// A channel, once there is room for one.
    pub(super) async fn channel(self: &Arc<Self>) -> Result<(Channel<Msg>, OwnedSemaphorePermit), HostError> {
        let permit = Arc::clone(&self.room).acquire_owned().await.map_err(|_| self.lost("it is being closed"))?;
        Ok((self.spare_channel().await?, permit))
    }

    /// A channel beside those there is room for, for what cannot wait.
    pub(super) async fn spare_channel(self: &Arc<Self>) -> Result<Channel<Msg>, HostError> {
        self.open_channel(WORK_TRIES).await
    }

    /// A channel to stop commands over; it is asked for as long as one may be had.
    pub(super) async fn last_channel(self: &Arc<Self>) -> Result<Channel<Msg>, HostError> {
        self.open_channel(STOP_TRIES).await
    }

    /// A machine that refuses a channel has no room for it now; the connection is as good as before.
    async fn open_channel(self: &Arc<Self>, tries: u32) -> Result<Channel<Msg>, HostError> {
        for _ in 1..tries {
            match self.ask_for_channel().await {
                Err(russh::Error::ChannelOpenFailure(_)) if !self.is_closed() => {}
                other => return other.map_err(|error| self.lost(&error.to_string())),
            }
            tokio::time::sleep(REFUSED_PAUSE).await;
        }
        self.ask_for_channel().await.map_err(|error| match error {
            russh::Error::ChannelOpenFailure(_) => HostError::Lost(format!(
                "`{}` refuses to do more at the same time over one connection. Do less at once, or raise `MaxSessions` \
                 of its SSH server.",
                self.name
            )),
            other => self.lost(&other.to_string()),
        })
    }

    /// In a task of its own, so that a channel is closed even if it is there only after nobody waits for it any more.
    async fn ask_for_channel(self: &Arc<Self>) -> Result<Channel<Msg>, russh::Error> {
        let connection = Arc::clone(self);
        let asking = tokio::spawn(async move { connection.handle.channel_open_session().await.map(Fresh::new) });
        asking.await.map_err(|_| russh::Error::Disconnect)?.map(Fresh::into_inner)
    }

    /// An error for a connection that broke.
    pub(super) fn lost(&self, reason: &str) -> HostError {
        HostError::Lost(format!("The connection to `{}` broke off: {reason}.", self.name))
    }

    /// Says goodbye.
    pub(super) async fn close(&self) {
        // Whoever is gone need not hear it.
        let _ = self.handle.disconnect(Disconnect::ByApplication, "", "en").await;
    }
}

/// A channel that is closed when this is dropped.
struct Fresh(Option<Channel<Msg>>);

impl Fresh {
    fn new(channel: Channel<Msg>) -> Self {
        Self(Some(channel))
    }

    #[expect(clippy::expect_used, reason = "it is there until this or the end of it")]
    fn into_inner(mut self) -> Channel<Msg> {
        self.0.take().expect("a channel")
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let (Some(channel), Ok(runtime)) = (self.0.take(), Runtime::try_current()) else { return };
        // Where the connection is gone, so is the channel.
        runtime.spawn(async move { channel.close().await.is_ok() });
    }
}

/// A machine that many connect to at once hangs up on some of them before they are known (OpenSSH's `MaxStartups`); they
/// try again a little later, each after another time.
async fn patiently(
    endpoint: &Endpoint,
    login: &Login,
    guard: impl Fn() -> Guard,
) -> Result<(Handle<Guard>, Noted), NodeError> {
    let mut pause = FIRST_PAUSE;
    for _ in 1..MOST_TRIES {
        match greet(endpoint, login, guard()).await {
            Err(Failure::HungUp(_)) => {}
            other => return other.map_err(Failure::into_inner),
        }
        let share = u32::from(uuid::Uuid::now_v7().as_bytes()[15]);
        tokio::time::sleep(pause / 2 + pause * share / 256).await;
        pause *= 2;
    }
    greet(endpoint, login, guard()).await.map_err(Failure::into_inner)
}

/// Why we are not signed in.
enum Failure {
    /// The machine closed the connection before it knew us, and may not do so the next time.
    HungUp(NodeError),
    Final(NodeError),
}

impl Failure {
    fn into_inner(self) -> NodeError {
        let (Self::HungUp(error) | Self::Final(error)) = self;
        error
    }
}

/// Whether the other side closed the connection.
fn is_hang_up(error: &russh::Error) -> bool {
    match error {
        russh::Error::IO(error) => {
            [io::ErrorKind::ConnectionReset, io::ErrorKind::BrokenPipe, io::ErrorKind::UnexpectedEof]
                .contains(&error.kind())
        }
        russh::Error::Disconnect | russh::Error::HUP => true,
        _ => false,
    }
}

async fn greet(endpoint: &Endpoint, login: &Login, guard: Guard) -> Result<(Handle<Guard>, Noted), Failure> {
    let noted = Arc::clone(&guard.noted);
    let config = client::Config {
        nodelay: true,
        keepalive_interval: Some(KEEPALIVE),
        keepalive_max: KEEPALIVES_MISSED,
        ..client::Config::default()
    };
    let address = (endpoint.host.as_str(), endpoint.port);
    let failed = |error: russh::Error| match is_hang_up(&error) {
        true => Failure::HungUp(unreached(endpoint, &error)),
        false => Failure::Final(unreached(endpoint, &error)),
    };
    let mut session = client::connect(Arc::new(config), address, guard).await.map_err(failed)?;
    match login.sign_in(&mut session).await {
        Ok(true) => Ok((session, noted)),
        Ok(false) => Err(Failure::Final(NodeError::new(
            ErrorKind::AUTH,
            format!(
                "`{}` did not let `{}` in. Check the credential, and whether the account may sign in over SSH.",
                endpoint.name,
                login.user()
            ),
        ))),
        Err(error) => Err(failed(error)),
    }
}

fn unreached(endpoint: &Endpoint, error: &russh::Error) -> NodeError {
    let Endpoint { name, host, port, .. } = endpoint;
    let reason = match error {
        russh::Error::IO(error) => error.to_string(),
        other => other.to_string(),
    };
    let message = format!(
        "No SSH connection to `{name}` at {host}:{port}: {reason}. Check its host name and port, and whether its SSH \
         server runs."
    );
    NodeError::new(ErrorKind::NETWORK, message)
}

fn too_slow(endpoint: &Endpoint) -> NodeError {
    let Endpoint { name, host, port, timeout, .. } = endpoint;
    let message = format!(
        "`{name}` at {host}:{port} did not let us in within {} s. Check whether it runs, or allow it more time.",
        timeout.as_secs()
    );
    NodeError::new(ErrorKind::TIMEOUT, message)
}
