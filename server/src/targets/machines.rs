//! The way to machines: this one, and those of the inventory.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use node_hosts::{Endpoint, LocalHosts, SshPool};
use node_sdk::{Caller, Credential, ErrorKind, Host, Hosts, NodeError, Target};

use super::inventory::Inventory;
use super::model::{Machine, Protocol, Status};

/// All machines there are.
pub struct Machines {
    local: LocalHosts,
    inventory: Arc<Inventory>,
    ssh: SshPool,
}

impl Machines {
    /// This machine, and those of an inventory.
    pub fn new(local: LocalHosts, inventory: Arc<Inventory>, ssh: SshPool) -> Self {
        Self { local, inventory, ssh }
    }
}

#[async_trait]
impl Hosts for Machines {
    fn select(&self, selector: &str) -> Result<Vec<Arc<Target>>, NodeError> {
        if selector == Target::LOCAL {
            return self.local.select(selector);
        }
        self.inventory.snapshot().select(selector)
    }

    async fn connect(
        &self,
        caller: &Caller,
        target: Option<&Target>,
        credential: Option<Credential>,
    ) -> Result<Arc<dyn Host>, NodeError> {
        let Some(target) = target.filter(|target| !target.is_local()) else {
            return self.local.connect(caller, None, None).await;
        };
        let snapshot = self.inventory.snapshot();
        let machine = snapshot.find(&target.id).ok_or_else(|| Target::unknown(&target.name))?;
        self.ssh.host(&caller.run, &endpoint(machine)?, credential.as_ref()).await
    }

    async fn release(&self, run: &str) {
        self.ssh.release(run).await;
    }

    async fn settle(&self) {
        self.local.settle().await;
        self.ssh.settle().await;
    }
}

/// How a machine is reached.
///
/// # Errors
/// If it is not to be worked on.
fn endpoint(machine: &Machine) -> Result<Endpoint, NodeError> {
    let draft = &machine.draft;
    let refuse = |why: String| Err(NodeError::new(ErrorKind::NOT_PERMITTED, why));
    if draft.status == Status::Inactive {
        return refuse(format!(
            "The target `{}` is inactive, so nothing is done on it. Set it active first.",
            draft.name
        ));
    }
    if draft.protocol() == Protocol::None {
        return refuse(format!(
            "The target `{}` has no protocol to work on it with. Choose SSH in its settings.",
            draft.name
        ));
    }
    Ok(Endpoint {
        id: machine.id().to_owned(),
        name: draft.name.clone(),
        host: draft.hostname.clone(),
        port: draft.port,
        timeout: Duration::from_secs(draft.connect_timeout.into()),
        revision: machine.revision,
    })
}
