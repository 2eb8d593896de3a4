//! What the journal says a run has done before.

use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::OnceLock;

use node_sdk::{NodeError, Outcome, Value};

use crate::journal::Record;

/// What may follow a node's id in a key.
pub(crate) const BORDERS: [char; 6] = ['!', '#', '.', '/', '[', PART];

/// What parts the key of an activation from the id of one of the machines it works on.
pub(crate) const PART: char = ':';

/// The journal of a run, by activation.
#[derive(Default)]
pub(crate) struct Replay {
    started: HashMap<String, i64>,
    finished: HashMap<String, Finished>,
    choices: HashMap<String, Value>,
    /// All keys in order; made when they are first asked for by their beginning.
    sorted: OnceLock<BTreeSet<String>>,
}

/// An effect that ended before.
#[derive(Clone)]
pub(crate) struct Finished {
    pub(crate) started_at: i64,
    pub(crate) duration_us: u64,
    pub(crate) result: Result<Outcome, NodeError>,
}

/// What is known of an activation.
pub(crate) enum Known {
    /// Nothing: it never began.
    New,
    /// It began at this time, and its end is not known.
    Begun(i64),
    /// It ended.
    Ended(Finished),
}

impl Replay {
    /// Sorts the records.
    pub(crate) fn new(records: Vec<Record>) -> Self {
        let mut replay = Self::default();
        for record in records {
            replay.take(record);
        }
        replay
    }

    fn take(&mut self, record: Record) {
        match record {
            Record::Started { key, at } => {
                self.started.entry(key).or_insert(at);
            }
            Record::Finished { key, started_at, duration_us, result, .. } => {
                self.finished.insert(key, Finished { started_at, duration_us, result });
            }
            Record::Choice { key, value } => {
                self.choices.insert(key, value);
            }
            Record::Dropped { keys, .. } => {
                for key in keys {
                    self.started.remove(&key);
                    self.finished.remove(&key);
                    self.choices.remove(&key);
                }
            }
        }
    }

    /// What is known of an activation.
    pub(crate) fn get(&self, key: &str) -> Known {
        if let Some(finished) = self.finished.get(key) {
            return Known::Ended(finished.clone());
        }
        self.started.get(key).map_or(Known::New, |at| Known::Begun(*at))
    }

    /// Whether the effect ended before.
    pub(crate) fn has_ended(&self, key: &str) -> bool {
        self.finished.contains_key(key)
    }

    /// What was chosen before.
    pub(crate) fn choice(&self, key: &str) -> Option<&Value> {
        self.choices.get(key)
    }

    /// Whether there is nothing to replay.
    pub(crate) fn is_empty(&self) -> bool {
        self.started.is_empty() && self.finished.is_empty() && self.choices.is_empty()
    }

    /// Whether anything is known of what goes by this path: an activation, or what is inside it.
    pub(crate) fn has_within(&self, path: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        if path.is_empty() {
            return true;
        }
        let has = |start: &str| {
            let mut after = self.sorted().range::<str, _>((Bound::Included(start), Bound::Unbounded));
            after.next().is_some_and(|key| key.starts_with(start))
        };
        if path.ends_with('/') {
            return has(path);
        }
        self.sorted().contains(path) || BORDERS.iter().any(|border| has(&format!("{path}{border}")))
    }

    fn sorted(&self) -> &BTreeSet<String> {
        self.sorted.get_or_init(|| {
            let keys = self.started.keys().chain(self.finished.keys()).chain(self.choices.keys());
            keys.cloned().collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &[&str], path: &str, expected: bool) {
        let start = |key: &&str| Record::Started { key: (*key).to_owned(), at: 1 };
        assert_eq!(Replay::new(keys.iter().map(start).collect()).has_within(path), expected, "{path} in {keys:?}");
    }

    #[test]
    fn what_is_inside_a_path_is_told_from_what_only_begins_like_it() {
        check(&["each[3]/write", "eachother"], "each", true);
        check(&["each-2/write", "eachother"], "each", false);
        check(&["each[3]/write"], "each[3]/", true);
        check(&["each[30]/write"], "each[3]/", false);
        check(&["write"], "", true);
        check(&[], "", false);
    }

    #[test]
    fn what_was_dropped_is_no_longer_known_and_what_comes_after_is() {
        let started = |at| Record::Started { key: "a".into(), at };
        let dropped = Record::Dropped { key: "a".into(), keys: vec!["a".into()] };
        assert!(matches!(Replay::new(vec![started(1), dropped.clone()]).get("a"), Known::New));
        assert!(matches!(Replay::new(vec![started(1), dropped, started(2)]).get("a"), Known::Begun(2)));
    }
}
