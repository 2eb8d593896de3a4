//! `flow.while`: repeats while something holds.

use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::condition::Condition;
use crate::repeat::{Limits, repeat};

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Looked at before each round, such as `state != 'up'`.
    condition: Condition,
    /// The most rounds the loop may make.
    #[serde(default = "hundred")]
    #[schemars(range(min = 1, max = 1_000_000))]
    max_iterations: u64,
    /// The most seconds the loop may take.
    #[serde(default = "five_minutes")]
    #[schemars(range(min = 0.001, max = 31_536_000))]
    timeout_seconds: f64,
}

fn hundred() -> u64 {
    100
}

fn five_minutes() -> f64 {
    300.0
}

pub(crate) struct While;

impl NodeType for While {
    const TYPE: &'static str = "flow.while";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("While", Category::Loop)
            .about(
                "Runs its body as long as a condition is true.",
                "Variables that the body sets are kept from round to round, so that the condition can change. \
                 Reaching `max_iterations` is an error of kind `loop_limit`, reaching `timeout_seconds` one of kind `timeout`.",
            )
            .looks("refresh", Shape::Loop)
            .ports(Ports::inlet().back().body("loop", "each").next("output", "done").error())
            .example("not at all", json!({ "condition": "1 > 2" }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        config.condition.problems("condition")
    }
}

impl ActiveNode for While {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let limits = Limits { max_iterations: config.max_iterations, timeout_seconds: config.timeout_seconds };
        repeat(ctx, limits, |_| config.condition.holds(ctx)).await
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(super::While).await;
    }
}
