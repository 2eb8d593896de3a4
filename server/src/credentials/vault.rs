//! Opens credentials for nodes, and writes down which node of which run did, and what for.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::{Caller, Clock, Credential, Credentials, ErrorKind, NodeError, Str};
use parking_lot::Mutex;
use serde_json::{Map, Value as Json, json};

use super::Error;
use super::envelope::{self, Envelope};
use super::store::{self, CredentialRow};
use crate::audit::{self, Author, Entry};
use crate::journal::{Operation, Writer};
use crate::keys::Keys;
use crate::store::{Result, Store, Tx};

/// How many openings are remembered, so that a loop does not write each of its rounds down.
const REMEMBERED: usize = 10_000;

/// Opens credentials.
pub struct Vault {
    store: Store,
    writer: Writer,
    keys: Arc<Keys>,
    clock: Arc<dyn Clock>,
    /// Who answers for it; whoever started the run where absent.
    author: Option<Author>,
    /// What is written down already.
    told: Mutex<HashSet<Opening>>,
}

/// The node of a run that opens a credential, the credential's id, and what for.
type Opening = (Caller, String, String);

impl Vault {
    /// Of a database.
    pub fn new(store: Store, writer: Writer, keys: Arc<Keys>, clock: Arc<dyn Clock>) -> Self {
        Self { store, writer, keys, clock, author: None, told: Mutex::default() }
    }

    /// The same for what a person does without a run.
    #[must_use]
    pub fn on_behalf_of(&self, author: Author) -> Self {
        Self {
            author: Some(author),
            ..Self::new(self.store.clone(), self.writer.clone(), Arc::clone(&self.keys), Arc::clone(&self.clock))
        }
    }

    async fn read(&self, name: &str) -> std::result::Result<(CredentialRow, Credential), Error> {
        let row = store::find(&self.store, name).await?.ok_or_else(|| Error::Unknown(name.to_owned()))?;
        let envelope = Envelope { sealed: row.sealed.clone(), key: row.sealed_key.clone() };
        let secret = envelope::open(&self.keys, &row.id, &envelope)?;
        let public: Map<String, Json> = serde_json::from_str(&row.fields).unwrap_or_default();
        let fields =
            public.into_iter().map(|field| (field, false)).chain(secret.into_iter().map(|field| (field, true)));
        let fields = fields.map(|((name, value), is_secret)| (name, text(&value), is_secret));
        let credential = Credential::new((&row.id, &row.name, &row.kind), row.revision, fields);
        Ok((row, credential))
    }

    /// Remembers that it is written down.
    fn remember(&self, opening: Opening) {
        let mut told = self.told.lock();
        if told.len() >= REMEMBERED {
            told.clear();
        }
        told.insert(opening);
    }
}

fn text(value: &Json) -> Str {
    value.as_str().map_or_else(|| value.to_string().into(), Str::from)
}

#[async_trait]
impl Credentials for Vault {
    async fn open(&self, caller: &Caller, name: &str, purpose: &str) -> std::result::Result<Credential, NodeError> {
        let (row, credential) = self.read(name).await.map_err(refused)?;
        let opening = (Caller { key: String::new(), ..caller.clone() }, row.id.clone(), purpose.to_owned());
        let is_told = self.told.lock().contains(&opening);
        if !is_told {
            let details = json!({ "run": caller.run, "node": &*caller.node, "purpose": purpose });
            let opened = Opened {
                id: row.id,
                run: caller.run.clone(),
                at: self.clock.now(),
                author: self.author.clone(),
                details,
            };
            self.writer.apply(opened).await.map_err(|error| refused(error.into()))?;
            // Only now: one that could not be written down is not handed out, and the next one tries again.
            self.remember(opening);
        }
        Ok(credential)
    }
}

fn refused(error: Error) -> NodeError {
    match error {
        Error::Store(error) => {
            tracing::error!(%error, "a credential could not be opened");
            let message = "The credential could not be opened: the database failed. The server's log says why.";
            NodeError::new(ErrorKind::DATABASE, message)
        }
        Error::Unknown(_) => NodeError::new(ErrorKind::VALIDATION, error.to_string()),
        other => NodeError::new(ErrorKind::AUTH, other.to_string()),
    }
}

struct Opened {
    id: String,
    run: String,
    at: i64,
    author: Option<Author>,
    details: Json,
}

#[async_trait]
impl Operation for Opened {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        let author = match &self.author {
            Some(author) => author.clone(),
            None => audit::who_started(tx, &self.run).await?,
        };
        store::used(tx, &self.id, self.at).await?;
        let object = format!("credential:{}", self.id);
        let entry =
            Entry { at: self.at, author: &author, action: "credential.use", object, details: self.details.clone() };
        audit::record(tx, &entry).await
    }
}
