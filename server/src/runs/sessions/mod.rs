//! Connections of runs: with whom they were, for how long, and what they were used for.

pub(crate) mod store;
mod view;

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use node_hosts::{Session, SessionLog};
use parking_lot::Mutex;
use uuid::Uuid;

use crate::journal::Writer;

pub(super) use view::SessionView;

/// Writes down what connections were used for; what cannot be written is told to the server's log, and stops no run.
pub struct Recorder {
    writer: Writer,
    /// Those of this process, so that their counts can be read before they end.
    open: Mutex<HashMap<Uuid, Arc<Session>>>,
}

impl Recorder {
    /// With whom all is written down.
    pub fn new(writer: Writer) -> Self {
        Self { writer, open: Mutex::default() }
    }

    /// One that is open in this process.
    fn open(&self, id: &str) -> Option<Arc<Session>> {
        self.open.lock().get(&id.parse().ok()?).cloned()
    }
}

#[async_trait]
impl SessionLog for Recorder {
    async fn opened(&self, session: &Arc<Session>) {
        {
            let mut open = self.open.lock();
            // It may have ended before this task had its turn.
            if session.closed_at().is_some() {
                return;
            }
            open.insert(session.id, Arc::clone(session));
        }
        keep(&self.writer, vec![Arc::clone(session)]).await;
    }

    async fn closed(&self, sessions: &[Arc<Session>]) {
        {
            let mut open = self.open.lock();
            for session in sessions {
                open.remove(&session.id);
            }
        }
        keep(&self.writer, sessions.to_vec()).await;
    }
}

async fn keep(writer: &Writer, sessions: Vec<Arc<Session>>) {
    if let Err(error) = writer.apply(store::Keep(sessions)).await {
        tracing::error!(%error, "what a connection was used for could not be written down");
    }
}
