//! The journal of a run that is over, read without a claim on it. What no longer holds is left out.

use std::collections::HashMap;

use engine::RunId;
use engine::journal::Record;
use node_sdk::ErrorKind;

use super::super::{Error, Runner};
use super::store::OverRow;
use crate::journal::{Entry, of_run, store};

/// Everything that was recorded, oldest first.
pub(super) async fn records(runner: &Runner, id: RunId, row: &OverRow) -> Result<Vec<Record>, Error> {
    let entries = store::load(&runner.store, row.no).await?;
    let read = |entry: Entry| of_run::to_record(id, entry, &runner.keys);
    entries
        .into_iter()
        .map(read)
        .collect::<Result<_, _>>()
        .map_err(|error| Error::NotRetryable(format!("The {error}.")))
}

/// A record as a row; sealed if the run was given secrets.
pub(super) fn entry(runner: &Runner, id: RunId, row: &OverRow, record: Record) -> Result<Entry, Error> {
    let keys = row.sealed_parameters.as_ref().map(|_| runner.keys.as_ref());
    let unwritable = |error: engine::journal::Error| Error::NotRetryable(format!("The {error}."));
    of_run::to_entry(record).and_then(|entry| of_run::sealed(id, entry, keys)).map_err(unwritable)
}

/// An effect of which nobody knows whether it was done.
pub(super) struct Unknown {
    pub(super) key: String,
    pub(super) node: String,
    pub(super) node_type: String,
    pub(super) started_at: i64,
    pub(super) duration_us: u64,
}

/// The key of the choice that says that somebody decided to leave it at that.
pub(super) fn left(key: &str) -> String {
    format!("{key}!left")
}

/// The effects whose end is not known, and that nobody decided on.
pub(super) fn unknown(records: &[Record]) -> Vec<Unknown> {
    let mut open: HashMap<&str, (usize, Unknown)> = HashMap::new();
    for (place, record) in records.iter().enumerate() {
        match record {
            Record::Finished { key, node, node_type, started_at, duration_us, result, .. } => {
                let is_open = result.as_ref().is_err_and(|error| error.kind == ErrorKind::INTERRUPTED);
                if !is_open {
                    open.remove(key.as_str());
                    continue;
                }
                let (node, node_type) = (node.clone(), node_type.clone());
                let (started_at, duration_us) = (*started_at, *duration_us);
                open.insert(key, (place, Unknown { key: key.clone(), node, node_type, started_at, duration_us }));
            }
            Record::Choice { key, .. } => {
                if let Some(key) = key.strip_suffix("!left") {
                    open.remove(key);
                }
            }
            Record::Dropped { keys, .. } => keys.iter().for_each(|key| drop(open.remove(key.as_str()))),
            Record::Started { .. } => {}
        }
    }
    let mut open: Vec<_> = open.into_values().collect();
    open.sort_by_key(|(place, _)| *place);
    open.into_iter().map(|(_, unknown)| unknown).collect()
}

/// The records that still hold.
pub(super) fn valid(records: Vec<Record>) -> Vec<Record> {
    let mut valid: Vec<Record> = Vec::with_capacity(records.len());
    for record in records {
        if let Record::Dropped { keys, .. } = &record {
            let keys: std::collections::HashSet<&str> = keys.iter().map(String::as_str).collect();
            valid.retain(|record| !keys.contains(record.key()));
        } else {
            valid.push(record);
        }
    }
    valid
}
