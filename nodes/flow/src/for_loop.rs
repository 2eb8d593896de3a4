//! `flow.for`: counts.

use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::rounds::{LoopNames, Rounds, Turn};

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Name the body sees the number by.
    loop_variable: Variable,
    /// First number.
    #[schemars(range(min = -9_007_199_254_740_991_i64, max = 9_007_199_254_740_991_i64))]
    start_value: i64,
    /// Last number, included.
    #[schemars(range(min = -9_007_199_254_740_991_i64, max = 9_007_199_254_740_991_i64))]
    end_value: i64,
    /// What is added each round; negative counts down.
    #[serde(default = "one")]
    #[schemars(range(min = -9_007_199_254_740_991_i64, max = 9_007_199_254_740_991_i64))]
    increment: i64,
    /// Whether a failing round ends the loop; else its error is kept among the results.
    #[serde(default = "yes")]
    break_on_error: bool,
    /// The most rounds the loop may make.
    #[serde(default = "hundred")]
    #[schemars(range(min = 1, max = 1_000_000))]
    max_iterations: u64,
}

fn one() -> i64 {
    1
}

fn yes() -> bool {
    true
}

fn hundred() -> u64 {
    100
}

pub(crate) struct For;

impl NodeType for For {
    const TYPE: &'static str = "flow.for";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("For", Category::Loop)
            .about(
                "Runs its body once for each number.",
                "The body hangs on `loop` and sees the number by the name you give it. Wire the end of the body back to \
                 `back` to choose what a round yields; else it is the last message.\n\n\
                 Afterwards the payload is `{ results, iterations, path }`; results that are too large for that are \
                 kept as an artifact of the run.",
            )
            .looks("repeat", Shape::Loop)
            .ports(Ports::inlet().back().body("loop", "each").next("output", "done").error())
            .sample(json!({ "results": [1, 2, 3], "iterations": 3, "path": "output" }))
            .example("count to three", json!({ "loop_variable": "i", "start_value": 1, "end_value": 3 }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let zero = (config.increment == 0).then(|| {
            ConfigError::new("increment", "An increment of 0 would never reach the end. Use 1, or -1 to count down.")
        });
        zero.into_iter().collect()
    }
}

impl ActiveNode for For {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let total = rounds(config);
        let mut rounds = Rounds::new(ctx, Some(total));
        let names = LoopNames::new();
        let count = Value::Int(i64::try_from(total).unwrap_or(i64::MAX));
        let mut number = config.start_value;
        while rounds.done() < total {
            rounds.allow(config.max_iterations)?;
            let region = ctx.region("loop").round(rounds.done()).with(config.loop_variable.0.clone(), number);
            let outcome = names.bind(region, number.into(), rounds.done(), count.clone()).run().await;
            match rounds.take(outcome.end, !config.break_on_error).await {
                Turn::On => number = number.saturating_add(config.increment),
                Turn::Leave(levels) => return rounds.finish(levels).await,
                Turn::Fail(error) => return Err(error),
            }
        }
        rounds.finish(0).await
    }
}

/// How many numbers there are from start to end.
fn rounds(config: &Config) -> u64 {
    let (start, end) = (i128::from(config.start_value), i128::from(config.end_value));
    let steps = (end - start) / i128::from(config.increment);
    let is_reached = if config.increment > 0 { start <= end } else { start >= end };
    if is_reached { u64::try_from(steps + 1).unwrap_or(u64::MAX) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(For).await;
    }

    fn check(start_value: i64, end_value: i64, increment: i64, expected: u64) {
        let loop_variable = Variable("i".into());
        let config =
            Config { loop_variable, start_value, end_value, increment, break_on_error: true, max_iterations: 100 };
        assert_eq!(rounds(&config), expected);
    }

    #[test]
    fn the_end_is_included_and_may_lie_below() {
        check(1, 5, 1, 5);
        check(1, 6, 2, 3);
        check(5, 1, -2, 3);
        check(5, 1, 1, 0);
        check(1, 5, -1, 0);
        check(i64::MIN, i64::MAX, 1, u64::MAX);
    }
}
