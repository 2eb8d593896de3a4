//! `flow.repeat_until`: repeats until something holds.

use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::repeat::{Config, repeat};

pub(crate) struct RepeatUntil;

impl NodeType for RepeatUntil {
    const TYPE: &'static str = "flow.repeat_until";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("Repeat until", Category::Loop)
            .about(
                "Runs its body until a condition is true, once at least.",
                "The condition is looked at after each round, and sees the variables that the body has set. Reaching `max_iterations` is an error of kind \
                 `loop_limit`, reaching `timeout_seconds` one of kind `timeout`.\n\n\
                 Afterwards the payload is `{ results, iterations, path }`.",
            )
            .looks("rotate", Shape::Loop)
            .ports(Ports::inlet().back().body("loop", "each").next("output", "done").error())
            .sample(json!({ "results": [1, 2, 3], "iterations": 3, "path": "output" }))
            .example("once", json!({ "condition": "1 < 2" }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        config.problems()
    }
}

impl ActiveNode for RepeatUntil {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        repeat(ctx, config, |rounds| Ok(rounds == 0 || !config.condition.holds(ctx)?)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, run, variable};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(RepeatUntil).await;
    }

    async fn check(condition: serde_json::Value, most: u64) -> node_testkit::Trace {
        let nodes = json!([
            ["repeat", "flow.repeat_until", { "condition": condition, "max_iterations": most }],
            ["add", "flow.set_variable", { "variables": { "count": { "$expr": "count + 1" } } }],
        ]);
        run(&flow(nodes, &["repeat.loop -> add", "add -> repeat.back"])).await
    }

    #[tokio::test]
    async fn the_body_runs_once_at_least_and_until_the_condition_holds() {
        assert_eq!(variable(&check(json!("true"), 9).await, "count"), Value::Int(1));
        let compare = json!({ "left_operand": "count", "operator": "greater_or_equal", "right_operand": "3" });
        assert_eq!(variable(&check(compare, 9).await, "count"), Value::Int(3));
    }

    #[tokio::test]
    async fn a_condition_that_never_holds_ends_at_the_limit() {
        let trace = check(json!("false"), 4).await;
        assert_eq!(trace.report.error.map(|error| error.kind), Some(ErrorKind::LOOP_LIMIT));
    }
}
