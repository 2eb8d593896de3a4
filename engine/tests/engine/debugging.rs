//! A run stops where it is told to, can be looked at and changed there, and passes the same way again.

use std::sync::Arc;
use std::time::Duration;

use engine::debug::{Breakpoint, Debugger, Edit, Edits, Go, Paused, Saved};
use engine::journal::{Journal, Memory, Record};
use engine::{RunId, RunStatus};
use node_sdk::Scope;
use serde_json::{Value as Json, json};
use tokio::task::JoinHandle;

use crate::support::{Given, Ran, flow, run_with};

/// Reads in a loop of two rounds, with a pure node before and after.
fn document() -> Json {
    flow(
        json!([
            ["begin", "flow.set_variable", { "variables": { "sum": 0 } }],
            ["each", "flow.foreach", { "collection": [1, 2], "item_variable": "n" }],
            ["read", "file.read", { "file_path": "hello.txt" }],
            ["add", "flow.set_variable", { "variables": { "sum": { "$expr": "sum + n" } } }],
            ["end", "flow.end", { "result": "{{ vars.sum }}" }]
        ]),
        &["begin -> each", "each.loop -> read", "read -> add", "each -> end"],
    )
}

struct Session {
    debugger: Arc<Debugger>,
    journal: Arc<Memory>,
    run_id: RunId,
    running: JoinHandle<Ran>,
}

impl Session {
    fn start(saved: Saved) -> Self {
        Self::resume(saved, Arc::new(Memory::default()), RunId::fresh())
    }

    fn resume(saved: Saved, journal: Arc<Memory>, run_id: RunId) -> Self {
        let debugger = Debugger::new(saved);
        let given = Given {
            journal: Arc::clone(&journal) as Arc<dyn Journal>,
            run_id,
            resume: true,
            debugger: Some(Arc::clone(&debugger)),
            ..Given::default()
        };
        let running = tokio::spawn(async move { run_with(&document(), given).await });
        Self { debugger, journal, run_id, running }
    }

    /// Where the run pauses next.
    async fn pause(&self) -> Paused {
        let paused = async {
            loop {
                if let Some(paused) = self.debugger.paused() {
                    return paused;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), paused).await.expect("the run pauses")
    }

    async fn step(&self, go: Go) -> String {
        assert!(self.debugger.go(go, Edits::default()));
        self.pause().await.key
    }

    async fn finish(self, go: Go, edits: Edits) -> Ran {
        assert!(self.debugger.go(go, edits));
        self.running.await.expect("the run ends")
    }
}

fn at(node: &str) -> Saved {
    let breakpoint = Breakpoint { node: node.into(), condition: None, iteration: None };
    Saved { breakpoints: vec![breakpoint], ..Saved::default() }
}

#[tokio::test]
async fn steps_go_over_into_and_out_of_bodies() {
    let session = Session::start(Saved { pause: true, ..Saved::default() });
    assert_eq!(session.pause().await.key, "begin");
    assert_eq!(session.step(Go::StepOver).await, "each");
    assert_eq!(session.step(Go::StepInto).await, "each[0]/read");
    assert_eq!(session.step(Go::StepOver).await, "each[0]/add");
    assert_eq!(session.step(Go::StepOver).await, "each[1]/read", "the next round of the same body");
    assert_eq!(session.step(Go::StepOut).await, "end");
    let ran = session.finish(Go::Continue, Edits::default()).await;
    assert_eq!((ran.report.status, ran.result()), (RunStatus::Completed, json!(3)));
}

#[tokio::test]
async fn a_breakpoint_may_have_a_round_or_a_condition() {
    let in_round = Breakpoint { node: "add".into(), condition: None, iteration: Some(1) };
    let session = Session::start(Saved { breakpoints: vec![in_round], ..Saved::default() });
    assert_eq!(session.pause().await.key, "each[1]/add");
    session.finish(Go::Continue, Edits::default()).await;
    let if_so = Breakpoint { node: "add".into(), condition: Some("n == 2".into()), iteration: None };
    let session = Session::start(Saved { breakpoints: vec![if_so], ..Saved::default() });
    assert_eq!(session.pause().await.key, "each[1]/add");
    assert_eq!(session.debugger.watch("sum + 100"), Some(Ok(101_i64.into())));
    let error = session.debugger.watch("sums").expect("it is paused").expect_err("there is no such name");
    assert!(error.contains("sum"), "{error}");
    assert_eq!(session.step(Go::RunTo("end".into())).await, "end");
    session.finish(Go::Continue, Edits::default()).await;
}

#[tokio::test]
async fn what_is_changed_at_a_pause_holds_and_is_passed_the_same_way_again() {
    let session = Session::start(at("end"));
    session.pause().await;
    let edit = Edit { name: "sum".into(), value: 40_i64.into(), scope: Scope::Job };
    let (journal, run_id) = (Arc::clone(&session.journal), session.run_id);
    let ran = session.finish(Go::Continue, Edits { variables: vec![edit], payload: None }).await;
    assert_eq!(ran.result(), json!(40));
    let again = Session::resume(at("end"), journal, run_id);
    assert_eq!(again.running.await.expect("it does not pause twice").result(), json!(40));
}

#[tokio::test]
async fn a_paused_run_survives_a_restart_and_does_nothing_new_until_it_goes_on() {
    let session = Session::start(at("add"));
    let paused = session.pause().await;
    let (saved, journal, run_id) = (session.debugger.saved(), Arc::clone(&session.journal), session.run_id);
    session.running.abort();
    let finished =
        |records: &[Record]| records.iter().filter(|record| matches!(record, Record::Finished { .. })).count();
    let before = finished(&journal.load(run_id).await.expect("memory never fails"));
    let again = Session::resume(saved, Arc::clone(&journal), run_id);
    assert_eq!(again.pause().await.key, paused.key);
    assert_eq!(finished(&journal.load(run_id).await.expect("memory never fails")), before);
    again.debugger.set_breakpoints(Vec::new());
    let ran = again.finish(Go::Continue, Edits::default()).await;
    assert_eq!(ran.result(), json!(3));
}

#[tokio::test]
async fn a_paused_run_can_be_cancelled() {
    let given = Given { debugger: Some(Debugger::new(at("read"))), ..Given::default() };
    let (debugger, cancel) = (given.debugger.clone().expect("there is one"), given.cancel.clone());
    let running = tokio::spawn(async move { run_with(&document(), given).await });
    while debugger.paused().is_none() {
        tokio::task::yield_now().await;
    }
    cancel.cancel();
    assert_eq!(running.await.expect("the run ends").report.status, RunStatus::Cancelled);
}
