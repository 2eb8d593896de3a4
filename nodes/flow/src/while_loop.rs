//! `flow.while`: repeats while something holds.

use node_sdk::prelude::*;

use crate::rounds::{LoopNames, Rounds, Turn};

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Looked at before each round, such as `state != 'up'`.
    condition: Expr,
    /// The most rounds the loop may make.
    #[serde(default = "hundred")]
    #[schemars(range(min = 1, max = 1_000_000))]
    max_iterations: u64,
    /// The most seconds the loop may take.
    #[serde(default = "five_minutes")]
    #[schemars(range(min = 1, max = 31_536_000))]
    timeout_seconds: u64,
}

fn hundred() -> u64 {
    100
}

fn five_minutes() -> u64 {
    300
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
}

impl ActiveNode for While {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let mut rounds = Rounds::new(ctx, None);
        let names = LoopNames::new();
        let until =
            ctx.now().saturating_add(i64::try_from(config.timeout_seconds).unwrap_or(i64::MAX).saturating_mul(1000));
        while ctx.is_true(&config.condition)? {
            rounds.allow(ctx, config.max_iterations)?;
            if ctx.now() >= until {
                let message =
                    format!("The loop was stopped after {} s and {} rounds.", config.timeout_seconds, rounds.done());
                return Err(NodeError::new(ErrorKind::TIMEOUT, message));
            }
            let region = ctx.region("loop").round(rounds.done());
            let outcome = names.bind(region, Value::Null, rounds.done(), Value::Null).run().await;
            match rounds.take(ctx, outcome, false) {
                Turn::On => {}
                Turn::Leave(levels) => return Ok(rounds.finish(levels)),
                Turn::Fail(error) => return Err(error),
            }
        }
        Ok(rounds.finish(0))
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(super::While).await;
    }
}
