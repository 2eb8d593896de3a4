//! Drafts: what somebody has drawn and not published yet. A person has one of a flow, and publishing it ends it.
//!
//! They are private and come and go with every pause in drawing, so the audit log does not tell of them.

pub(crate) mod store;

use node_sdk::Clock;
use serde_json::Value;

use super::service::{Error, find};
use crate::store::Store;
use crate::web::millis;

/// Which draft somebody goes on from, so that what another window kept is not lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Whichever is there.
    Any,
    /// None was there.
    Nothing,
    /// The one that was kept then, in milliseconds since 1970.
    At(i64),
}

impl Seen {
    /// Of what stands in an address: when the draft was kept, nothing where there was none.
    ///
    /// # Errors
    /// If it is not a time.
    pub(super) fn of_text(text: &str) -> Result<Self, Error> {
        Self::of(Some(Some(text).filter(|text| !text.is_empty())))
    }

    /// Of what a client says: nothing at all, that there was no draft, or when it was kept.
    ///
    /// # Errors
    /// If it is not a time.
    pub(super) fn of(said: Option<Option<&str>>) -> Result<Self, Error> {
        match said {
            None => Ok(Self::Any),
            Some(None) => Ok(Self::Nothing),
            Some(Some(text)) => millis(text).map(Self::At).ok_or_else(|| Error::BadSeen(text.to_owned())),
        }
    }
}

/// Keeps a person's draft of a flow in place of the one that was seen, and says when: later than that one.
///
/// # Errors
/// If there is no such flow, it has no such version, the document is not even an object, or another draft is there.
pub(super) async fn keep(
    store: &Store,
    clock: &dyn Clock,
    (flow, user, seen): (&str, &str, Seen),
    (base_version, document): (i64, &Value),
) -> Result<i64, Error> {
    let flow = find(store, flow).await?;
    if !(1..=flow.version).contains(&base_version) {
        return Err(Error::UnknownVersion(base_version));
    }
    if !document.is_object() {
        return Err(Error::NoDocument);
    }
    let draft = store::DraftRow { base_version, document: document.to_string(), updated_at: clock.now() };
    let kept = store::keep(store, (&flow.id, user, seen), &draft).await?;
    kept.ok_or(if seen == Seen::Any { Error::Unknown(flow.id) } else { Error::DraftChanged })
}

/// Forgets a person's draft of a flow, if it is the one that was seen.
///
/// # Errors
/// If there is no such flow, or another draft is there.
pub(super) async fn forget(store: &Store, (flow, user, seen): (&str, &str, Seen)) -> Result<(), Error> {
    let flow = find(store, flow).await?;
    let is_forgotten = store::forget(store, (&flow.id, user, seen)).await?;
    let is_there = !is_forgotten && store::find(store, &flow.id, user).await?.is_some();
    if is_there { Err(Error::DraftChanged) } else { Ok(()) }
}
