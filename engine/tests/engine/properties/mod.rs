//! Any flow, against a reference that is too simple to be wrong: the same end, whatever the order in
//! which effects end, and from whatever point of the journal the run goes on.

mod document;
mod flow;
mod model;
mod rules;
mod run;
mod world;

use std::collections::BTreeSet;

use engine::journal::Record;
use proptest::prelude::*;

use self::flow::{Block, flows};
use self::run::Ran;

/// From how many points of a journal one case goes on.
const POINTS: usize = 8;

fn settings() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, max_shrink_iters: 5_000, ..ProptestConfig::default() }
}

/// An order in which effects end.
fn order() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 1..12)
}

fn check(flow: &Block, order: &[u8]) -> Result<Ran, TestCaseError> {
    let document = document::write(flow);
    let expected = model::outcome(flow, &document["variables"]);
    let ran = run::fresh(&document, order);
    prop_assert_eq!(&ran.outcome, &expected, "{}", document);
    let once: BTreeSet<_> = ran.effects.iter().collect();
    prop_assert_eq!(once.len(), ran.effects.len(), "an effect is carried out twice: {:?}", ran.effects);
    Ok(ran)
}

/// Goes on from the first `kept` records.
fn check_from(flow: &Block, first: &Ran, kept: usize, order: &[u8]) -> Result<(), TestCaseError> {
    let known = &first.records[..kept];
    let document = document::write(flow);
    let ran = run::resumed(&document, order, known);
    prop_assert_eq!(&ran.outcome, &first.outcome, "{} went on after {:#?}", document, known);
    for record in known.iter().filter(|record| matches!(record, Record::Finished { .. })) {
        let again = ran.effects.iter().any(|key| key == record.key());
        prop_assert!(!again, "`{}` is carried out again: {document}", record.key());
    }
    Ok(())
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn a_run_comes_to_what_its_drawing_says_in_whatever_order_effects_end(
        flow in flows(), orders in prop::collection::vec(order(), 3)
    ) {
        for order in &orders {
            check(&flow, order)?;
        }
    }

    #[test]
    fn a_run_that_goes_on_from_any_point_of_its_journal_comes_to_the_same_and_repeats_nothing(
        flow in flows(), before in order(), after in order()
    ) {
        let first = check(&flow, &before)?;
        let stride = first.records.len().div_ceil(POINTS).max(1);
        for kept in (0..=first.records.len()).step_by(stride) {
            check_from(&flow, &first, kept, &after)?;
        }
    }
}
