//! `flow.while`: repeats while something holds.

use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::repeat::{Config, repeat};

pub(crate) struct While;

impl NodeType for While {
    const TYPE: &'static str = "flow.while";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("While", Category::Loop)
            .about(
                "Runs its body as long as a condition is true.",
                "The condition is looked at before each round. Variables that the body sets are kept from round to round, so that the condition can change. \
                 Reaching `max_iterations` is an error of kind `loop_limit`, reaching `timeout_seconds` one of kind `timeout`.",
            )
            .looks("refresh", Shape::Loop)
            .ports(Ports::inlet().back().body("loop", "each").next("output", "done").error())
            .sample(json!({ "results": [1, 2, 3], "iterations": 3, "path": "output" }))
            .example("not at all", json!({ "condition": "1 > 2" }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        config.problems()
    }
}

impl ActiveNode for While {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        repeat(ctx, config, |_| config.condition.holds(ctx)).await
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(super::While).await;
    }
}
