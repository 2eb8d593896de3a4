//! Statements that own bodies: parallel branches, try, and loops.

use serde_json::{Value as Json, json};

use super::super::document::{node_id, second_id};
use super::super::flow::{Block, ForEach, Stmt, VARIABLES};
use super::paths::{Path, merged};
use super::{End, Error, Flow, Model, Scope, on};

impl Model {
    pub(super) fn parallel(
        &mut self,
        id: &str,
        branches: &[Block],
        strict: bool,
        mut path: Path,
        scope: &Scope,
    ) -> Flow {
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

    pub(super) fn guard(
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

    pub(super) fn for_each(&mut self, id: &str, each: &ForEach, mut path: Path, scope: &Scope) -> Flow {
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

    pub(super) fn count(
        &mut self,
        id: &str,
        (count, goes_on): (i64, bool),
        body: &Block,
        mut path: Path,
        scope: &Scope,
    ) -> Flow {
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

    pub(super) fn repeat(&mut self, statement: &Stmt, most: i64, body: &Block, mut path: Path, scope: &Scope) -> Flow {
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

fn of_branch(end: &End) -> Json {
    match end {
        End::Completed(payload) => json!({ "status": "completed", "result": payload }),
        End::Failed(error) => json!({ "status": "failed", "error": error.to_json() }),
        End::Broke(_) | End::Continued => json!({ "status": "left" }),
    }
}
