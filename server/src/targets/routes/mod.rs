//! Handlers of the routes of targets and groups.

pub(super) mod delete;
pub(super) mod facets;
pub(super) mod get;
pub(super) mod groups;
pub(super) mod host_keys;
pub(super) mod list;
pub(super) mod matching;
pub(super) mod save;
pub(super) mod test;

use node_sdk::Map;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::model::{HostKeyCheck, Machine, OsType, Protocol, Status};
use crate::credentials::Reference;
use crate::web::iso;

/// A machine to work on.
#[derive(Serialize, ToSchema)]
pub(crate) struct Target {
    id: String,
    name: String,
    hostname: String,
    ip_address: String,
    description: String,
    os_type: OsType,
    os_version: String,
    environment: String,
    status: Status,
    protocol: Protocol,
    port: u16,
    host_key_check: HostKeyCheck,
    /// Seconds.
    connect_timeout: u16,
    /// What it is signed in to with.
    credential: Option<Reference>,
    tags: Vec<String>,
    groups: Vec<Reference>,
    depends_on: Vec<Reference>,
    #[schema(value_type = Object)]
    metadata: Map,
    /// Changes with the target.
    revision: i64,
    created_by: String,
    created_at: String,
    updated_by: String,
    updated_at: String,
    /// What the last test of the connection came to: `at`, `success`, `latency_ms`, `error`, `system`.
    #[schema(value_type = Option<Object>)]
    last_test: Option<Json>,
}

impl From<&Machine> for Target {
    fn from(machine: &Machine) -> Self {
        let draft = machine.draft.clone();
        Self {
            id: machine.id().to_owned(),
            protocol: draft.protocol(),
            name: draft.name,
            hostname: draft.hostname,
            ip_address: draft.ip_address,
            description: draft.description,
            os_type: draft.os_type,
            os_version: draft.os_version,
            environment: draft.environment,
            status: draft.status,
            port: draft.port,
            host_key_check: draft.host_key_check,
            connect_timeout: draft.connect_timeout,
            credential: machine.credential.clone(),
            tags: draft.tags,
            groups: machine.groups.clone(),
            depends_on: machine.depends_on.clone(),
            metadata: draft.metadata,
            revision: machine.revision,
            created_by: machine.created.0.clone(),
            created_at: iso(machine.created.1),
            updated_by: machine.updated.0.clone(),
            updated_at: iso(machine.updated.1),
            last_test: machine.last_test.clone(),
        }
    }
}

/// The little that a choice shows of a machine.
#[derive(Serialize, ToSchema)]
pub(crate) struct Brief {
    id: String,
    name: String,
    hostname: String,
    os_type: String,
    status: String,
}

impl From<&node_sdk::Target> for Brief {
    fn from(target: &node_sdk::Target) -> Self {
        Self {
            id: target.id.to_string(),
            name: target.name.to_string(),
            hostname: target.hostname.to_string(),
            os_type: target.os_type.to_string(),
            status: target.status.to_string(),
        }
    }
}
