//! What `while` and `repeat until` share: rounds until a condition, within limits of number and time.

use node_sdk::prelude::*;

use crate::rounds::{LoopNames, Rounds, Turn};
use crate::timed::{Limit, Timed};

/// How long a loop may go on.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) max_iterations: u64,
    pub(crate) timeout_seconds: f64,
}

/// Runs the body as long as `goes_on`, which is told how many rounds there were, says so.
///
/// # Errors
/// What a round fails with; kind `loop_limit` or `timeout` where a limit is reached.
pub(crate) async fn repeat(
    ctx: &Ctx<'_>,
    limits: Limits,
    goes_on: impl Fn(u64) -> Result<bool, NodeError>,
) -> Result<Outcome, NodeError> {
    let mut rounds = Rounds::new(ctx, None);
    let names = LoopNames::new();
    let limit = Limit::new(ctx, limits.timeout_seconds);
    while goes_on(rounds.done())? {
        rounds.allow(limits.max_iterations)?;
        let region = ctx.region("loop").round(rounds.done());
        let region = names.bind(region, Value::Null, rounds.done(), Value::Null);
        let outcome = match limit.run(region, rounds.done()).await? {
            Timed::Ended(outcome) => outcome,
            Timed::Over => return Err(late(limits, rounds.done())),
        };
        match rounds.take(outcome.end, false).await {
            Turn::On => {}
            Turn::Leave(levels) => return rounds.finish(levels).await,
            Turn::Fail(error) => return Err(error),
        }
    }
    rounds.finish(0).await
}

fn late(limits: Limits, rounds: u64) -> NodeError {
    let message = format!("The loop was stopped after {} s, in round {}.", limits.timeout_seconds, rounds + 1);
    NodeError::new(ErrorKind::TIMEOUT, message)
}
