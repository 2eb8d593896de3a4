//! Runs a generated flow on the real engine, in a world whose order the test decides.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::task::Poll;

use engine::journal::{Journal, Memory, Record};
use engine::{
    Caps, Durability, Engine, Environment, Event, Execution, Observer, Program, Report, RunId, RunStatus, Start, Step,
    StepKind, StepStatus,
};
use node_sdk::Library;
use node_testkit::Fakes;
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use super::model::Outcome;
use super::world::{Effect, Reach, World};
use crate::support::Watcher;

/// More than any generated flow needs on a busy machine.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut libraries: Vec<Library> = node_catalog::libraries();
    libraries.push(Library::new("test", "Test").active(Effect));
    Engine::new(libraries, Caps::default()).expect("the libraries fit together")
});

/// A run that ended.
pub(super) struct Ran {
    pub(super) outcome: Outcome,
    /// The activations whose effect was carried out.
    pub(super) effects: Vec<String>,
    pub(super) records: Vec<Record>,
}

/// Runs a flow from its start.
pub(super) fn fresh(document: &Json, order: &[u8]) -> Ran {
    resumed(document, order, &[])
}

/// Runs a flow of which a journal knows something already.
pub(super) fn resumed(document: &Json, order: &[u8], known: &[Record]) -> Ran {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let running = run(compile(document), order, known);
    runtime.block_on(async { tokio::time::timeout(PATIENCE, running).await.expect("the run ends") })
}

fn compile(document: &Json) -> Arc<Program> {
    let parsed = ENGINE.parse(document.to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let compiled = ENGINE.compile(&parsed);
    compiled.program.unwrap_or_else(|| panic!("{:#?}", compiled.problems))
}

async fn run(program: Arc<Program>, order: &[u8], known: &[Record]) -> Ran {
    let (world, watcher, journal) = (World::new(order), Arc::new(Watcher::default()), Arc::new(Memory::default()));
    let run_id = RunId::fresh();
    for record in known {
        journal.append(run_id, record.clone()).committed().await.expect("memory never fails");
    }
    let mut services = Fakes::default().services;
    services.hosts = Arc::new(Reach(Arc::clone(&world)));
    let start = Start { resume: true, ..Start::new(run_id) };
    let environment = Environment {
        services,
        journal: Arc::clone(&journal) as Arc<dyn Journal>,
        observer: Arc::clone(&watcher) as Arc<dyn Observer>,
        cancel: CancellationToken::new(),
        durability: Durability::Strict,
        park_after: None,
        debugger: None,
    };
    let report = drive(program, start, environment, &world).await;
    let records = journal.load(run_id).await.expect("memory never fails");
    let steps = steps(&watcher.0.lock());
    Ran { outcome: outcome(&report, steps), effects: world.ran(), records }
}

/// Whenever the run waits, one effect ends.
async fn drive(program: Arc<Program>, start: Start, environment: Environment, world: &World) -> Report {
    let running = engine::execute(program, start, environment);
    tokio::pin!(running);
    loop {
        let one_ends = std::future::poll_fn(|_| if world.let_one_end() { Poll::Ready(()) } else { Poll::Pending });
        tokio::select! {
            biased;
            executed = &mut running => match executed.expect("the journal works") {
                Execution::Ended(report) => return report,
                _ => panic!("the run was parked"),
            },
            () = one_ends => {}
        }
    }
}

fn steps(events: &[Event]) -> BTreeMap<String, bool> {
    let ended = events.iter().filter_map(|event| match event {
        Event::Step(step) if step.status != StepStatus::Running && step.kind == StepKind::Node => Some(step),
        _ => None,
    });
    // An `if` with nothing wired to its outcome is skipped.
    let is_well = |step: &Step| matches!(step.status, StepStatus::Completed | StepStatus::Skipped);
    ended.map(|step| (step.key.clone(), is_well(step))).collect()
}

fn outcome(report: &Report, steps: BTreeMap<String, bool>) -> Outcome {
    let variables = Json::from(&report.variables).as_object().cloned().unwrap_or_default();
    let error = report.error.as_ref().map(|error| (error.kind.to_string(), error.node.clone()));
    Outcome {
        completed: report.status == RunStatus::Completed,
        result: without_stacks(Json::from(&report.result)),
        error,
        variables: variables.into_iter().collect(),
        steps,
    }
}

/// Errors in a value without the way they took, which other tests look at.
fn without_stacks(value: Json) -> Json {
    match value {
        Json::Array(items) => items.into_iter().map(without_stacks).collect(),
        Json::Object(fields) => {
            let kept = fields.into_iter().filter(|(name, _)| name != "stack");
            Json::Object(kept.map(|(name, value)| (name, without_stacks(value))).collect())
        }
        other => other,
    }
}
