//! Finding flows: which are wanted, in which order, and what they can be narrowed by.

pub(crate) mod store;

use std::collections::BTreeMap;

pub(crate) use store::{count, labels_and_categories, last_runs, list};

/// Which flows are wanted; what is empty means any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// With this in name or description.
    pub text: String,
    /// With all of these labels.
    pub labels: Vec<String>,
    /// Belonging to this.
    pub category: String,
    /// That may be started, or may not.
    pub active: Option<bool>,
    /// Made by this user.
    pub author: String,
}

/// Which come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// Those that were changed last.
    #[default]
    Latest,
    /// Those that were not changed for the longest time.
    Earliest,
    /// By name.
    Name,
    /// By name, from the end.
    NameBackwards,
}

/// Each text with how often it comes, the most frequent first.
pub(crate) fn tally(texts: impl IntoIterator<Item = String>) -> Vec<(String, i64)> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(text, _)| !text.is_empty()).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}
