//! A decision that time made, such as who won a race, holds when a run is resumed.

use std::sync::Arc;

use engine::journal::{Journal, Memory, Record};
use engine::{RunId, RunStatus};
use node_sdk::Value;
use serde_json::{Value as Json, json};

use crate::support::{Given, Ran, flow, run_with};

/// A race, a time limit, a retry, and branches of which the first is enough, one after the other.
fn document() -> Json {
    let see = |id: &str, word: &str| json!([id, "flow.set_variable", { "variables": { "seen": format!("{{{{ seen }}}}{word} ") } }]);
    let wait = |id: &str, seconds: u32| json!([id, "system.wait", { "seconds": seconds }]);
    let mut document = flow(
        json!([
            ["race", "flow.race", { "branches": [{ "name": "slow" }, { "name": "fast" }] }],
            ["try", "flow.try_catch"], wait("long", 9), see("tidy", "tidy"), see("s", "slow"),
            wait("short", 2), see("f", "fast"), see("lost", "lost-{{ branch }}"),
            ["limit", "flow.timeout", { "timeout_seconds": 3 }], wait("hang", 60), see("late", "late"),
            ["retry", "flow.retry", { "retry_delay": 2 }], wait("pause", 1),
            ["not-yet", "flow.if", { "condition": "attempt < 3" }],
            ["fail", "flow.throw_error", { "message": "not yet", "error_type": "timeout" }],
            ["any", "flow.parallel", { "branches": [{ "name": "left" }, { "name": "right" }], "wait_for_all": false }],
            wait("l", 5), see("left", "left"), wait("r", 1), see("right", "right"),
            ["end", "flow.end", { "result": "{{ seen }}" }],
        ]),
        &[
            "race.slow -> try",
            "try.try -> long",
            "try.finally -> tidy",
            "try -> s",
            "race.fast -> short",
            "short -> f",
            "race.cleanup -> lost",
            "race -> limit",
            "limit.body -> hang",
            "limit.timeout -> late",
            "limit -> retry",
            "retry.loop -> pause",
            "pause -> not-yet",
            "not-yet.true -> fail",
            "retry -> any",
            "any.left -> l",
            "l -> left",
            "any.right -> r",
            "r -> right",
            "any -> end",
        ],
    );
    document["variables"] = json!({ "seen": "" });
    document
}

/// Runs the flow, while time passes whenever nothing else happens.
async fn run(journal: Arc<Memory>, run_id: RunId, resume: bool) -> Ran {
    let given = Given { journal: journal as Arc<dyn Journal>, run_id, resume, ..Given::default() };
    let clock = Arc::clone(&given.fakes.clock);
    let document = document();
    let passing = async {
        loop {
            tokio::task::yield_now().await;
            clock.advance(100);
        }
    };
    tokio::select! { biased; ran = run_with(&document, given) => ran, () = passing => unreachable!("time does not end") }
}

#[tokio::test]
async fn every_prefix_of_the_journal_leads_to_the_same_decisions() {
    let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
    let first = run(Arc::clone(&journal), run_id, false).await;
    assert_eq!(first.result(), json!("fast lost-slow late right "), "{:?}", first.report.error);
    let records = journal.load(run_id).await.expect("memory never fails");
    let choices = records.iter().filter(|record| matches!(record, Record::Choice { .. })).count();
    assert!(choices >= 5, "{records:?}");
    for kept in 0..=records.len() {
        let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
        for record in &records[..kept] {
            journal.append(run_id, record.clone()).committed().await.expect("memory never fails");
        }
        let ran = run(journal, run_id, true).await;
        assert_eq!(ran.report.status, RunStatus::Completed, "after {kept} of {records:?}");
        assert_eq!(ran.result(), first.result(), "after {kept} of {records:?}");
    }
}

#[tokio::test]
async fn a_race_that_was_decided_is_not_run_again_to_see_who_is_faster() {
    let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
    let decided = Record::Choice { key: "race!winner".into(), value: Value::Int(0) };
    journal.append(run_id, decided).committed().await.expect("memory never fails");
    let ran = run(journal, run_id, true).await;
    assert_eq!(ran.result(), json!("tidy slow lost-fast late right "), "{:?}", ran.report.error);
}
