//! Flows written short, run on real nodes in a workspace of their own.

use std::sync::Arc;
use std::time::Duration;

use engine::debug::Debugger;
use engine::journal::{Journal, Memory};
use engine::{
    Caps, Engine, Environment, Event, Execution, Observer, Problem, Program, Rehearsal, Report, RunId, Start, Step,
};
use node_sdk::{Library, Map, Target, Value};
use node_testkit::Fakes;
use parking_lot::Mutex;
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

/// An engine with every node there is.
pub(crate) fn engine() -> Engine {
    let libraries: Vec<Library> = node_catalog::libraries();
    Engine::new(libraries, Caps::default()).expect("the shipped libraries fit together")
}

/// A document from nodes `[id, type, config]` and wires `"a -> b"`, `"a.true -> b"`, `"a -> loop.back"`.
pub(crate) fn flow(nodes: Json, wires: &[&str]) -> Json {
    let node = |node: &Json| {
        let mut full =
            json!({ "id": node[0], "type": node[1], "config": node.get(2).cloned().unwrap_or_else(|| json!({})) });
        if let Some(more) = node.get(3).and_then(Json::as_object) {
            full.as_object_mut().expect("an object").extend(more.clone());
        }
        full
    };
    let nodes: Vec<Json> = nodes.as_array().expect("a list of nodes").iter().map(node).collect();
    let wires: Vec<Json> = wires.iter().map(|text| wire(text)).collect();
    json!({ "format": "opsconductor.flow/1", "name": "test", "nodes": nodes, "wires": wires })
}

fn wire(text: &str) -> Json {
    let (source, target) = text.split_once(" -> ").expect("a wire is written `a -> b`");
    let (source, source_port) = source.split_once('.').unwrap_or((source, "output"));
    let (target, target_port) = target.split_once('.').unwrap_or((target, "in"));
    json!({ "source": source, "sourcePort": source_port, "target": target, "targetPort": target_port })
}

/// Everything that is wrong with a document.
pub(crate) fn problems(document: &Json) -> Vec<Problem> {
    let engine = engine();
    match engine.parse(document.to_string().as_bytes()) {
        Ok(document) => engine.compile(&document).problems,
        Err(problems) => problems,
    }
}

/// Compiles a document that must be sound.
pub(crate) fn program(document: &Json) -> Arc<Program> {
    let engine = engine();
    let parsed = engine.parse(document.to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let compiled = engine.compile(&parsed);
    compiled.program.unwrap_or_else(|| panic!("{:#?}", compiled.problems))
}

/// What a run told.
#[derive(Default)]
pub(crate) struct Watcher(pub(crate) Mutex<Vec<Event>>);

impl Observer for Watcher {
    fn event(&self, event: Event) {
        self.0.lock().push(event);
    }
}

/// A run that ended, with all it told.
pub(crate) struct Ran {
    pub(crate) report: Report,
    pub(crate) events: Vec<Event>,
    pub(crate) fakes: Fakes,
}

impl Ran {
    /// The steps that ended.
    pub(crate) fn steps(&self) -> Vec<&Step> {
        let ended = self.events.iter().filter_map(|event| match event {
            Event::Step(step) => Some(step),
            _ => None,
        });
        let nodes = ended.filter(|step| step.kind == engine::StepKind::Node);
        nodes.filter(|step| step.status != engine::StepStatus::Running).collect()
    }

    /// The keys of the steps that ended, in order.
    pub(crate) fn keys(&self) -> Vec<&str> {
        self.steps().into_iter().map(|step| step.key.as_str()).collect()
    }

    /// A variable at the end.
    pub(crate) fn variable(&self, name: &str) -> Json {
        self.report.variables.get(name).map(Json::from).unwrap_or_default()
    }

    /// The result as JSON.
    pub(crate) fn result(&self) -> Json {
        Json::from(&self.report.result)
    }

    /// The error's kind and message.
    pub(crate) fn error(&self) -> (&str, &str) {
        let error = self.report.error.as_ref().expect("the run failed");
        (error.kind.as_str(), &error.message)
    }
}

/// What a run is given beyond its document.
pub(crate) struct Given {
    pub(crate) parameters: Json,
    pub(crate) input: Json,
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) run_id: RunId,
    pub(crate) resume: bool,
    pub(crate) started_at: Option<i64>,
    /// The start it begins at.
    pub(crate) at: Option<String>,
    /// The machine it works on.
    pub(crate) target: Option<Target>,
    pub(crate) cancel: CancellationToken,
    pub(crate) park_after: Option<Duration>,
    pub(crate) debugger: Option<Arc<Debugger>>,
    pub(crate) rehearsal: Option<Rehearsal>,
    pub(crate) fakes: Fakes,
}

impl Default for Given {
    fn default() -> Self {
        Self {
            parameters: json!({}),
            input: Json::Null,
            journal: Arc::new(Memory::default()),
            run_id: RunId::fresh(),
            resume: false,
            started_at: None,
            at: None,
            target: None,
            cancel: CancellationToken::new(),
            park_after: None,
            debugger: None,
            rehearsal: None,
            fakes: Fakes::default(),
        }
    }
}

/// Runs a document.
pub(crate) async fn run(document: &Json) -> Ran {
    run_with(document, Given::default()).await
}

/// Runs a document with what it is given, to its end.
pub(crate) async fn run_with(document: &Json, given: Given) -> Ran {
    run_program(program(document), given).await
}

/// Runs a program with what it is given, to its end.
pub(crate) async fn run_program(program: Arc<Program>, given: Given) -> Ran {
    let (execution, events, fakes) = execute(program, given).await;
    let Execution::Ended(report) = execution else { panic!("the run was parked") };
    Ran { report, events, fakes }
}

/// Runs a program until it ends or is put away.
pub(crate) async fn execute(program: Arc<Program>, given: Given) -> (Execution, Vec<Event>, Fakes) {
    let parameters: Map = Value::from(&given.parameters).as_object().expect("an object").as_ref().clone();
    let parameters = program.parameters(&parameters).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let watcher = Arc::new(Watcher::default());
    let Given { run_id, resume, rehearsal, started_at, at, target, .. } = given;
    let input = given.input.into();
    let start = Start { parameters, input, resume, rehearsal, started_at, at, target, ..Start::new(run_id) };
    let environment = Environment {
        services: given.fakes.services.clone(),
        journal: given.journal,
        observer: Arc::clone(&watcher) as Arc<dyn Observer>,
        cancel: given.cancel,
        durability: program.durability(),
        park_after: given.park_after,
        debugger: given.debugger,
    };
    let execution = engine::execute(program, start, environment).await.expect("the journal works");
    let events = std::mem::take(&mut *watcher.0.lock());
    (execution, events, given.fakes)
}
