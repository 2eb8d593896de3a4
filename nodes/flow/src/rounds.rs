//! What all loops share: results within bounds, and what the end of a round means for the loop.

use node_sdk::prelude::*;
use node_sdk::{Next, Progress, Str};

use crate::results::Results;

/// What a loop does after a round.
pub(crate) enum Turn {
    /// The next round.
    On,
    /// No more rounds; so many further loops are to be left.
    Leave(u32),
    /// The loop fails.
    Fail(NodeError),
}

/// The rounds of a loop so far.
pub(crate) struct Rounds<'a> {
    ctx: &'a Ctx<'a>,
    results: Results<'a>,
    done: u64,
    total: Option<u64>,
    path: &'static str,
}

impl<'a> Rounds<'a> {
    /// No round yet.
    pub(crate) fn new(ctx: &'a Ctx<'a>, total: Option<u64>) -> Self {
        ctx.progress(Progress::Iterations { done: 0, total });
        Self { ctx, results: Results::new(ctx), done: 0, total, path: "output" }
    }

    /// How many rounds ended.
    pub(crate) fn done(&self) -> u64 {
        self.done
    }

    /// Whether another round is allowed: by the loop's own bound, and by the run's.
    ///
    /// # Errors
    /// Kind `loop_limit`, with the bound to raise.
    pub(crate) fn allow(&self, own: u64) -> Result<(), NodeError> {
        let most = own.min(self.ctx.max_iterations());
        if self.done < most {
            return Ok(());
        }
        let how = if most < own { RAISE_RUN_LIMIT } else { "Raise `max_iterations` if it needs more." };
        Err(NodeError::new(ErrorKind::LOOP_LIMIT, format!("The loop was stopped after {most} rounds. {how}")))
    }

    /// Takes the end of a round in.
    pub(crate) async fn take(&mut self, end: RegionEnd, keeps_errors: bool) -> Turn {
        let round = self.done;
        self.done += 1;
        self.ctx.progress(Progress::Iterations { done: self.done, total: self.total });
        let result = match end {
            RegionEnd::Completed(message) => message.payload,
            RegionEnd::Continued => Value::Null,
            RegionEnd::Broke { levels } => {
                self.path = "break";
                return Turn::Leave(levels.saturating_sub(1));
            }
            RegionEnd::Failed(error) if keeps_errors && error.kind != ErrorKind::CANCELLED => {
                let round = Value::Int(i64::try_from(round).unwrap_or(i64::MAX));
                Value::object([("error", error.to_value()), ("iteration", round)])
            }
            RegionEnd::Failed(error) => return Turn::Fail(error),
        };
        self.results.add(result).await.map_or_else(Turn::Fail, |()| Turn::On)
    }

    /// What the loop answers: `results`, `iterations` and the `path` that led out, and where there are too many results,
    /// where they are.
    ///
    /// # Errors
    /// If the results cannot be written.
    pub(crate) async fn finish(self, leave: u32) -> Result<Outcome, NodeError> {
        let mut output = Map::default();
        self.results.finish(&mut output).await?;
        output.insert("iterations".into(), Value::Int(i64::try_from(self.done).unwrap_or(i64::MAX)));
        output.insert("path".into(), self.path.into());
        let outcome = Outcome::output(output);
        Ok(if leave > 0 { outcome.then(Next::Break { levels: leave }) } else { outcome })
    }
}

/// Advice for the bound that holds for the whole run.
pub(crate) const RAISE_RUN_LIMIT: &str = "Raise `iterations` in the flow's limits if it needs more.";

/// The names every loop body sees.
pub(crate) struct LoopNames {
    item: Str,
    index: Str,
    this: Str,
    count: Str,
}

impl LoopNames {
    /// Made once a loop.
    pub(crate) fn new() -> Self {
        Self { item: "item".into(), index: "index".into(), this: "loop".into(), count: "count".into() }
    }

    /// `item`, `index` and `loop` (`index`, `count`) for one round.
    pub(crate) fn bind<'a>(&self, region: Region<'a>, item: Value, index: u64, count: Value) -> Region<'a> {
        let index = Value::Int(i64::try_from(index).unwrap_or(i64::MAX));
        let about = Value::object([(self.index.clone(), index.clone()), (self.count.clone(), count)]);
        region.with(self.item.clone(), item).with(self.index.clone(), index).with(self.this.clone(), about)
    }
}
