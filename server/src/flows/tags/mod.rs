//! Names of versions, such as releases. A name is there once a flow and can be moved.

pub(crate) mod store;

use node_sdk::Clock;
use serde_json::json;

use super::service::{Error, find, note};
use crate::audit::Author;
use crate::store::Store;

const LONGEST: usize = 64;
/// The most names in one flow.
const MOST: i64 = 1000;

/// Gives a version a name; one that has it loses it.
///
/// # Errors
/// If there is no such version, the name cannot be one, or the flow has too many.
pub(super) async fn set(
    store: &Store,
    clock: &dyn Clock,
    author: &Author,
    (flow, name, version): (&str, &str, i64),
) -> Result<(), Error> {
    let flow = find(store, flow).await?;
    if !is_name(name) {
        return Err(Error::BadTag(name.to_owned()));
    }
    super::store::version(store, &flow.id, version).await?.ok_or(Error::UnknownVersion(version))?;
    let at = clock.now();
    let mut tx = store.begin().await?;
    if store::others(&mut tx, &flow.id, name).await? >= MOST {
        return Err(Error::TooManyTags(MOST));
    }
    store::set(&mut tx, (&flow.id, name, version), (&author.name, at)).await?;
    let details = json!({ "name": flow.name, "tag": name, "version": version });
    note(&mut tx, author, at, "flow.tag", &flow.id, details).await?;
    Ok(tx.commit().await?)
}

/// Takes a name away.
///
/// # Errors
/// If there is no such flow or name.
pub(super) async fn remove(
    store: &Store,
    clock: &dyn Clock,
    author: &Author,
    (flow, name): (&str, &str),
) -> Result<(), Error> {
    let flow = find(store, flow).await?;
    let mut tx = store.begin().await?;
    if !store::remove(&mut tx, &flow.id, name).await? {
        return Err(Error::UnknownTag(name.to_owned()));
    }
    note(&mut tx, author, clock.now(), "flow.untag", &flow.id, json!({ "name": flow.name, "tag": name })).await?;
    Ok(tx.commit().await?)
}

fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(fits)
}
