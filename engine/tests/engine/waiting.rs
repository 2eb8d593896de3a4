//! Runs that only wait are put away, and go on when it is time; nothing is waited for twice.

use std::sync::Arc;
use std::time::Duration;

use engine::journal::{Journal, Memory};
use engine::{Execution, RunId, RunStatus};
use serde_json::{Value as Json, json};

use crate::support::{Given, execute, flow, program};

const HOUR: i64 = 3_600_000;

/// A run that is executed several times.
struct Kept {
    journal: Arc<Memory>,
    run_id: RunId,
}

impl Kept {
    fn new() -> Self {
        Self { journal: Arc::new(Memory::default()), run_id: RunId::fresh() }
    }

    /// Executes the flow, the clock so many milliseconds later than at first.
    async fn execute(&self, document: &Json, later: i64) -> Execution {
        let given = Given {
            journal: Arc::clone(&self.journal) as Arc<dyn Journal>,
            run_id: self.run_id,
            resume: later > 0,
            park_after: Some(Duration::from_secs(60)),
            ..Given::default()
        };
        let given = Given { started_at: Some(given.fakes.services.clock.now()), ..given };
        given.fakes.clock.advance(later);
        execute(program(document), given).await.0
    }
}

#[tokio::test]
async fn a_run_that_only_waits_is_put_away_until_it_is_time() {
    let document = flow(
        json!([["wait", "system.wait", { "seconds": 3600 }], ["end", "flow.end", { "result": "up" }]]),
        &["wait -> end"],
    );
    let kept = Kept::new();
    let Execution::Parked { wake_at } = kept.execute(&document, 0).await else { panic!("it waits an hour") };
    let Execution::Parked { wake_at: again } = kept.execute(&document, HOUR / 2).await else { panic!("still waiting") };
    assert_eq!(wake_at, again, "what was waited for already counts");
    let Execution::Ended(report) = kept.execute(&document, HOUR).await else { panic!("its time has come") };
    assert_eq!((report.status, report.result), (RunStatus::Completed, "up".into()));
}

#[tokio::test]
async fn the_shortest_of_several_waits_counts_and_work_keeps_a_run_in_memory() {
    let document =
        flow(json!([["long", "system.wait", { "seconds": 7200 }], ["short", "system.wait", { "seconds": 3600 }]]), &[]);
    let kept = Kept::new();
    let Execution::Parked { wake_at } = kept.execute(&document, 0).await else { panic!("it waits") };
    let Execution::Parked { wake_at: later } = kept.execute(&document, HOUR).await else { panic!("one still waits") };
    assert_eq!(later - wake_at, HOUR);
}

#[tokio::test]
async fn the_time_limit_of_a_body_goes_on_counting_while_the_run_is_put_away() {
    let document = flow(
        json!([
            ["try", "flow.try_catch"],
            ["each", "flow.foreach", { "collection": [1], "item_variable": "n", "continue_on_error": false }, { "timeout": 1800 }],
            ["wait", "system.wait", { "seconds": 7200 }],
            ["caught", "flow.set_variable", { "variables": { "kind": { "$expr": "error.kind" } } }]
        ]),
        &["try.try -> each", "each.loop -> wait", "try.catch -> caught"],
    );
    let kept = Kept::new();
    let Execution::Parked { .. } = kept.execute(&document, 0).await else { panic!("it waits") };
    let Execution::Ended(report) = kept.execute(&document, HOUR).await else { panic!("the limit has passed") };
    assert_eq!(report.variables.get("kind"), Some(&"timeout".into()));
    let records = kept.journal.load(kept.run_id).await.expect("memory never fails");
    assert!(records.iter().any(|record| record.key() == "try.try/each!timeout"), "{records:#?}");
}

#[tokio::test]
async fn the_time_limit_of_a_run_counts_from_its_first_start() {
    let mut document = flow(json!([["wait", "system.wait", { "seconds": 7200 }]]), &[]);
    document["settings"] = json!({ "timeout": 1800 });
    let kept = Kept::new();
    let Execution::Parked { wake_at } = kept.execute(&document, 0).await else { panic!("it waits") };
    let Execution::Parked { wake_at: later } = kept.execute(&document, HOUR / 4).await else { panic!("it waits") };
    assert_eq!(wake_at, later, "half an hour after the first start, whatever happens");
    let Execution::Ended(report) = kept.execute(&document, HOUR / 2).await else { panic!("the limit has passed") };
    assert_eq!(report.status, RunStatus::TimedOut);
}
