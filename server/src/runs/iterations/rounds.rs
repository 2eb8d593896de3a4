//! What is known of each round.

use std::collections::BTreeMap;
use std::ops::Bound;

use engine::StepStatus;
use node_sdk::Value;

use super::super::view::{ErrorView, StepView};

/// A round that the trace tells of.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) key: String,
    pub(crate) status: StepStatus,
    pub(crate) started_at: String,
    pub(crate) duration_us: u64,
    pub(crate) error: Option<ErrorView>,
    pub(crate) item: Option<Value>,
    /// Whether its end is kept in full.
    pub(crate) is_kept: bool,
}

/// A round: what is known of it, or how it must stand.
pub(crate) enum Round<'a> {
    Known(&'a Known),
    Plain(StepStatus),
}

/// An effect inside a round that is at work, and when it began.
pub(crate) type Begun = (String, String);

/// What is known of the loop as a whole.
#[derive(Clone, Copy, Default)]
pub(crate) struct Whole {
    /// Whether it may still go on.
    pub(crate) is_going: bool,
    /// How many rounds ended, where that is known.
    pub(crate) done: Option<u64>,
    /// How many there were to be, where that is known.
    pub(crate) total: Option<u64>,
}

/// All rounds of one activation of a loop.
pub(crate) struct Rounds {
    known: BTreeMap<u64, Known>,
    key: String,
    done: u64,
    /// How many there are in all, begun or not.
    pub(crate) total: u64,
    is_going: bool,
}

/// What kind of end a round came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Completed,
    Failed,
    Running,
    Skipped,
}

impl Class {
    /// The kind of a status.
    pub(crate) fn of(status: StepStatus) -> Self {
        match status {
            StepStatus::Completed => Self::Completed,
            StepStatus::Failed | StepStatus::Error | StepStatus::TimedOut => Self::Failed,
            StepStatus::Running | StepStatus::Pending => Self::Running,
            StepStatus::Skipped | StepStatus::Cancelled => Self::Skipped,
        }
    }

    /// The kind of a word.
    pub(crate) fn named(word: &str) -> Option<Self> {
        let classes = [Self::Completed, Self::Failed, Self::Running, Self::Skipped];
        let names = ["completed", "failed", "running", "skipped"];
        names.into_iter().zip(classes).find(|(name, _)| *name == word).map(|(_, class)| class)
    }
}

impl Rounds {
    /// Puts the rounds of an activation together.
    pub(crate) fn new(key: &str, bodies: Vec<StepView>, begun: Vec<Begun>, whole: Whole) -> Self {
        let mut known = BTreeMap::new();
        let mut branches: BTreeMap<String, u64> = BTreeMap::new();
        let mut place = |path: &str| match round_of(path) {
            Some(round) => round,
            // Branches have names and no numbers: they are numbered as they come.
            None => {
                let next = u64::try_from(branches.len()).unwrap_or(u64::MAX);
                *branches.entry(path.to_owned()).or_insert(next)
            }
        };
        for step in bodies {
            let Some(path) = path_of(key, &step.key).filter(|path| key.len() + path.len() + 1 == step.key.len()) else {
                continue;
            };
            let round = place(path);
            known.insert(round, Known::ended(format!("{key}{path}"), step));
        }
        for (inside, at) in begun {
            let Some(path) = path_of(key, &inside) else { continue };
            let round = place(path);
            known.entry(round).or_insert_with(|| Known::running(format!("{key}{path}"), at));
        }
        let seen = known.keys().next_back().map_or(0, |last| last + 1);
        let done = whole.done.unwrap_or(if whole.is_going { 0 } else { seen });
        let total = whole.total.unwrap_or(0).max(seen).max(done);
        Self { known, key: key.to_owned(), done, total, is_going: whole.is_going }
    }

    /// Rounds that the trace tells of, with their numbers.
    pub(crate) fn known(&self) -> impl Iterator<Item = (u64, &Known)> {
        self.known.iter().map(|(index, known)| (*index, known))
    }

    /// How many ended without a trace.
    pub(crate) fn untold(&self) -> u64 {
        let told = self.known.range(..self.done).count();
        self.done.saturating_sub(u64::try_from(told).unwrap_or(u64::MAX))
    }

    /// How many were never begun, and will not be.
    pub(crate) fn never(&self) -> u64 {
        if self.is_going {
            return 0;
        }
        let begun = self.known.range(self.done..).count();
        (self.total - self.done).saturating_sub(u64::try_from(begun).unwrap_or(u64::MAX))
    }

    /// The rounds from one on that have begun or never will; only those told of, if the others cannot be meant.
    pub(crate) fn from(&self, first: u64, only_known: bool) -> Box<dyn Iterator<Item = (u64, Round<'_>)> + '_> {
        if only_known {
            let known = self.known.range((Bound::Included(first), Bound::Unbounded));
            return Box::new(known.map(|(index, known)| (*index, Round::Known(known))));
        }
        let begun = if self.is_going { self.known.keys().next_back().map_or(0, |last| last + 1) } else { self.total };
        Box::new((first..begun.max(self.done)).map(|index| (index, self.at(index))))
    }

    fn at(&self, index: u64) -> Round<'_> {
        match self.known.get(&index) {
            Some(known) => Round::Known(known),
            None if index < self.done => Round::Plain(StepStatus::Completed),
            None if self.is_going => Round::Plain(StepStatus::Running),
            None => Round::Plain(StepStatus::Skipped),
        }
    }

    /// What the round of a number is called.
    pub(crate) fn key_of(&self, index: u64) -> String {
        format!("{}[{index}]", self.key)
    }
}

impl Known {
    fn ended(key: String, step: StepView) -> Self {
        let StepView { status, started_at, duration_us, error, item, .. } = step;
        Self { key, status, started_at, duration_us, error, item, is_kept: true }
    }

    fn running(key: String, started_at: String) -> Self {
        let (status, duration_us) = (StepStatus::Running, 0);
        Self { key, status, started_at, duration_us, error: None, item: None, is_kept: false }
    }
}

/// What follows the key of a control node in that of something inside it, up to the slash: `[3]`, `.left` or `.try[3]`.
fn path_of<'k>(key: &str, inside: &'k str) -> Option<&'k str> {
    let path = inside.strip_prefix(key)?.split_once('/')?.0;
    path.starts_with(['[', '.']).then_some(path)
}

fn round_of(path: &str) -> Option<u64> {
    path.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}
