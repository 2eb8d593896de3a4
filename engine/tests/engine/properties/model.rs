//! The reference: what a flow should come to, by walking its tree one statement after the other.
//!
//! It has no wires, no waiting and no concurrency; paths side by side are simply taken in order.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::document::{node_id, second_id};
use super::flow::{Block, Combine, Effect, ForEach, Kind, OnError, Stmt, Test, VARIABLES};
use super::world::answer;

/// What a run comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) completed: bool,
    pub(super) result: Json,
    /// Kind, and the node it came from.
    pub(super) error: Option<(String, Option<String>)>,
    pub(super) variables: BTreeMap<String, Json>,
    /// Every activation that ended, and whether it completed.
    pub(super) steps: BTreeMap<String, bool>,
}

/// Variables by name, each with the number of the write it came from.
type Vars = BTreeMap<String, (Json, u64)>;

#[derive(Clone)]
struct Path {
    payload: Json,
    job: Vars,
    step: Vars,
    from: String,
}

/// Paths that are alive, as they parted.
enum Live {
    One(Path),
    Many { fork: Path, paths: Vec<Live> },
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
        json!({ "kind": self.kind, "message": self.message, "node": self.node, "details": null })
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

    fn parallel(&mut self, id: &str, branches: &[Block], strict: bool, mut path: Path, scope: &Scope) -> Flow {
        let wired = branches.iter().filter(|branch| !branch.is_empty()).count();
        let mut ends = Vec::new();
        let mut left = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let place = if wired > 1 { format!("{id}.b{index}") } else { id.to_owned() };
            let inner = scope.inner(&place, &[], &path);
            let (end, job) = self.region(branch, path.payload.clone(), path.job.clone(), &inner, id);
            ends.push(end);
            left.push(job);
        }
        path.job = merged(&path.job, &left);
        if let Some(End::Failed(error)) = ends.iter().find(|end| strict && matches!(end, End::Failed(_))) {
            self.done(scope, id, false);
            return Flow::Failed(error.clone(), path);
        }
        self.done(scope, id, true);
        let named = ends.iter().enumerate().map(|(index, end)| (format!("b{index}"), of_branch(end)));
        path.payload = json!({ "branches": Json::Object(named.collect()), "path": "output" });
        for end in &ends {
            match end {
                End::Broke(levels) if *levels > 1 => return Flow::Broke(levels - 1, path),
                End::Continued => return Flow::Continued(path),
                _ => {}
            }
        }
        on(path, id)
    }

    fn guard(
        &mut self,
        id: &str,
        catches: Option<&str>,
        [body, catch, finally]: [&Block; 3],
        mut path: Path,
        scope: &Scope,
    ) -> Flow {
        let wired = [body, catch, finally].into_iter().filter(|part| !part.is_empty()).count();
        let place = |part: &str| if wired > 1 { format!("{id}.{part}") } else { id.to_owned() };
        let inner = scope.inner(&place("try"), &[], &path);
        let (mut end, job) = self.region(body, path.payload.clone(), path.job.clone(), &inner, id);
        path.job = job;
        if let End::Failed(error) = &end
            && !catch.is_empty()
            && catches.is_none_or(|kind| kind == error.kind)
        {
            let inner = scope.inner(&place("catch"), &[("error", error.to_json())], &path);
            (end, path.job) = self.region(catch, path.payload.clone(), path.job.clone(), &inner, id);
        }
        if !finally.is_empty() {
            let inner = scope.inner(&place("finally"), &[], &path);
            let (last, job) = self.region(finally, path.payload.clone(), path.job.clone(), &inner, id);
            path.job = job;
            if !matches!(last, End::Completed(_)) {
                end = last;
            }
        }
        self.done(scope, id, !matches!(end, End::Failed(_)));
        match end {
            End::Completed(payload) => on(Path { payload, ..path }, id),
            End::Failed(error) => Flow::Failed(error, path),
            End::Broke(levels) => Flow::Broke(levels, path),
            End::Continued => Flow::Continued(path),
        }
    }

    fn for_each(&mut self, id: &str, each: &ForEach, mut path: Path, scope: &Scope) -> Flow {
        let mut rounds = Rounds::new(each.goes_on);
        let before = path.clone();
        let mut left = Vec::new();
        let mut last = Turn::On;
        // In parallel, those rounds run to their end that had begun when an earlier one ended the loop.
        let begun = |taken: usize| each.at_once.map_or(taken, |at_once| taken + at_once - 1);
        let mut until = usize::MAX;
        for (index, item) in each.items.iter().enumerate() {
            if index >= until {
                break;
            }
            let inner = scope.inner(&format!("{id}[{index}]"), &[(VARIABLES[each.item], json!(item))], &path);
            let job = if each.at_once.is_some() { before.job.clone() } else { path.job.clone() };
            let (end, job) = self.region(&each.body, json!(item), job, &inner, id);
            if !matches!(last, Turn::On) {
                continue;
            }
            path.job.clone_from(&job);
            left.push(job);
            last = rounds.take(end);
            if !matches!(last, Turn::On) {
                until = begun(index + 1);
            }
        }
        if each.at_once.is_some() {
            path.job = merged(&before.job, &left);
        }
        self.finish(id, last, rounds, path, scope)
    }

    fn count(&mut self, id: &str, (count, goes_on): (i64, bool), body: &Block, mut path: Path, scope: &Scope) -> Flow {
        let mut rounds = Rounds::new(goes_on);
        let mut last = Turn::On;
        for number in 0..count {
            let inner = scope.inner(&format!("{id}[{number}]"), &[], &path);
            let (end, job) = self.region(body, path.payload.clone(), path.job.clone(), &inner, id);
            path.job = job;
            last = rounds.take(end);
            if !matches!(last, Turn::On) {
                break;
            }
        }
        self.finish(id, last, rounds, path, scope)
    }

    fn repeat(&mut self, statement: &Stmt, most: i64, body: &Block, mut path: Path, scope: &Scope) -> Flow {
        let (id, second, counter) = (node_id(statement), second_id(statement), format!("w{}", statement.id));
        let mut rounds = Rounds::new(false);
        let mut last = Turn::On;
        loop {
            let so_far = path.job[&counter].0.as_i64().expect("a counter is a number");
            if so_far >= most {
                break;
            }
            let inner = scope.inner(&format!("{id}[{}]", rounds.count), &[], &path);
            self.done(&inner, &second, true);
            self.write(&mut path, &counter, json!(so_far + 1), false);
            let (end, job) = self.region(body, path.payload.clone(), path.job.clone(), &inner, &second);
            path.job = job;
            last = rounds.take(end);
            if !matches!(last, Turn::On) {
                break;
            }
        }
        self.finish(&id, last, rounds, path, scope)
    }

    fn finish(&mut self, id: &str, last: Turn, rounds: Rounds, mut path: Path, scope: &Scope) -> Flow {
        self.done(scope, id, !matches!(last, Turn::Fail(_)));
        let way = if matches!(last, Turn::Leave(_)) { "break" } else { "output" };
        path.payload = json!({ "results": rounds.results, "iterations": rounds.count, "path": way });
        match last {
            Turn::On | Turn::Leave(0) => on(path, id),
            Turn::Leave(levels) => Flow::Broke(levels, path),
            Turn::Fail(error) => Flow::Failed(error, path),
        }
    }
}

enum Turn {
    On,
    Leave(u32),
    Fail(Error),
}

struct Rounds {
    goes_on: bool,
    count: usize,
    results: Vec<Json>,
}

impl Rounds {
    fn new(goes_on: bool) -> Self {
        Self { goes_on, count: 0, results: Vec::new() }
    }

    fn take(&mut self, end: End) -> Turn {
        self.count += 1;
        match end {
            End::Completed(payload) => self.results.push(payload),
            End::Continued => self.results.push(Json::Null),
            End::Failed(error) if self.goes_on => {
                self.results.push(json!({ "error": error.to_json(), "iteration": self.count - 1 }));
            }
            End::Failed(error) => return Turn::Fail(error),
            End::Broke(levels) => return Turn::Leave(levels - 1),
        }
        Turn::On
    }
}

fn on(path: Path, from: &str) -> Flow {
    Flow::On(Live::One(Path { from: from.to_owned(), ..path }))
}

fn of_branch(end: &End) -> Json {
    match end {
        End::Completed(payload) => json!({ "status": "completed", "result": payload }),
        End::Failed(error) => json!({ "status": "failed", "error": error.to_json() }),
        End::Broke(_) | End::Continued => json!({ "status": "left" }),
    }
}

/// One path of those alive: the message of the first, and what each changed since they parted. Beside it,
/// what arrived from where.
fn joined(live: Live) -> (Path, Vec<(String, Json)>) {
    match live {
        Live::One(path) => {
            let arrived = vec![(path.from.clone(), path.payload.clone())];
            (path, arrived)
        }
        Live::Many { fork, paths } => {
            let (paths, arrived): (Vec<_>, Vec<_>) = paths.into_iter().map(joined).unzip();
            let jobs: Vec<_> = paths.iter().map(|path| path.job.clone()).collect();
            let steps: Vec<_> = paths.iter().map(|path| path.step.clone()).collect();
            let (job, step) = (merged(&fork.job, &jobs), merged(&fork.step, &steps));
            let first = paths.into_iter().next().expect("a fork has paths");
            (Path { job, step, ..first }, arrived.concat())
        }
    }
}

fn last_payload(live: &Live) -> Json {
    match live {
        Live::One(path) => path.payload.clone(),
        Live::Many { paths, .. } => last_payload(paths.last().expect("a fork has paths")),
    }
}

/// What each of several changed since `base`, in their order.
fn merged(base: &Vars, several: &[Vars]) -> Vars {
    let mut all = base.clone();
    for vars in several {
        for (name, (value, write)) in vars {
            if base.get(name).is_none_or(|(_, before)| before != write) {
                all.insert(name.clone(), (value.clone(), *write));
            }
        }
    }
    all
}
