//! Drafts: what somebody has drawn and not published yet. A person has one of a flow, and saving the flow ends it.
//!
//! They are private and come and go with every pause in drawing, so the audit log does not tell of them.

pub(crate) mod store;

use node_sdk::Clock;
use serde_json::Value;

use super::service::{Error, find};
use crate::store::Store;

/// Keeps a person's draft of a flow in place of the one before.
///
/// # Errors
/// If there is no such flow, it has no such version, or the document is not even an object.
pub(super) async fn keep(
    store: &Store,
    clock: &dyn Clock,
    (flow, user): (&str, &str),
    (base_version, document): (i64, &Value),
) -> Result<(), Error> {
    let flow = find(store, flow).await?;
    if !(1..=flow.version).contains(&base_version) {
        return Err(Error::UnknownVersion(base_version));
    }
    if !document.is_object() {
        return Err(Error::NoDocument);
    }
    let draft = store::DraftRow { base_version, document: document.to_string(), updated_at: clock.now() };
    let is_kept = store::keep(store, (&flow.id, user), &draft).await?;
    if is_kept { Ok(()) } else { Err(Error::Unknown(flow.id)) }
}
