//! What `while` and `repeat until` share: rounds until a condition, within limits of number and time.

use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::condition::Condition;
use crate::rounds::{LoopNames, Rounds, Turn};
use crate::timed::{Limit, Timed};

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// What says whether the loop goes on (*While*) or ends (*Repeat until*), such as `state == 'up'`.
    pub(crate) condition: Condition,
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

impl Config {
    /// What the schema cannot say.
    pub(crate) fn problems(&self) -> Vec<ConfigError> {
        self.condition.problems("condition")
    }
}

/// Runs the body as long as `goes_on`, which is told how many rounds there were, says so.
///
/// # Errors
/// What a round fails with; kind `loop_limit` or `timeout` where a limit is reached.
pub(crate) async fn repeat(
    ctx: &Ctx<'_>,
    config: &Config,
    goes_on: impl Fn(u64) -> Result<bool, NodeError>,
) -> Result<Outcome, NodeError> {
    let mut rounds = Rounds::new(ctx, None);
    let names = LoopNames::new();
    let limit = Limit::new(ctx, config.timeout_seconds);
    while goes_on(rounds.done())? {
        rounds.allow(config.max_iterations)?;
        let region = ctx.region("loop").round(rounds.done());
        let region = names.bind(region, Value::Null, rounds.done(), Value::Null);
        let outcome = match limit.run(region, rounds.done()).await? {
            Timed::Ended(outcome) => outcome,
            Timed::Over => return Err(late(config, rounds.done())),
        };
        match rounds.take(outcome.end, false).await {
            Turn::On => {}
            Turn::Leave(levels) => return rounds.finish(levels).await,
            Turn::Fail(error) => return Err(error),
        }
    }
    rounds.finish(0).await
}

fn late(config: &Config, rounds: u64) -> NodeError {
    let message = format!("The loop was stopped after {} s, in round {}.", config.timeout_seconds, rounds + 1);
    NodeError::new(ErrorKind::TIMEOUT, message)
}
