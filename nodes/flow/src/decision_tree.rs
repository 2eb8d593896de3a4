//! `flow.decision_tree`: takes the way of the first decision that is true.

use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::condition::Condition;

const DEEPEST: usize = 20;

/// One decision.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    /// Name of the decision and of its port.
    #[schemars(length(min = 1, max = 64), extend("x-ui" = { "expression": "no" }))]
    name: String,
    /// What must be true to take this way.
    condition: Condition,
    /// Finer decisions, looked at once this one is true; with none of them true this decision's own way is taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    decisions: Vec<Decision>,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The decisions, looked at in order.
    #[schemars(length(min = 1, max = 100))]
    decisions: Vec<Decision>,
}

pub(crate) struct DecisionTree;

impl NodeType for DecisionTree {
    const TYPE: &'static str = "flow.decision_tree";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Decision tree", Category::Control)
            .about(
                "Takes the way of the first decision that is true, or `default`.",
                "Decisions are looked at in order. A decision may hold finer decisions of its own: once it is true, these \
                 are looked at, and where none of them is true its own way is taken. Every decision has a port of its \
                 name.\n\nThe output is `{ path, trail }`: the way taken, and the decisions that led there.",
            )
            .looks("sitemap", Shape::Decision)
            .ports(Ports::inlet().each("decisions", Some("name"), Role::Next).next("default", "default").error())
            .example_on(
                "by load",
                json!({ "decisions": [
                    { "name": "high", "condition": "msg.payload > 80",
                      "decisions": [{ "name": "critical", "condition": "msg.payload > 95" }] },
                    { "name": "raised", "condition": "msg.payload > 50" },
                ] }),
                json!(97),
                "critical",
            )
            .example("none is true", json!({ "decisions": [{ "name": "never", "condition": "1 > 2" }] }), "default")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let mut problems = Vec::new();
        find_problems(&config.decisions, "", 1, &mut problems);
        problems
    }
}

impl PureNode for DecisionTree {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let mut trail: Vec<Value> = Vec::new();
        let (mut path, mut decisions) = ("default", &config.decisions);
        while let Some(taken) = first_true(ctx, decisions)? {
            trail.push(taken.name.as_str().into());
            (path, decisions) = (&taken.name, &taken.decisions);
        }
        let output = Value::object([("path", path.into()), ("trail", trail.into())]);
        Ok(Outcome::port(path).recording(output))
    }
}

fn first_true<'a>(ctx: &Ctx<'_>, decisions: &'a [Decision]) -> Result<Option<&'a Decision>, NodeError> {
    for decision in decisions {
        if decision.condition.holds(ctx)? {
            return Ok(Some(decision));
        }
    }
    Ok(None)
}

fn find_problems(decisions: &[Decision], field: &str, depth: usize, problems: &mut Vec<ConfigError>) {
    for (index, decision) in decisions.iter().enumerate() {
        let at = format!("{field}decisions/{index}");
        if ["default", "error"].contains(&decision.name.as_str()) {
            let message = format!("`{}` is a port of the node itself; choose another name.", decision.name);
            problems.push(ConfigError::new(format!("{at}/name"), message));
        }
        problems.extend(decision.condition.problems(&format!("{at}/condition")));
        if depth < DEEPEST {
            find_problems(&decision.decisions, &format!("{at}/"), depth + 1, problems);
        } else if !decision.decisions.is_empty() {
            let message = format!("Decisions are nested more than {DEEPEST} deep here; use a second node.");
            problems.push(ConfigError::new(at, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, run_on};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(DecisionTree).await;
    }

    async fn check(load: i64, expected: &str) {
        let decisions = json!({ "decisions": [
            { "name": "high", "condition": "msg.payload > 80",
              "decisions": [{ "name": "critical", "condition": "msg.payload > 95" }] },
            { "name": "raised", "condition": "msg.payload > 50" },
        ] });
        let answer = |word: &str| json!([word, "flow.end", { "result": word }]);
        let nodes = json!([
            ["tree", "flow.decision_tree", decisions],
            answer("high"),
            answer("critical"),
            answer("raised"),
            answer("default")
        ]);
        let wires = ["high", "critical", "raised", "default"].map(|word| format!("tree.{word} -> {word}"));
        let trace = run_on(&flow(nodes, &wires.each_ref().map(String::as_str)), json!(load)).await;
        assert_eq!(trace.report.result, expected.into(), "{load}: {:?}", trace.report.error);
    }

    #[tokio::test]
    async fn the_first_true_decision_wins_and_finer_ones_refine_it() {
        check(97, "critical").await;
        check(90, "high").await;
        check(60, "raised").await;
        check(10, "default").await;
    }
}
