//! `flow.sequential`: runs branches one after the other.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, Progress};

use crate::branches::{self, leaves, result_of, skipped};
use crate::condition::Condition;

/// One branch.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub(crate) struct Branch {
    /// Name of the branch and of its port.
    #[schemars(length(min = 1, max = 64), extend("x-ui" = { "expression": "no" }))]
    name: String,
    /// Run the branch only if this is true when its turn comes; always where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<Condition>,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The branches, in the order they are run; each has a port of its own.
    #[schemars(length(min = 1, max = 100))]
    branches: Vec<Branch>,
}

pub(crate) struct Sequential;

impl NodeType for Sequential {
    const TYPE: &'static str = "flow.sequential";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("Sequential", Category::Control)
            .about(
                "Runs its branches one after the other.",
                "Each branch hangs on the port of its name and gets the message that came in; variables that an earlier \
                 branch set are seen by later ones. A branch whose condition is false is skipped. The first branch that \
                 fails ends the node.\n\n\
                 Afterwards the payload is `{ branches: { name: { status, result } } }`.",
            )
            .looks("list-details", Shape::Parallel)
            .ports(Ports::inlet().each("branches", Some("name"), Role::Body).next("output", "done").error())
            .sample(json!({ "branches": { "left": { "status": "success", "result": 1 } } }))
            .example(
                "one of two",
                json!({ "branches": [{ "name": "first" }, { "name": "second", "condition": "1 > 2" }] }),
                "output",
            )
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let mut problems = branches::problems(config.branches.iter().map(|branch| branch.name.as_str()));
        for (index, branch) in config.branches.iter().enumerate() {
            let found = branch.condition.iter();
            problems.extend(found.flat_map(|condition| condition.problems(&format!("branches/{index}/condition"))));
        }
        problems
    }
}

impl ActiveNode for Sequential {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let total = u64::try_from(config.branches.len()).unwrap_or(u64::MAX);
        let mut results = Map::default();
        let mut next = None;
        for (done, branch) in (0..).zip(&config.branches) {
            ctx.progress(Progress::Branches { done, total });
            let is_due = branch.condition.as_ref().map_or(Ok(true), |condition| condition.holds(ctx))?;
            if !is_due || next.is_some() {
                results.insert(branch.name.as_str().into(), skipped());
                continue;
            }
            let end = ctx.region(&branch.name).run().await.end;
            results.insert(branch.name.as_str().into(), result_of(&end));
            if let RegionEnd::Failed(error) = end {
                return Err(error);
            }
            next = leaves(&end);
        }
        ctx.progress(Progress::Branches { done: total, total });
        let outcome = Outcome::output(Value::object([("branches", Value::from(results))]));
        Ok(match next {
            Some(next) => outcome.then(next),
            None => outcome,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, run, see, variable};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(Sequential).await;
    }

    #[tokio::test]
    async fn branches_run_in_order_and_see_what_came_before() {
        let config = json!({ "branches": [
            { "name": "one" },
            { "name": "two", "condition": "seen == 'a'" },
            { "name": "three", "condition": { "left_operand": "seen", "right_operand": "a" } },
        ] });
        let nodes = json!([["seq", "flow.sequential", config], see("a", "a"), see("b", "b"), see("c", "c")]);
        let trace = run(&flow(nodes, &["seq.one -> a", "seq.two -> b", "seq.three -> c"])).await;
        assert_eq!(variable(&trace, "seen"), "ab".into(), "{:?}", trace.report.error);
        let statuses = trace.report.result.get("branches").expect("branches").to_string();
        assert!(statuses.contains(r#""three":{"status":"skipped"}"#), "{statuses}");
    }

    #[tokio::test]
    async fn a_break_leaves_its_branch_and_a_failure_the_node() {
        let config = json!({ "branches": [{ "name": "one" }, { "name": "two" }, { "name": "three" }] });
        let nodes = json!([["seq", "flow.sequential", config], ["leave", "flow.break"], see("after", "x"),
                           ["fail", "flow.throw_error", { "message": "no" }], see("late", "y"), see("on", "z")]);
        let wires = ["seq.one -> leave", "leave -> after", "seq.two -> on", "on -> fail", "seq.three -> late"];
        let trace = run(&flow(nodes, &wires)).await;
        assert_eq!(trace.report.error.map(|error| error.message), Some("no".into()));
        assert_eq!(trace.report.variables.get("seen"), Some(&"z".into()));
    }
}
