//! The keys that machines show: one is trusted, and another in its place stops all work until somebody trusts that.

use std::sync::Arc;

use async_trait::async_trait;
use node_hosts::{Endpoint, HostKey, HostKeys};
use node_sdk::{Clock, ErrorKind, NodeError};
use serde_json::json;
use uuid::Uuid;

use super::inventory::Inventory;
use super::model::HostKeyCheck;
use super::store::{self, SeenKey};
use crate::audit::{self, Author, Entry};
use crate::store::dialect::Turn;
use crate::store::{Result, Store};

/// Who trusts the first key of a machine.
const FIRST_USE: &str = "system";

/// The keys that are kept.
pub struct KnownKeys {
    store: Store,
    inventory: Arc<Inventory>,
    clock: Arc<dyn Clock>,
}

/// What a key is to a machine.
enum Standing {
    Trusted,
    /// None is trusted yet.
    First,
    /// This one is trusted.
    Instead(String),
}

impl KnownKeys {
    /// Of a database.
    pub fn new(store: Store, inventory: Arc<Inventory>, clock: Arc<dyn Clock>) -> Self {
        Self { store, inventory, clock }
    }

    async fn standing(&self, target: &str, key: &HostKey) -> Result<Standing> {
        let known = store::keys(&self.store, target).await?;
        let trusted = known.into_iter().find(|known| known.state == "trusted");
        Ok(match trusted {
            Some(trusted) if trusted.fingerprint == key.fingerprint => Standing::Trusted,
            Some(trusted) => Standing::Instead(trusted.fingerprint),
            None => Standing::First,
        })
    }

    /// Keeps a key; whoever was faster with another first one is right.
    async fn keep(&self, target: &str, key: &HostKey, trusts: bool) -> Result<bool> {
        let (id, at) = (Uuid::now_v7().to_string(), self.clock.now());
        let mut tx = self.store.begin().await?;
        tx.take_turn(Turn::HostKey(target)).await?;
        let known = store::keys_within(&mut tx, target).await?;
        let rival = known.iter().any(|known| known.state == "trusted" && known.fingerprint != key.fingerprint);
        let trusted_by = (trusts && !rival).then_some(FIRST_USE);
        let seen =
            SeenKey { id: &id, target, algorithm: &key.algorithm, fingerprint: &key.fingerprint, trusted_by, at };
        let is_new = known.iter().all(|known| known.fingerprint != key.fingerprint);
        store::see_key(&mut tx, &seen).await?;
        if is_new || trusted_by.is_some() {
            let action = if trusted_by.is_some() { "target.host_key.trust" } else { "target.host_key.refuse" };
            let details = json!({ "fingerprint": key.fingerprint, "algorithm": key.algorithm });
            let author = Author::system();
            let entry = Entry { at, author: &author, action, object: format!("target:{target}"), details };
            audit::record(&mut tx, &entry).await?;
        }
        tx.commit().await?;
        Ok(!trusts || !rival)
    }

    async fn decide(&self, endpoint: &Endpoint, key: &HostKey) -> Result<std::result::Result<(), String>> {
        let name = &endpoint.name;
        let standing = self.standing(&endpoint.id, key).await?;
        if matches!(standing, Standing::Trusted) {
            return Ok(Ok(()));
        }
        let snapshot = self.inventory.snapshot();
        let check = snapshot.find(&endpoint.id).map(|machine| machine.draft.host_key_check).unwrap_or_default();
        let trusts = matches!(standing, Standing::First) && check == HostKeyCheck::TrustFirst;
        let is_fine = self.keep(&endpoint.id, key, trusts).await?;
        Ok(match standing {
            Standing::First if trusts && is_fine => Ok(()),
            Standing::Instead(trusted) => Err(format!(
                "`{name}` shows another host key than the trusted one: {} in place of {trusted}. Somebody may have set it \
                 up anew, or pretends to be it. Nothing is done there until somebody trusts the new key in the target's \
                 host keys.",
                key.fingerprint
            )),
            Standing::First | Standing::Trusted => Err(format!(
                "The host key of `{name}` is not trusted yet: {}. Compare it with the machine's own, and trust it in the \
                 target's host keys.",
                key.fingerprint
            )),
        })
    }
}

#[async_trait]
impl HostKeys for KnownKeys {
    async fn check(&self, endpoint: &Endpoint, key: &HostKey) -> std::result::Result<(), NodeError> {
        match self.decide(endpoint, key).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(refusal)) => Err(NodeError::new(ErrorKind::AUTH, refusal)),
            Err(error) => {
                tracing::error!(%error, "a host key could not be checked");
                let message = "The host key could not be checked: the database failed. The server's log says why.";
                Err(NodeError::new(ErrorKind::DATABASE, message))
            }
        }
    }
}
