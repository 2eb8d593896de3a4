//! All rounds at a glance: how many ended how, why, and where in the row.

use std::collections::HashMap;

use super::rounds::{Class, Rounds};

const MOST_BUCKETS: u64 = 200;
const MOST_FAILURES: usize = 50;

/// How many rounds ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) completed: u64,
    pub(crate) failed: u64,
    pub(crate) running: u64,
    pub(crate) skipped: u64,
}

/// A failure that one or more rounds came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) count: u64,
    /// The first round it happened to.
    pub(crate) first: u64,
}

/// Rounds from one to another, both included.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) from: u64,
    pub(crate) to: u64,
}

/// How many rounds of a range failed or are at work.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) range: Range,
    pub(crate) failed: u64,
    pub(crate) running: u64,
}

/// How many rounds ended how.
pub(crate) fn counts(rounds: &Rounds) -> Counts {
    let mut counts = Counts { completed: rounds.untold(), skipped: rounds.never(), ..Counts::default() };
    for (_, known) in rounds.known() {
        *match Class::of(known.status) {
            Class::Completed => &mut counts.completed,
            Class::Failed => &mut counts.failed,
            Class::Running => &mut counts.running,
            Class::Skipped => &mut counts.skipped,
        } += 1;
    }
    counts
}

/// Why rounds failed, the most frequent reasons first.
pub(crate) fn failures(rounds: &Rounds) -> Vec<Failure> {
    let mut found: HashMap<&str, (u64, u64)> = HashMap::new();
    for (index, known) in rounds.known().filter(|(_, known)| Class::of(known.status) == Class::Failed) {
        let message = known.error.as_ref().map_or("", |error| error.message.as_str());
        found.entry(message).or_insert((0, index)).0 += 1;
    }
    let failure = |(message, (count, first)): (&str, _)| Failure { message: message.to_owned(), count, first };
    let mut failures: Vec<_> = found.into_iter().map(failure).collect();
    failures.sort_by_key(|failure| (std::cmp::Reverse(failure.count), failure.first));
    failures.truncate(MOST_FAILURES);
    failures
}

/// The rounds in at most 200 pieces of the same length.
pub(crate) fn buckets(rounds: &Rounds) -> Vec<Bucket> {
    let width = rounds.total.div_ceil(MOST_BUCKETS).max(1);
    let bucket = |number: u64| {
        let (from, to) = (number * width, ((number + 1) * width).min(rounds.total) - 1);
        Bucket { range: Range { from, to }, failed: 0, running: 0 }
    };
    let mut buckets: Vec<_> = (0..rounds.total.div_ceil(width)).map(bucket).collect();
    for (index, known) in rounds.known() {
        let Some(bucket) = usize::try_from(index / width).ok().and_then(|number| buckets.get_mut(number)) else {
            continue;
        };
        match Class::of(known.status) {
            Class::Failed => bucket.failed += 1,
            Class::Running => bucket.running += 1,
            Class::Completed | Class::Skipped => {}
        }
    }
    buckets
}

/// The rounds whose ends are kept in full.
pub(crate) fn kept(rounds: &Rounds) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    for (index, _) in rounds.known().filter(|(_, known)| known.is_kept) {
        match ranges.last_mut() {
            Some(last) if last.to + 1 == index => last.to = index,
            _ => ranges.push(Range { from: index, to: index }),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use engine::{Step, StepKind, StepStatus};
    use node_sdk::{ErrorKind, NodeError, Value};

    use super::super::rounds::Whole;
    use super::*;
    use crate::runs::view::StepView;

    fn body(key: &str, error: Option<&str>) -> StepView {
        let error = error.map(|message| NodeError::new(ErrorKind::INTERNAL, message));
        StepView::in_full(Step {
            key: key.into(),
            kind: StepKind::Region,
            node: "each".into(),
            node_type: String::new().into(),
            status: error.as_ref().map_or(StepStatus::Completed, StepStatus::of_error),
            port: None,
            attempt: 1,
            started_at: 0,
            duration_us: 1,
            output: Value::Null,
            error,
            config: None,
            item: None,
            journaled: true,
        })
    }

    #[test]
    fn rounds_that_are_not_kept_have_completed_and_those_never_begun_are_skipped() {
        let bodies = vec![
            body("a[1]/each[0]/", None),
            body("a[1]/each[7]/", Some("no")),
            body("a[1]/each[9]/", Some("no")),
            body("a[1]/each[9]/deep[0]/", None),
            body("a[1]/each2[4]/", None),
        ];
        let whole = Whole { is_going: false, done: Some(10), total: Some(1000) };
        let rounds = Rounds::new("a[1]/each", bodies, Vec::new(), whole);
        assert_eq!(counts(&rounds), Counts { completed: 8, failed: 2, running: 0, skipped: 990 });
        assert_eq!(failures(&rounds), [Failure { message: "no".into(), count: 2, first: 7 }]);
        assert_eq!(
            kept(&rounds).iter().map(|range| (range.from, range.to)).collect::<Vec<_>>(),
            [(0, 0), (7, 7), (9, 9)]
        );
        let buckets = buckets(&rounds);
        assert_eq!((buckets.len(), buckets[1].failed, buckets[1].range.to), (200, 2, 9));
    }

    #[test]
    fn a_round_with_an_effect_at_work_is_running() {
        let begun = vec![("each[3]/ask".to_owned(), "now".to_owned()), ("each[3]/tell#2".to_owned(), "now".to_owned())];
        let whole = Whole { is_going: true, done: Some(3), total: Some(50) };
        let rounds = Rounds::new("each", vec![body("each[0]/", None)], begun, whole);
        assert_eq!(counts(&rounds), Counts { completed: 3, failed: 0, running: 1, skipped: 0 });
        assert_eq!((rounds.total, rounds.from(0, false).count(), rounds.from(1, true).count()), (50, 4, 1));
    }

    #[test]
    fn branches_are_numbered_as_they_come() {
        let bodies = vec![body("all.right/", None), body("all.left/", Some("no"))];
        let rounds = Rounds::new("all", bodies, Vec::new(), Whole::default());
        let keys: Vec<_> = rounds.known().map(|(index, known)| (index, known.key.as_str())).collect();
        assert_eq!(keys, [(0, "all.right"), (1, "all.left")]);
    }
}
