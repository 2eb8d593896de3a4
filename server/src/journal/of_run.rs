//! The journal as one run sees it. Of a run that was given secrets, all content is sealed.

use std::sync::Arc;

use async_trait::async_trait;
use engine::journal::{Ack, Error, Journal, Record};
use engine::{RunId, StepStatus};

use super::Writer;
use super::store::{self, Entry};
use crate::keys::Keys;
use crate::store::Store;
use crate::wire::word;

/// The journal of one run.
pub struct OfRun {
    store: Store,
    writer: Writer,
    seal: Option<Arc<Keys>>,
    keys: Arc<Keys>,
}

impl OfRun {
    /// The journal of a run; `has_secrets` has its content sealed.
    pub fn new(store: Store, writer: Writer, keys: Arc<Keys>, has_secrets: bool) -> Self {
        Self { store, writer, seal: has_secrets.then(|| Arc::clone(&keys)), keys }
    }
}

#[async_trait]
impl Journal for OfRun {
    async fn load(&self, run: RunId) -> Result<Vec<Record>, Error> {
        let entries = store::load(&self.store, &run.to_string()).await.map_err(|error| unreadable(&error))?;
        entries.into_iter().map(|entry| to_record(entry, &self.keys)).collect()
    }

    fn append(&self, run: RunId, record: Record) -> Ack {
        match to_entry(run, record).and_then(|entry| self.sealed(entry)) {
            Ok(entry) => self.writer.record(entry),
            Err(error) => {
                let (sender, ack) = Ack::pending();
                let _ = sender.send(Err(error));
                ack
            }
        }
    }
}

impl OfRun {
    fn sealed(&self, mut entry: Entry) -> Result<Entry, Error> {
        let Some(keys) = self.seal.as_ref().filter(|_| entry.kind != "started") else { return Ok(entry) };
        let sealed = keys.seal(&place(&entry), &entry.data);
        entry.data = sealed.map_err(|error| Error { doing: "written", reason: error.to_string() })?;
        entry.is_sealed = true;
        Ok(entry)
    }
}

/// The content of a row, opened if it is sealed.
///
/// # Errors
/// If it was sealed with another master key.
fn content(entry: &Entry, keys: &Keys) -> Result<String, Error> {
    if entry.is_sealed {
        keys.open(&place(entry), &entry.data).map_err(|error| unreadable(&error))
    } else {
        Ok(entry.data.clone())
    }
}

fn place(entry: &Entry) -> String {
    format!("journal:{}:{}:{}", entry.run_id, entry.kind, entry.key)
}

fn unreadable(error: &dyn std::fmt::Display) -> Error {
    Error { doing: "read", reason: error.to_string() }
}

fn to_entry(run: RunId, record: Record) -> Result<Entry, Error> {
    let unwritable = |error: serde_json::Error| Error { doing: "written", reason: error.to_string() };
    let blank = Entry {
        run_id: run.to_string(),
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

fn to_record(entry: Entry, keys: &Keys) -> Result<Record, Error> {
    let data = content(&entry, keys)?;
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
fn node_of(key: &str) -> (&str, i64) {
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
            let entry = to_entry(RunId::fresh(), record.clone()).expect("a row");
            assert_eq!(to_record(entry, &keys).expect("a record"), record);
        }
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_said_to_who_waits_and_takes_nothing_else_down() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = crate::store::open(folder.path()).await.expect("a database");
        let writer = Writer::start(store.clone());
        let journal = OfRun::new(store.clone(), writer, keys(), true);
        let known = add_run(&store).await;
        let record = |at| Record::Choice { key: "race1".into(), value: node_sdk::Value::Int(at) };
        let (mut good, mut bad) = (journal.append(known, record(1)), journal.append(RunId::fresh(), record(2)));
        good.committed().await.expect("written");
        let error = bad.committed().await.expect_err("there is no such run");
        assert_eq!(error.doing, "written");
        assert_eq!(journal.load(known).await.expect("readable"), [record(1)]);
        store.close().await;
        journal.append(known, record(3)).committed().await.expect_err("the database is closed");
    }

    async fn add_run(store: &Store) -> RunId {
        let id = RunId::fresh();
        let mut tx = store.begin().await.expect("a transaction");
        let checked = crate::flows::Checked { hash: "h".into(), ..crate::flows::Checked::default() };
        crate::flows::store::keep_document(&mut tx, &checked).await.expect("kept");
        let run = crate::runs::store::NewRun { id: id.to_string(), document_hash: "h".into(), ..Default::default() };
        crate::runs::store::insert(&mut tx, &run).await.expect("inserted");
        tx.commit().await.expect("committed");
        id
    }

    #[test]
    fn a_key_names_its_node_and_attempt() {
        assert_eq!(node_of("each[3]/write#2"), ("write", 2));
        assert_eq!(node_of("write"), ("write", 1));
    }
}
