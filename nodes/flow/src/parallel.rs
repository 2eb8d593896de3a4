//! `flow.parallel`: runs branches at the same time.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, RegionOutcome};

use crate::branches::{self, leaves, result_of, with_status};
use crate::contest::{Contest, Event};
use crate::timed::milliseconds;

/// One branch.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub(crate) struct Branch {
    /// Name of the branch and of its port.
    #[schemars(length(min = 1, max = 64), extend("x-ui" = { "expression": "no" }))]
    pub(crate) name: String,
}

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The branches; each has a port of its own.
    #[schemars(length(min = 1, max = 100))]
    branches: Vec<Branch>,
    /// Whether every branch is waited for; else the node goes on as soon as one has completed, and the others are
    /// stopped.
    #[serde(default = "yes")]
    wait_for_all: bool,
    /// Whether the node fails when a branch failed; else the failure is only part of the result.
    #[serde(default)]
    fail_on_any_error: bool,
    /// The most seconds all branches together may take.
    #[serde(default = "hour")]
    #[schemars(range(min = 0.001, max = 31_536_000))]
    timeout_seconds: f64,
}

fn yes() -> bool {
    true
}

fn hour() -> f64 {
    3600.0
}

pub(crate) struct Parallel;

impl NodeType for Parallel {
    const TYPE: &'static str = "flow.parallel";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("Parallel", Category::Control)
            .about(
                "Runs its branches at the same time.",
                "Each branch hangs on the port of its name and has its own copy of the variables; what they changed is \
                 merged in the order of the branches. Without `wait_for_all` the node goes on once one branch \
                 has completed; the others are stopped, their `finally` bodies run, and their variables are dropped. \
                 After `timeout_seconds` all are stopped, and the node fails with kind `timeout`.\n\n\
                 Afterwards the payload is `{ branches: { name: { status, result, error } }, path }`; a branch that \
                 did not complete is `failed` where a node ran with a negative outcome, `error` where it could not run, \
                 or `timed_out`.",
            )
            .looks("arrows-split-2", Shape::Parallel)
            .ports(Ports::inlet().each("branches", Some("name"), Role::Body).next("output", "done").error())
            .sample(json!({ "branches": { "left": { "status": "success", "result": 1 } }, "path": "output" }))
            .example("two branches", json!({ "branches": [{ "name": "left" }, { "name": "right" }] }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        branches::problems(config.branches.iter().map(|branch| branch.name.as_str()))
    }
}

/// What is done before every branch has ended by itself.
enum Verdict {
    /// Nothing: they all ended.
    Complete,
    /// This branch completed first, and these had failed before it; the others are stopped.
    First(usize, Vec<usize>),
    /// All are stopped.
    Late,
}

impl ActiveNode for Parallel {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let names: Vec<_> = config.branches.iter().map(|branch| branch.name.as_str()).collect();
        let due = ctx.deadline_after("until", milliseconds(config.timeout_seconds));
        let mut contest = Contest::start(ctx, &names, due);
        let verdict = judge(ctx, &mut contest, config.wait_for_all).await?;
        let counts = |index: usize| match &verdict {
            Verdict::Complete => true,
            Verdict::First(first, failed) => *first == index || failed.contains(&index),
            Verdict::Late => false,
        };
        contest.stop(counts);
        let outcomes = contest.finish().await;
        if matches!(verdict, Verdict::Late) {
            let message = format!("The branches were stopped after {} s, their time limit.", config.timeout_seconds);
            return Err(NodeError::failed(ErrorKind::TIMEOUT, message));
        }
        let ended: Vec<_> =
            outcomes.into_iter().enumerate().map(|(index, outcome)| counts(index).then_some(outcome)).collect();
        let merged: Vec<_> = ended.iter().flatten().cloned().collect();
        ctx.merge(&merged);
        answer(&names, &ended, config.fail_on_any_error)
    }
}

/// Waits for what decides how the node goes on, or takes the decision from before a restart.
async fn judge(ctx: &Ctx<'_>, contest: &mut Contest<'_>, wait_for_all: bool) -> Result<Verdict, NodeError> {
    let mut failed: Vec<Value> = Vec::new();
    let decided = match ctx.chosen("first") {
        Some(known) => known,
        None => loop {
            match contest.next().await {
                Event::Ended(index) if wait_for_all || contest.has_failed(index) => failed.push(index.into()),
                Event::Ended(index) => {
                    failed.insert(0, index.into());
                    break ctx.choose("first", failed).await?;
                }
                Event::Over => break ctx.choose("first", Value::Null).await?,
                Event::Done => return Ok(Verdict::Complete),
            }
        },
    };
    let index = |value: &Value| value.as_int().and_then(|index| usize::try_from(index).ok());
    let mut indexes = decided.as_array().into_iter().flat_map(|list| list.iter()).filter_map(index);
    Ok(indexes.next().map_or(Verdict::Late, |first| Verdict::First(first, indexes.collect())))
}

/// What the branches came to; those that were stopped are absent.
fn answer(names: &[&str], ended: &[Option<RegionOutcome>], fail_on_any: bool) -> Result<Outcome, NodeError> {
    let ends = || ended.iter().flatten().map(|outcome| &outcome.end);
    for end in ends() {
        if let RegionEnd::Failed(error) = end
            && (fail_on_any || error.kind == ErrorKind::CANCELLED)
        {
            return Err(error.clone());
        }
    }
    let result = |outcome: &Option<RegionOutcome>| {
        outcome.as_ref().map_or_else(|| with_status("cancelled"), |outcome| result_of(&outcome.end))
    };
    let results = names.iter().zip(ended).map(|(name, outcome)| (*name, result(outcome)));
    let output = Value::object([("branches", Value::object(results)), ("path", "output".into())]);
    let outcome = Outcome::output(output);
    Ok(match ends().find_map(leaves) {
        Some(next) => outcome.then(next),
        None => outcome,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, run_with_time, see, variable};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(Parallel).await;
    }

    async fn check(config: serde_json::Value) -> node_testkit::Trace {
        let mut config = config;
        config["branches"] = json!([{ "name": "slow" }, { "name": "fast" }, { "name": "bad" }]);
        let set = |id: &str, name: &str, value: i64| json!([id, "flow.set_variable", { "variables": { name: value } }]);
        let nodes = json!([
            ["all", "flow.parallel", config],
            ["long", "system.wait", { "seconds": 9 }], set("s", "both", 1), set("t", "slow", 1),
            ["short", "system.wait", { "seconds": 2 }], set("f", "both", 2),
            ["fail", "flow.throw_error", { "message": "no" }], see("after", "after"),
        ]);
        let wires = [
            "all.slow -> long",
            "long -> s",
            "s -> t",
            "all.fast -> short",
            "short -> f",
            "all.bad -> fail",
            "all -> after",
        ];
        run_with_time(&flow(nodes, &wires)).await
    }

    fn status(trace: &node_testkit::Trace, branch: &str) -> Value {
        let output = &trace.step("all").expect("it ran").output;
        output.get("branches").and_then(|all| all.get(branch)?.get("status").cloned()).unwrap_or_default()
    }

    #[tokio::test]
    async fn all_branches_are_waited_for_and_merged_in_their_order() {
        let trace = check(json!({})).await;
        assert_eq!(variable(&trace, "both"), Value::Int(2), "the later branch wins, although it ended first");
        assert_eq!(variable(&trace, "slow"), Value::Int(1));
        assert_eq!(
            ["slow", "fast", "bad"].map(|branch| status(&trace, branch)),
            ["completed", "completed", "failed"].map(Value::from)
        );
    }

    #[tokio::test]
    async fn the_first_to_complete_is_enough_if_the_others_are_not_waited_for() {
        let trace = check(json!({ "wait_for_all": false })).await;
        assert_eq!(
            ["slow", "fast", "bad"].map(|branch| status(&trace, branch)),
            ["cancelled", "completed", "failed"].map(Value::from)
        );
        assert_eq!(variable(&trace, "slow"), Value::Null);
        assert_eq!(variable(&trace, "seen"), "after".into());
    }

    #[tokio::test]
    async fn a_failure_or_the_time_limit_fails_the_node() {
        let error = |trace: node_testkit::Trace| trace.report.error.map(|error| error.kind);
        assert_eq!(error(check(json!({ "fail_on_any_error": true })).await), Some(ErrorKind::CUSTOM));
        assert_eq!(error(check(json!({ "timeout_seconds": 3 })).await), Some(ErrorKind::TIMEOUT));
    }
}
