//! What the connections of runs are used for, from their opening to their end.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use node_sdk::Clock;
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::SystemClock;

/// What is spoken over a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Protocol {
    Ssh,
    Http,
}

/// With whom, and for whom, a connection is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Id of the run.
    pub run: String,
    /// What is spoken.
    pub protocol: Protocol,
    /// Id of the target; absent for web servers, which are none.
    pub target: Option<String>,
    /// Name of the target, or host and port of the web server.
    pub peer: String,
    /// Name of the credential it was signed in with.
    pub credential: Option<String>,
}

/// How much a connection was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Commands, or requests.
    pub commands: u64,
    /// Files read or written.
    pub files: u64,
    /// Bytes of input, output, files and bodies, both ways; not those of the protocols.
    pub bytes: u64,
}

/// A connection that a run has, or had. Of a web server, all connections to it count as one.
#[derive(Debug)]
pub struct Session {
    /// Its id.
    pub id: Uuid,
    /// With whom it is.
    pub party: Party,
    /// Milliseconds since 1970.
    pub opened_at: i64,
    closed_at: OnceLock<i64>,
    commands: AtomicU64,
    files: AtomicU64,
    bytes: AtomicU64,
}

impl Session {
    /// When it ended, in milliseconds since 1970.
    pub fn closed_at(&self) -> Option<i64> {
        self.closed_at.get().copied()
    }

    /// How much it was used until now.
    pub fn usage(&self) -> Usage {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Usage { commands: read(&self.commands), files: read(&self.files), bytes: read(&self.bytes) }
    }

    pub(crate) fn count_command(&self) {
        self.commands.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_file(&self) {
        self.files.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_bytes(&self, bytes: usize) {
        self.bytes.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

/// Writes down what connections were used for.
#[async_trait]
pub trait SessionLog: Send + Sync {
    /// A connection was opened.
    async fn opened(&self, session: &Arc<Session>);

    /// Connections have ended.
    async fn closed(&self, sessions: &[Arc<Session>]);
}

/// Keeps count of connections.
#[derive(Clone)]
pub struct Sessions {
    log: Option<Arc<dyn SessionLog>>,
    clock: Arc<dyn Clock>,
}

impl Sessions {
    /// Writes down each.
    pub fn new(log: Arc<dyn SessionLog>, clock: Arc<dyn Clock>) -> Self {
        Self { log: Some(log), clock }
    }

    /// Writes nothing down.
    pub fn unrecorded() -> Self {
        Self { log: None, clock: Arc::new(SystemClock) }
    }

    /// One that begins now. Nobody waits until that is written down.
    pub(crate) fn open(&self, party: Party) -> Arc<Session> {
        let session = Arc::new(Session {
            id: Uuid::now_v7(),
            party,
            opened_at: self.clock.now(),
            closed_at: OnceLock::new(),
            commands: AtomicU64::new(0),
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        });
        if let (Some(log), Ok(runtime)) = (self.log.clone(), Handle::try_current()) {
            let opened = Arc::clone(&session);
            runtime.spawn(async move { log.opened(&opened).await });
        }
        session
    }

    /// Notes that one has ended, if it has not before.
    pub(crate) fn end(&self, session: &Session) {
        session.closed_at.get_or_init(|| self.clock.now());
    }

    /// Ends some, and writes it down.
    pub(crate) async fn close(&self, sessions: &[Arc<Session>]) {
        for session in sessions {
            self.end(session);
        }
        if let Some(log) = self.log.as_ref().filter(|_| !sessions.is_empty()) {
            log.closed(sessions).await;
        }
    }
}
