//! The journal as one run sees it. Of a run that was given secrets, all content is sealed.

use std::sync::Arc;

use async_trait::async_trait;
use engine::journal::{Ack, Error, Journal, Record};
use engine::{RunId, StepStatus};

use super::Hold;
use super::store::{self, Entry};
use crate::keys::Keys;
use crate::store::Store;
use crate::wire::word;

/// The journal of one run.
pub struct OfRun {
    store: Store,
    hold: Hold,
    seal: Option<Arc<Keys>>,
    keys: Arc<Keys>,
}

impl OfRun {
    /// The journal of a run; `has_secrets` has its content sealed.
    pub fn new(store: Store, hold: Hold, keys: Arc<Keys>, has_secrets: bool) -> Self {
        Self { store, hold, seal: has_secrets.then(|| Arc::clone(&keys)), keys }
    }
}

#[async_trait]
impl Journal for OfRun {
    async fn load(&self, run: RunId) -> Result<Vec<Record>, Error> {
        let entries = store::load(&self.store, self.hold.claim().no).await.map_err(|error| unreadable(&error))?;
        entries.into_iter().map(|entry| to_record(run, entry, &self.keys)).collect()
    }

    fn append(&self, run: RunId, record: Record) -> Ack {
        match to_entry(record).and_then(|entry| self.sealed(run, entry)) {
            Ok(entry) => self.hold.record(entry),
            Err(error) => {
                let (sender, ack) = Ack::pending();
                let _ = sender.send(Err(error));
                ack
            }
        }
    }
}

impl OfRun {
    fn sealed(&self, run: RunId, entry: Entry) -> Result<Entry, Error> {
        sealed(run, entry, self.seal.as_deref())
    }
}

/// A row with its content sealed, if there are keys to do that with.
pub(crate) fn sealed(run: RunId, mut entry: Entry, keys: Option<&Keys>) -> Result<Entry, Error> {
    let Some(keys) = keys.filter(|_| entry.kind != "started") else { return Ok(entry) };
    let sealed = keys.seal(&place(run, &entry), &entry.data);
    entry.data = sealed.map_err(|error| Error { doing: "written", reason: error.to_string() })?;
    entry.is_sealed = true;
    Ok(entry)
}

/// The content of a row, opened if it is sealed.
///
/// # Errors
/// If it was sealed with another master key.
fn content(run: RunId, entry: &Entry, keys: &Keys) -> Result<String, Error> {
    if entry.is_sealed {
        keys.open(&place(run, entry), &entry.data).map_err(|error| unreadable(&error))
    } else {
        Ok(entry.data.clone())
    }
}

fn place(run: RunId, entry: &Entry) -> String {
    format!("journal:{run}:{}:{}", entry.kind, entry.key)
}

fn unreadable(error: &dyn std::fmt::Display) -> Error {
    Error { doing: "read", reason: error.to_string() }
}

/// A record as a row.
pub(crate) fn to_entry(record: Record) -> Result<Entry, Error> {
    let unwritable = |error: serde_json::Error| Error { doing: "written", reason: error.to_string() };
    let blank = Entry {
        kind: String::new(),
        key: String::new(),
        node: String::new(),
        node_type: String::new(),
        status: String::new(),
        attempt: 1,
        started_at: 0,
        duration_us: 0,
        is_sealed: false,
        data: "null".into(),
    };
    Ok(match record {
        Record::Started { key, at } => {
            let (node, attempt) = node_of(&key);
            let (node, status) = (node.to_owned(), word(&StepStatus::Running));
            Entry { kind: "started".into(), key, node, status, attempt, started_at: at, ..blank }
        }
        Record::Finished { key, node, node_type, attempt, started_at, duration_us, result } => Entry {
            kind: "finished".into(),
            key,
            node,
            node_type,
            status: word(&StepStatus::of(&result)),
            attempt: attempt.into(),
            started_at,
            duration_us: i64::try_from(duration_us).unwrap_or(i64::MAX),
            data: serde_json::to_string(&result).map_err(unwritable)?,
            ..blank
        },
        Record::Choice { key, value } => Entry { kind: "choice".into(), key, data: value.to_string(), ..blank },
        Record::Dropped { key, keys } => {
            Entry { kind: "dropped".into(), key, data: serde_json::to_string(&keys).map_err(unwritable)?, ..blank }
        }
    })
}

/// A row as a record.
pub(crate) fn to_record(run: RunId, entry: Entry, keys: &Keys) -> Result<Record, Error> {
    let data = content(run, &entry, keys)?;
    let Entry { kind, key, node, node_type, attempt, started_at, duration_us, .. } = entry;
    let corrupt = |error: serde_json::Error| unreadable(&format!("the entry `{key}` holds no record: {error}"));
    Ok(match kind.as_str() {
        "started" => Record::Started { key, at: started_at },
        "choice" => Record::Choice { value: serde_json::from_str(&data).map_err(corrupt)?, key },
        "dropped" => Record::Dropped { keys: serde_json::from_str(&data).map_err(corrupt)?, key },
        _ => Record::Finished {
            result: serde_json::from_str(&data).map_err(corrupt)?,
            key,
            node,
            node_type,
            attempt: u32::try_from(attempt).unwrap_or(1),
            started_at,
            duration_us: u64::try_from(duration_us).unwrap_or(0),
        },
    })
}

/// The node and attempt that the key of an activation names.
pub(crate) fn node_of(key: &str) -> (&str, i64) {
    let last = key.rsplit('/').next().unwrap_or(key);
    match last.split_once('#') {
        Some((node, attempt)) => (node, attempt.parse().unwrap_or(1)),
        None => (last, 1),
    }
}

#[cfg(test)]
mod tests {
    use node_sdk::{ErrorKind, NodeError, Outcome};

    use super::*;

    fn keys() -> Arc<Keys> {
        let folder = tempfile::tempdir().expect("a folder");
        Arc::new(Keys::load(None, folder.path()).expect("keys"))
    }

    #[tokio::test]
    async fn every_record_survives_the_way_into_a_row_and_back() {
        let records = [
            Record::Started { key: "each[3]/write#2".into(), at: 7 },
            Record::Finished {
                key: "write".into(),
                node: "write".into(),
                node_type: "file.write".into(),
                attempt: 1,
                started_at: 7,
                duration_us: 9,
                result: Ok(Outcome::output("done")),
            },
            Record::Finished {
                key: "ask".into(),
                node: "ask".into(),
                node_type: "shell.command".into(),
                attempt: 3,
                started_at: 7,
                duration_us: 9,
                result: Err(NodeError::failed(ErrorKind::EXIT_CODE, "no")),
            },
            Record::Choice { key: "race1".into(), value: node_sdk::Value::Int(2) },
            Record::Dropped { key: "a".into(), keys: vec!["a".into(), "a!began".into()] },
        ];
        let keys = keys();
        for record in records {
            let entry = to_entry(record.clone()).expect("a row");
            assert_eq!(to_record(RunId::fresh(), entry, &keys).expect("a record"), record);
        }
    }

    #[test]
    fn a_key_names_its_node_and_attempt() {
        assert_eq!(node_of("each[3]/write#2"), ("write", 2));
        assert_eq!(node_of("write"), ("write", 1));
    }
}
