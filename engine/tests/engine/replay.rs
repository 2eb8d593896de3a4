//! A run that is resumed does nothing twice and comes to the same end.

use std::sync::Arc;

use engine::journal::{Journal, Memory, Record};
use engine::{RunId, RunStatus};
use serde_json::{Value as Json, json};

use crate::support::{Given, Ran, flow, run_with};

/// Appends a line to `log.txt` for every execution, in parallel and in a loop, with pure nodes between.
fn document() -> Json {
    let append = |id: &str| json!([id, "shell.command", { "command": format!("echo {id} {{{{ item }}}} >> log.txt; echo {{{{ item }}}}") }]);
    flow(
        json!([
            ["each", "flow.foreach", { "collection": [1, 2, 3], "item_variable": "n", "continue_on_error": false }],
            append("a"), append("b"),
            ["sum", "flow.set_variable", { "variables": { "sum": { "$expr": "sum + nodes.a.stdout.trim().to_int() + n" } } }],
            ["end", "flow.end", { "result": "{{ vars.sum }}" }]
        ]),
        &["each.loop -> a", "each.loop -> b", "a -> sum", "b -> sum", "each -> end"],
    )
}

fn with_sum() -> Json {
    let mut document = document();
    document["variables"] = json!({ "sum": 0 });
    document
}

fn lines(ran: &Ran) -> usize {
    ran.fakes.text("log.txt").unwrap_or_default().lines().count()
}

/// Resumes with the first `kept` records of a finished run's journal.
async fn resume(records: &[Record], kept: usize) -> Ran {
    let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
    for record in &records[..kept] {
        journal.append(run_id, record.clone()).committed().await.expect("memory never fails");
    }
    run_with(&with_sum(), Given { journal, run_id, resume: true, ..Given::default() }).await
}

#[tokio::test]
async fn every_prefix_of_the_journal_leads_to_the_same_end() {
    let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
    let first =
        run_with(&with_sum(), Given { journal: Arc::clone(&journal) as Arc<dyn Journal>, run_id, ..Given::default() })
            .await;
    assert_eq!((first.result(), lines(&first)), (json!(12), 6));
    let records = journal.load(run_id).await.expect("memory never fails");
    assert_eq!(records.len(), 12, "a start and an end for each of six effects");
    for kept in 0..=records.len() {
        let ran = resume(&records, kept).await;
        let finished = records[..kept].iter().filter(|record| matches!(record, Record::Finished { .. })).count();
        let open = records[..kept].iter().filter(|record| matches!(record, Record::Started { .. })).count() - finished;
        if open == 0 {
            assert_eq!((ran.report.status, ran.result()), (RunStatus::Completed, json!(12)), "after {kept} records");
            assert_eq!(lines(&ran), 6 - finished, "after {kept} records");
        } else {
            let open: Vec<_> = ran
                .steps()
                .into_iter()
                .filter(|step| step.error.as_ref().is_some_and(|error| error.kind.as_str() == "interrupted"))
                .collect();
            assert!(!open.is_empty(), "after {kept} records");
        }
    }
}

#[tokio::test]
async fn an_interrupted_effect_is_repeated_only_where_that_is_safe() {
    for (repeatable, expected) in [(true, RunStatus::Completed), (false, RunStatus::Failed)] {
        let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
        journal
            .append(run_id, Record::Started { key: "a".into(), at: 1 })
            .committed()
            .await
            .expect("memory never fails");
        let document =
            flow(json!([["a", "shell.command", { "command": "echo hi" }, { "repeatable": repeatable }]]), &[]);
        let ran = run_with(&document, Given { journal, run_id, resume: true, ..Given::default() }).await;
        assert_eq!(ran.report.status, expected);
        if !repeatable {
            assert_eq!(ran.error().0, "interrupted");
        }
    }
}

#[tokio::test]
async fn a_wait_goes_on_from_when_it_first_began() {
    let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
    let given = Given { journal: Arc::clone(&journal) as Arc<dyn Journal>, run_id, resume: true, ..Given::default() };
    let an_hour_ago = given.fakes.services.clock.now() - 3_600_000;
    journal
        .append(run_id, Record::Started { key: "a".into(), at: an_hour_ago })
        .committed()
        .await
        .expect("memory never fails");
    let ran = run_with(&flow(json!([["a", "system.wait", { "seconds": 3600 }]]), &[]), given).await;
    assert_eq!(ran.report.status, RunStatus::Completed);
}
