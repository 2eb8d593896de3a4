//! Queries of the audit log.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::{Author, Entry};
use crate::store::dialect::Turn;
use crate::store::rows::{Cell, Many};
use crate::store::{Result, Tx, within};

const STARTED_BY: &str = "SELECT created_by FROM runs WHERE id = $1";
const LAST_HASH: &str = "SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1";
const TYPES: &[&str] = &["BIGINT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT"];

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[STARTED_BY, LAST_HASH];

static INSERT: LazyLock<Many> = LazyLock::new(|| {
    Many::new(TYPES, |values| {
        format!(
            "INSERT INTO audit_log (at, actor, address, action, object, details, previous_hash, hash)
            SELECT v.column2, v.column3, v.column4, v.column5, v.column6, v.column7, v.column8, v.column9
            FROM {values} ORDER BY v.column1"
        )
    })
});

/// Who answers for what a run does: whoever started it.
///
/// # Errors
/// If the database cannot be read.
pub(crate) async fn who_started(tx: &mut Tx, run: &str) -> Result<Author> {
    let name: Option<String> = within!(tx, db => sqlx::query_scalar(STARTED_BY).bind(run).fetch_optional(db))?;
    Ok(Author { name: name.unwrap_or_else(|| "system".into()), address: String::new() })
}

/// Adds an entry, in the transaction of the change it tells of; best at its end, because all others wait.
///
/// # Errors
/// If the database cannot be written.
pub async fn record(tx: &mut Tx, entry: &Entry<'_>) -> Result<()> {
    record_all(tx, std::slice::from_ref(entry)).await
}

/// Adds entries in their order; else as [`record`].
///
/// # Errors
/// If the database cannot be written.
pub(crate) async fn record_all(tx: &mut Tx, entries: &[Entry<'_>]) -> Result<()> {
    tx.take_turn(Turn::Audit).await?;
    let last: Option<String> = within!(tx, db => sqlx::query_scalar(LAST_HASH).fetch_optional(db))?;
    let mut previous = last.unwrap_or_default();
    let chained = entries.iter().map(|entry| {
        let details = entry.details.to_string();
        let hash = hash(&previous, entry, &details);
        (entry, details, std::mem::replace(&mut previous, hash.clone()), hash)
    });
    let chained: Vec<_> = chained.collect();
    let rows: Vec<_> = chained
        .iter()
        .map(|(entry, details, previous, hash)| -> [Cell<'_>; 8] {
            [
                entry.at.into(),
                (&entry.author.name).into(),
                (&entry.author.address).into(),
                entry.action.into(),
                (&entry.object).into(),
                details.into(),
                previous.into(),
                hash.into(),
            ]
        })
        .collect();
    INSERT.execute(tx, &rows).await.map(drop)
}

/// The hash of an entry and the one before it. Each part carries its length, so that none can be shifted.
fn hash(previous: &str, entry: &Entry<'_>, details: &str) -> String {
    let at = entry.at.to_string();
    let parts = [previous, &at, &entry.author.name, &entry.author.address, entry.action, &entry.object, details];
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::audit::Author;
    use crate::store::open;

    #[tokio::test]
    async fn each_entry_carries_the_hash_of_the_one_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path()).await.expect("a database");
        let author = Author { name: "ada".into(), address: "::1".into() };
        let entry =
            |at| Entry { at, author: &author, action: "flow.update", object: "flow:1".into(), details: json!({}) };
        let mut expected = String::new();
        for at in 1..=3 {
            let mut tx = store.begin().await.expect("a transaction");
            record(&mut tx, &entry(at)).await.expect("recorded");
            let last: String = within!(&mut tx, db => sqlx::query_scalar(LAST_HASH).fetch_one(db)).expect("a hash");
            tx.commit().await.expect("committed");
            expected = hash(&expected, &entry(at), "{}");
            assert_eq!(last, expected);
        }
        assert_ne!(hash("", &entry(1), "{}"), hash("", &entry(2), "{}"));
    }
}
