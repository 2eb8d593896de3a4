//! Connections that are kept for the length of a run: one for each machine and credential.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use node_sdk::{Credential, Host, NodeError};
use parking_lot::Mutex;
use tokio::sync::OnceCell;
use tokio_util::task::TaskTracker;

use super::connection::{Connection, Endpoint, HostKeys};
use super::host::SshHost;
use super::login::Login;
use super::stop::Stopper;
use crate::sessions::{Party, Protocol, Session, Sessions};

/// What a connection is kept for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    run: String,
    target: String,
    settings: i64,
    credential: (String, i64),
}

type Slot = Arc<OnceCell<Arc<SshHost>>>;

/// Connections by run, machine and credential. None is shared between runs.
pub struct SshPool {
    keys: Arc<dyn HostKeys>,
    stopper: Arc<Stopper>,
    sessions: Sessions,
    slots: Mutex<HashMap<Key, Slot>>,
    /// What connections were used for that broke while their runs went on.
    broken: Mutex<Vec<Arc<Session>>>,
}

impl SshPool {
    /// Without any. A command that is to stop gets `grace`, before it is killed.
    pub fn new(keys: Arc<dyn HostKeys>, sessions: Sessions, grace: Duration) -> Self {
        let stopper = Arc::new(Stopper { grace, stopping: TaskTracker::new() });
        Self { keys, stopper, sessions, slots: Mutex::default(), broken: Mutex::default() }
    }

    /// The machine, for a run; connected and signed in to.
    ///
    /// # Errors
    /// If it cannot be reached, does not let us in, or shows a key that is not trusted.
    pub async fn host(
        &self,
        run: &str,
        endpoint: &Endpoint,
        credential: Option<&Credential>,
    ) -> Result<Arc<dyn Host>, NodeError> {
        let login = Login::new(credential, &endpoint.name)?;
        let slot = self.slot(Key {
            run: run.to_owned(),
            target: endpoint.id.clone(),
            settings: endpoint.revision,
            credential: credential.map(|known| (known.id.to_string(), known.revision)).unwrap_or_default(),
        });
        let party = Party {
            run: run.to_owned(),
            protocol: Protocol::Ssh,
            target: Some(endpoint.id.clone()),
            peer: endpoint.name.clone(),
            credential: credential.map(|known| known.name.to_string()),
        };
        let connect = || async {
            let noted = (&self.sessions, party);
            let connection = Connection::open(endpoint, &login, Arc::clone(&self.keys), noted).await?;
            Ok::<_, NodeError>(Arc::new(SshHost::new(connection, Arc::clone(&self.stopper))))
        };
        Ok(Arc::clone(slot.get_or_try_init(connect).await?) as Arc<dyn Host>)
    }

    /// Where a connection is or will be; a new place if the one that was there broke.
    fn slot(&self, key: Key) -> Slot {
        let mut slots = self.slots.lock();
        let slot = slots.entry(key).or_default();
        if let Some(host) = slot.get().filter(|host| host.connection.is_closed()) {
            self.broken.lock().push(Arc::clone(&host.connection.session));
            *slot = Slot::default();
        }
        Arc::clone(slot)
    }

    /// Closes the connections of a run. One over which a command is being stopped stays until that is done.
    pub async fn release(&self, run: &str) {
        let gone: Vec<_> = {
            let mut slots = self.slots.lock();
            slots.extract_if(|key, _| key.run == run).filter_map(|(_, slot)| slot.get().cloned()).collect()
        };
        let mut sessions: Vec<_> = self.broken.lock().extract_if(.., |session| session.party.run == run).collect();
        for host in gone {
            let connection = Arc::clone(&host.connection);
            sessions.push(Arc::clone(&connection.session));
            drop(host);
            if Arc::strong_count(&connection) == 1 {
                connection.close().await;
            }
        }
        self.sessions.close(&sessions).await;
    }

    /// Waits until commands that were stopped have ended.
    pub async fn settle(&self) {
        self.stopper.stopping.close();
        self.stopper.stopping.wait().await;
    }
}
