//! Runs whole flows through the real compiler and interpreter, and keeps all that was seen of them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use engine::journal::Memory;
use engine::{
    Caps, Durability, Engine, Environment, Event, Execution, LogLine, Observer, Problem, Program, Report, RunId, Start,
    Step, StepKind, StepStatus, execute,
};
use node_sdk::{Kind, Library, Map, Services, Value};
use parking_lot::Mutex;
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use crate::Fakes;

/// An engine with some node types.
pub struct Flows(Engine);

/// What a run is given.
#[derive(Default)]
pub struct Given {
    /// Values of parameters, by name.
    pub parameters: Map,
    /// The message at the flow's start.
    pub input: Value,
    /// The start it begins at, where that is not the usual one.
    pub at: Option<String>,
    /// Stops the run.
    pub cancel: CancellationToken,
}

/// All that was seen of a run.
pub struct Trace {
    /// How it ended.
    pub report: Report,
    /// What happened, in order.
    pub events: Vec<Event>,
}

impl Flows {
    /// An engine that knows these node types.
    ///
    /// # Panics
    /// If the libraries do not fit together.
    pub fn new(libraries: Vec<Library>) -> Self {
        Self(Engine::new(libraries, Caps::default()).unwrap_or_else(|mistake| panic!("{mistake}")))
    }

    /// Compiles a flow.
    ///
    /// # Errors
    /// What is wrong with it; warnings are not.
    pub fn compile(&self, flow: &Json) -> Result<Arc<Program>, Vec<Problem>> {
        let document = self.0.parse(flow.to_string().as_bytes())?;
        let compilation = self.0.compile(&document);
        compilation.program.ok_or(compilation.problems)
    }

    /// The node types of a kind.
    pub fn types_of(&self, kind: Kind) -> BTreeSet<&'static str> {
        let nodes = self.0.nodes().map(|(_, node)| &node.descriptor);
        nodes.filter(|descriptor| descriptor.kind == kind).map(|descriptor| descriptor.type_id).collect()
    }

    /// Everything that is wrong or doubtful about a flow.
    pub fn problems(&self, flow: &Json) -> Vec<Problem> {
        match self.0.parse(flow.to_string().as_bytes()) {
            Ok(document) => self.0.compile(&document).problems,
            Err(problems) => problems,
        }
    }

    /// Runs a flow to its end.
    ///
    /// # Panics
    /// If the flow cannot be compiled, or a parameter is wrong.
    pub async fn run(&self, flow: &Json, services: &Services, given: Given) -> Trace {
        let program = self.compile(flow).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let parameters = program.parameters(&given.parameters).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let seen = Arc::new(Seen::default());
        let start = Start { parameters, input: given.input, at: given.at, ..Start::new(RunId::fresh()) };
        let environment = Environment {
            services: services.clone(),
            journal: Arc::new(Memory::default()),
            observer: Arc::clone(&seen) as Arc<dyn Observer>,
            cancel: given.cancel,
            durability: Durability::Strict,
            park_after: None,
            debugger: None,
        };
        let executed = execute(program, start, environment).await.expect("a journal in memory does not fail");
        let Execution::Ended(report) = executed else { panic!("a run that must not be parked was parked") };
        let events = std::mem::take(&mut *seen.0.lock());
        Trace { report, events }
    }
}

impl Trace {
    /// Every execution of a node that ended, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.events.iter().filter_map(|event| match event {
            Event::Step(step) if step.status != StepStatus::Running && step.kind == StepKind::Node => Some(step),
            _ => None,
        })
    }

    /// The last step of a node that ended.
    pub fn step(&self, node: &str) -> Option<&Step> {
        self.steps().filter(|step| &*step.node == node).last()
    }

    /// Every line that was logged, in order.
    pub fn lines(&self) -> impl Iterator<Item = &LogLine> {
        self.events.iter().filter_map(|event| match event {
            Event::Log(line) => Some(line),
            _ => None,
        })
    }

    /// Whether a text can be read anywhere in what was seen.
    pub fn shows(&self, text: &str) -> bool {
        format!("{:?}", self.report).contains(text)
            || self.events.iter().any(|event| format!("{event:?}").contains(text))
    }
}

/// Runs something while the clock of the fakes moves on whenever nothing else happens.
pub async fn pass_time<T>(running: impl Future<Output = T>, fakes: &Fakes) -> T {
    const STEP: i64 = 1_000;
    let passing = async {
        loop {
            tokio::time::sleep(Duration::from_millis(1)).await;
            fakes.clock.advance(STEP);
        }
    };
    tokio::select! { done = running => done, () = passing => unreachable!("time does not end") }
}

#[derive(Default)]
struct Seen(Mutex<Vec<Event>>);

impl Observer for Seen {
    fn event(&self, event: Event) {
        self.0.lock().push(event);
    }
}
