//! A run taken up again from one of its nodes keeps what came before and does the rest again.

use std::sync::Arc;

use engine::journal::{Journal, Memory, Record};
use engine::{RunId, RunStatus};
use node_testkit::Fakes;
use serde_json::{Value as Json, json};

use crate::support::{Given, flow, program, run_with};

fn append(id: &str) -> Json {
    json!([id, "shell.command", { "command": format!("echo {id} >> log.txt") }])
}

/// `before`, then a try whose body needs a file that is not there, with clean-up; then `after`.
fn document() -> Json {
    flow(
        json!([
            append("before"), ["try", "flow.try_catch"], append("first"),
            ["read", "file.read", { "file_path": "needed.txt" }], append("clean"), append("after")
        ]),
        &["before -> try", "try.try -> first", "first -> read", "try.finally -> clean", "try -> after"],
    )
}

async fn run_again(journal: &Arc<Memory>, run_id: RunId, fakes: Fakes) -> crate::support::Ran {
    let journal = Arc::clone(journal) as Arc<dyn Journal>;
    run_with(&document(), Given { journal, run_id, resume: true, fakes, ..Given::default() }).await
}

#[tokio::test]
async fn a_failed_run_goes_on_from_the_failed_node_and_repeats_nothing_before_it() {
    let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
    let failed = run_again(&journal, run_id, Fakes::default()).await;
    assert_eq!(failed.report.status, RunStatus::Failed);
    let records = journal.load(run_id).await.expect("memory never fails");
    let keys = program(&document()).undone(&records, "try.try/read").expect("there is such a step");
    assert_eq!(keys, ["try.try/read", "try.finally/clean"]);
    let dropped = Record::Dropped { key: "try.try/read".into(), keys };
    journal.append(run_id, dropped).committed().await.expect("memory never fails");
    failed.fakes.put("needed.txt", "here");
    let ran = run_again(&journal, run_id, failed.fakes).await;
    assert_eq!(ran.report.status, RunStatus::Completed, "{:?}", ran.report.error);
    assert_eq!(ran.fakes.text("log.txt").as_deref(), Some("before\nfirst\nclean\nclean\nafter\n"));
}

#[tokio::test]
async fn from_an_earlier_node_all_that_follows_is_done_again() {
    let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
    let failed = run_again(&journal, run_id, Fakes::default()).await;
    let records = journal.load(run_id).await.expect("memory never fails");
    let undone = |from: &str| program(&document()).undone(&records, from);
    assert_eq!(undone("try").expect("a step"), ["try.try/first", "try.try/read", "try.finally/clean"]);
    assert_eq!(undone("before").expect("a step").len(), 4);
    let error = undone("try.try/nowhere").expect_err("there is no such node");
    assert!(error.contains("nowhere"), "{error}");
    drop(failed);
}

#[test]
fn rounds_beside_the_one_that_is_done_again_are_kept() {
    let document = flow(
        json!([["each", "flow.foreach", { "collection": [1, 2, 3], "item_variable": "n" }], append("a"), append("b")]),
        &["each.loop -> a", "a -> b"],
    );
    let started = |key: &str| Record::Started { key: key.into(), at: 1 };
    let records = ["each[0]/a", "each[0]/b", "each[1]/a", "each[1]/b", "each[2]/a"].map(started);
    let keys = program(&document).undone(&records, "each[1]/a").expect("there is such a step");
    assert_eq!(keys, ["each[1]/a", "each[1]/b", "each[2]/a"]);
}
