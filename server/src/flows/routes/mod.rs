//! Handlers of the flow routes.

pub(super) mod active;
pub(super) mod bulk;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod drafts;
pub(super) mod facets;
pub(super) mod get;
pub(super) mod list;
pub(super) mod restore;
pub(super) mod statistics;
pub(super) mod tags;
pub(super) mod transfer;
pub(super) mod update;
pub(super) mod validate;
pub(super) mod versions;

mod etag;

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A document to keep, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Save {
    /// What was drawn. Fields this version does not know are kept.
    document: Value,
    /// Why; shown in the list of versions.
    #[serde(default)]
    comment: String,
}
