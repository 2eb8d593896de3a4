//! The reference: what a flow should come to, by walking its tree one statement after the other.
//!
//! It has no wires, no waiting and no concurrency; paths side by side are simply taken in order.

mod bodies;
mod paths;

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::document::{node_id, second_id};
use super::flow::{Block, Combine, Effect, Kind, OnError, Stmt, Test, VARIABLES};
use super::world::answer;
use paths::{Live, Path, Vars, joined, last_payload};

/// What a run comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) completed: bool,
    pub(super) result: Json,
    /// Kind, and the node it came from.
    pub(super) error: Option<(String, Option<String>)>,
    pub(super) variables: BTreeMap<String, Json>,
    /// Every activation that ended, and whether it ended well.
    pub(super) steps: BTreeMap<String, bool>,
}

#[derive(Clone, Debug)]
struct Error {
    kind: String,
    message: &'static str,
    node: Option<String>,
}

/// How statements end.
enum Flow {
    On(Live),
    Ended(Path),
    Broke(u32, Path),
    Continued(Path),
    Failed(Error, Path),
}

/// How a body ends.
enum End {
    Completed(Json),
    Broke(u32),
    Continued,
    Failed(Error),
}

/// Where a body stands: the way to it, and the names around it, innermost last.
#[derive(Clone, Default)]
struct Scope {
    prefix: String,
    names: Vec<BTreeMap<String, Json>>,
}

#[derive(Default)]
struct Model {
    steps: BTreeMap<String, bool>,
    writes: u64,
    /// What a `flow.end` said: its place in the document, the result, and whether it counts as failed.
    end: Option<(usize, Json, bool)>,
}

/// What a flow comes to.
pub(super) fn outcome(flow: &Block, variables: &Json) -> Outcome {
    let mut model = Model::default();
    let initial = variables.as_object().expect("an object").iter();
    let job = initial.map(|(name, value)| (name.clone(), (value.clone(), 0))).collect();
    model.steps.insert("start".into(), true);
    let (end, job) = model.region(flow, Json::Null, job, &Scope::default(), "start");
    let variables = job.into_iter().map(|(name, (value, _))| (name, value)).collect();
    let (completed, result, error) = match end {
        End::Completed(payload) => match model.end {
            None => (true, payload, None),
            Some((_, result, false)) => (true, result, None),
            Some((_, result, true)) => (false, result, Some(("custom".into(), None))),
        },
        End::Failed(error) => (false, Json::Null, Some((error.kind, error.node))),
        End::Broke(_) | End::Continued => (false, Json::Null, Some(("validation_error".into(), None))),
    };
    Outcome { completed, result, error, variables, steps: model.steps }
}

impl Error {
    fn to_json(&self) -> Json {
        json!({ "kind": self.kind, "message": self.message, "failed": true, "node": self.node, "details": null })
    }
}

impl Scope {
    fn key(&self, id: &str) -> String {
        format!("{}{id}", self.prefix)
    }

    fn read(&self, path: &Path, variable: usize) -> i64 {
        let name = VARIABLES[variable];
        let own = path.step.get(name).map(|(value, _)| value);
        let around = || self.names.iter().rev().find_map(|names| names.get(name));
        let found = own.or_else(around).or_else(|| path.job.get(name).map(|(value, _)| value));
        found.and_then(Json::as_i64).unwrap_or_else(|| panic!("{name} is no number: {found:?}"))
    }

    fn holds(&self, path: &Path, test: Test) -> bool {
        self.read(path, test.left) < test.right
    }

    /// The scope of a body: its place below this one, what its node binds, and the step variables around.
    fn inner(&self, place: &str, bound: &[(&str, Json)], path: &Path) -> Self {
        let mut names = self.names.clone();
        names.push(path.step.iter().map(|(name, (value, _))| (name.clone(), value.clone())).collect());
        names.push(bound.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
        Self { prefix: format!("{}{place}/", self.prefix), names }
    }
}

impl Model {
    /// Runs a body: its own step variables are empty, and only job variables leave it.
    fn region(&mut self, block: &Block, payload: Json, job: Vars, scope: &Scope, from: &str) -> (End, Vars) {
        let entry = Path { payload, job, step: Vars::new(), from: from.to_owned() };
        match self.block(block, entry, scope) {
            Flow::On(live) => {
                let last = last_payload(&live);
                (End::Completed(last), joined(live).0.job)
            }
            Flow::Ended(path) => (End::Completed(path.payload), path.job),
            Flow::Broke(levels, path) => (End::Broke(levels), path.job),
            Flow::Continued(path) => (End::Continued, path.job),
            Flow::Failed(error, path) => (End::Failed(error), path.job),
        }
    }

    fn block(&mut self, block: &Block, path: Path, scope: &Scope) -> Flow {
        let mut live = Live::One(path);
        for statement in block {
            let (path, _) = joined(live);
            match self.statement(statement, path, scope) {
                Flow::On(next) => live = next,
                left => return left,
            }
        }
        Flow::On(live)
    }

    fn statement(&mut self, statement: &Stmt, mut path: Path, scope: &Scope) -> Flow {
        let id = node_id(statement);
        match &statement.kind {
            Kind::Set { to, from, add, step } => {
                let value = (scope.read(&path, *from) * 3 + add) % 97;
                self.done(scope, &id, true);
                self.write(&mut path, VARIABLES[*to], json!(value), *step);
                on(path, &id)
            }
            Kind::Effect(effect) => self.effect(&id, effect, path, scope),
            Kind::If { test, yes, no } => {
                self.done(scope, &id, true);
                let arm = if scope.holds(&path, *test) { yes } else { no };
                self.arm(arm, path, scope, &id)
            }
            Kind::Switch { on, arms } => {
                self.done(scope, &id, true);
                let arm = usize::try_from(scope.read(&path, *on) % 3).unwrap_or(2);
                self.arm(&arms[arm], path, scope, &id)
            }
            Kind::Fork { has_head, branches, join } => {
                if *has_head {
                    self.done(scope, &id, true);
                    path.from = id;
                }
                self.fork(&second_id(statement), branches, *join, path, scope)
            }
            Kind::Parallel { branches, strict } => self.parallel(&id, branches, *strict, path, scope),
            Kind::ForEach(each) => self.for_each(&id, each, path, scope),
            Kind::For { rounds, goes_on, body, .. } => self.count(&id, (*rounds, *goes_on), body, path, scope),
            Kind::While { rounds, body } => self.repeat(statement, *rounds, body, path, scope),
            Kind::Try { catches, body, catch, finally } => {
                self.guard(&id, *catches, [body, catch, finally], path, scope)
            }
            Kind::Throw { kind } => {
                self.done(scope, &id, false);
                Flow::Failed(Error { kind: (*kind).to_owned(), message: "thrown", node: Some(id) }, path)
            }
            Kind::Break { test, .. } | Kind::Continue { test } => {
                self.done(scope, &id, true);
                if !test.is_none_or(|test| scope.holds(&path, test)) {
                    return on(path, &id);
                }
                match &statement.kind {
                    Kind::Break { levels, .. } => Flow::Broke(*levels, path),
                    _ => Flow::Continued(path),
                }
            }
            Kind::End { failed, result } => {
                self.done(scope, &id, true);
                let result = json!(scope.read(&path, *result));
                if self.end.as_ref().is_none_or(|(before, ..)| *before <= statement.id) {
                    self.end = Some((statement.id, result.clone(), *failed));
                }
                Flow::Ended(Path { payload: result, ..path })
            }
        }
    }

    fn done(&mut self, scope: &Scope, id: &str, completed: bool) {
        self.steps.insert(scope.key(id), completed);
    }

    fn write(&mut self, path: &mut Path, name: &str, value: Json, step: bool) {
        self.writes += 1;
        let vars = if step { &mut path.step } else { &mut path.job };
        vars.insert(name.to_owned(), (value, self.writes));
    }

    fn arm(&mut self, arm: &Block, path: Path, scope: &Scope, from: &str) -> Flow {
        self.block(arm, Path { from: from.to_owned(), ..path }, scope)
    }

    fn effect(&mut self, id: &str, effect: &Effect, mut path: Path, scope: &Scope) -> Flow {
        if effect.disabled {
            return on(path, id);
        }
        for attempt in 1..=effect.retries + 1 {
            let suffix = if attempt > 1 { format!("#{attempt}") } else { String::new() };
            let completes = attempt > effect.failures;
            self.done(scope, &format!("{id}{suffix}"), completes);
            if completes {
                path.payload = json!(answer(scope.read(&path, effect.input)));
                if let Some(output) = effect.output {
                    let value = path.payload.clone();
                    self.write(&mut path, VARIABLES[output], value, false);
                }
                return on(path, id);
            }
        }
        match &effect.on_error {
            OnError::GoOn => on(path, id),
            OnError::Handle(handler) => self.arm(handler, path, scope, id),
            OnError::Stop => {
                let error = Error { kind: effect.kind.to_owned(), message: "it failed", node: Some(id.to_owned()) };
                Flow::Failed(error, path)
            }
        }
    }

    fn fork(&mut self, second: &str, branches: &[Block], join: Option<Combine>, fork: Path, scope: &Scope) -> Flow {
        let mut paths = Vec::new();
        for branch in branches {
            match self.block(branch, fork.clone(), scope) {
                Flow::On(live) => paths.push(live),
                _ => panic!("a path of a fork goes on"),
            }
        }
        let live = Live::Many { fork, paths };
        let Some(combine) = join else { return Flow::On(live) };
        let (mut path, arrived) = joined(live);
        self.done(scope, second, true);
        match combine {
            Combine::First => {}
            Combine::List => path.payload = arrived.into_iter().map(|(_, payload)| payload).collect(),
            Combine::BySource => path.payload = Json::Object(arrived.into_iter().collect()),
        }
        on(path, second)
    }
}

fn on(path: Path, from: &str) -> Flow {
    Flow::On(Live::One(Path { from: from.to_owned(), ..path }))
}
