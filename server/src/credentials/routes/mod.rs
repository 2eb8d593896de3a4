//! Handlers of the routes of credentials. None of them shows a secret.

pub(super) mod delete;
pub(super) mod get;
pub(super) mod history;
pub(super) mod list;
pub(super) mod names;
pub(super) mod save;
pub(super) mod types;

use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::store::CredentialRow;
use crate::web::iso;

/// A credential without its secrets.
#[derive(Serialize, ToSchema)]
pub(crate) struct Credential {
    id: String,
    name: String,
    /// As `GET /credentials/types` names it.
    #[serde(rename = "type")]
    kind: String,
    description: String,
    /// What people may see.
    #[schema(value_type = Object)]
    fields: Json,
    /// The names of the fields that hold a secret.
    secrets: Vec<String>,
    /// Changes with the credential.
    revision: i64,
    created_by: String,
    created_at: String,
    updated_by: String,
    updated_at: String,
    /// Who changed its secrets last.
    rotated_by: Option<String>,
    rotated_at: Option<String>,
    /// When a run opened it last.
    last_used_at: Option<String>,
}

impl From<CredentialRow> for Credential {
    fn from(row: CredentialRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            kind: row.kind,
            description: row.description,
            fields: serde_json::from_str(&row.fields).unwrap_or_default(),
            secrets: serde_json::from_str(&row.secrets).unwrap_or_default(),
            revision: row.revision,
            created_by: row.created_by,
            created_at: iso(row.created_at),
            updated_by: row.updated_by,
            updated_at: iso(row.updated_at),
            rotated_by: row.rotated_by,
            rotated_at: row.rotated_at.map(iso),
            last_used_at: row.last_used_at.map(iso),
        }
    }
}

/// Something by id and name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reference {
    /// Identity.
    pub id: String,
    /// What people call it.
    pub name: String,
}
