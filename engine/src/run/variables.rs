//! Variables as they travel along wires: shared until changed, merged where wires join.

use std::sync::Arc;

use indexmap::IndexMap;
use node_sdk::{Scope, Str, Value};
use rustc_hash::FxBuildHasher;

/// A set of variables. Cloning costs two reference counts; the first change after that copies.
#[derive(Clone, Default)]
pub(crate) struct Variables {
    pub(crate) job: Arc<Names>,
    pub(crate) step: Arc<Names>,
}

/// Variables by name, in the order first set.
pub(crate) type Names = IndexMap<Str, Variable, FxBuildHasher>;

/// A value and the write it came from.
#[derive(Clone)]
pub(crate) struct Variable {
    pub(crate) value: Value,
    /// No two writes of a run have the same.
    stamp: u64,
}

impl Variables {
    /// The variables a run starts with.
    pub(crate) fn initial<'a>(values: impl Iterator<Item = (&'a Str, &'a Value)>) -> Self {
        let variable = |value: &Value| Variable { value: value.clone(), stamp: 0 };
        let job = values.map(|(name, value)| (name.clone(), variable(value))).collect();
        Self { job: Arc::new(job), step: Arc::default() }
    }

    /// Sets a variable; `stamp` must be new to the run.
    pub(crate) fn set(&mut self, name: &Str, value: Value, scope: Scope, stamp: u64) {
        let names = match scope {
            Scope::Step => &mut self.step,
            Scope::Job | Scope::Global => &mut self.job,
        };
        Arc::make_mut(names).insert(name.clone(), Variable { value, stamp });
    }

    /// The same variables as a body sees them: its own step scope is empty.
    pub(crate) fn entering(&self) -> Self {
        Self { job: Arc::clone(&self.job), step: Arc::default() }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.job.len() + self.step.len()
    }

    /// Takes over what each branch changed since `base`, in the order given: the last change wins.
    pub(crate) fn merge<'a>(base: &Self, branches: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut merged = base.clone();
        branches.into_iter().for_each(|branch| merged.take(base, branch));
        merged
    }

    /// Takes over what a branch changed since `base`.
    pub(crate) fn take(&mut self, base: &Self, branch: &Self) {
        take_changes(&mut self.job, &base.job, &branch.job);
        take_changes(&mut self.step, &base.step, &branch.step);
    }
}

fn take_changes(merged: &mut Arc<Names>, base: &Arc<Names>, branch: &Arc<Names>) {
    if Arc::ptr_eq(base, branch) {
        return;
    }
    for (name, variable) in branch.iter() {
        if base.get(name).is_none_or(|before| before.stamp != variable.stamp) {
            Arc::make_mut(merged).insert(name.clone(), variable.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(from: &Variables, name: &str, value: i64, stamp: u64) -> Variables {
        let mut changed = from.clone();
        changed.set(&name.into(), Value::Int(value), Scope::Job, stamp);
        changed
    }

    fn check(merged: &Variables, expected: &[(&str, i64)]) {
        let found: Vec<_> = merged.job.iter().map(|(name, it)| (&**name, it.value.as_int().unwrap())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_merge_takes_each_branch_s_changes_and_the_last_one_wins() {
        let base = set(&set(&Variables::default(), "a", 0, 1), "b", 0, 2);
        let left = set(&base, "a", 1, 3);
        let right = set(&set(&base, "b", 2, 4), "c", 3, 5);
        check(&Variables::merge(&base, [&left, &right]), &[("a", 1), ("b", 2), ("c", 3)]);
        check(&Variables::merge(&base, [&right, &left]), &[("a", 1), ("b", 2), ("c", 3)]);
        let other = set(&base, "a", 9, 6);
        check(&Variables::merge(&base, [&left, &other]), &[("a", 9), ("b", 0)]);
        check(&Variables::merge(&base, [&other, &left]), &[("a", 1), ("b", 0)]);
    }
}
