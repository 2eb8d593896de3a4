//! What all loops share: results within bounds, and what the end of a round means for the loop.

use node_sdk::prelude::*;
use node_sdk::{Next, Progress, RegionOutcome, Str};

/// What a loop does after a round.
pub(crate) enum Turn {
    /// The next round.
    On,
    /// No more rounds; so many further loops are to be left.
    Leave(u32),
    /// The loop fails.
    Fail(NodeError),
}

/// The results of a loop so far. They are kept while they fit into the output limit.
pub(crate) struct Rounds {
    results: Vec<Value>,
    weight: usize,
    most: usize,
    dropped: u64,
    done: u64,
    total: Option<u64>,
}

impl Rounds {
    /// No round yet.
    pub(crate) fn new(ctx: &Ctx<'_>, total: Option<u64>) -> Self {
        ctx.progress(Progress::Iterations { done: 0, total });
        Self { results: Vec::new(), weight: 0, most: ctx.max_output().saturating_mul(16), dropped: 0, done: 0, total }
    }

    /// How many rounds ended.
    pub(crate) fn done(&self) -> u64 {
        self.done
    }

    /// Whether another round is allowed: by the loop's own bound, and by the run's.
    ///
    /// # Errors
    /// Kind `loop_limit`, with the bound to raise.
    pub(crate) fn allow(&self, ctx: &Ctx<'_>, own: u64) -> Result<(), NodeError> {
        let most = own.min(ctx.max_iterations());
        if self.done < most {
            return Ok(());
        }
        let how = if most < own { RAISE_RUN_LIMIT } else { "Raise `max_iterations` if it needs more." };
        Err(NodeError::new(ErrorKind::LOOP_LIMIT, format!("The loop was stopped after {most} rounds. {how}")))
    }

    /// Takes the end of a round in.
    pub(crate) fn take(&mut self, ctx: &Ctx<'_>, outcome: RegionOutcome, keeps_errors: bool) -> Turn {
        let round = self.done;
        self.done += 1;
        ctx.progress(Progress::Iterations { done: self.done, total: self.total });
        match outcome.end {
            RegionEnd::Completed(message) => self.keep(message.payload),
            RegionEnd::Continued => self.keep(Value::Null),
            RegionEnd::Broke { levels } => return Turn::Leave(levels.saturating_sub(1)),
            RegionEnd::Failed(error) if keeps_errors && error.kind != ErrorKind::CANCELLED => {
                let round = Value::Int(i64::try_from(round).unwrap_or(i64::MAX));
                self.keep(Value::object([("error", error.to_value()), ("iteration", round)]));
            }
            RegionEnd::Failed(error) => return Turn::Fail(error),
        }
        Turn::On
    }

    fn keep(&mut self, result: Value) {
        self.weight += result.weight(self.most);
        if self.weight <= self.most {
            self.results.push(result);
        } else {
            self.dropped += 1;
        }
    }

    /// What the loop answers: `results`, `iterations`, and `dropped` where not all results were kept.
    pub(crate) fn finish(self, leave: u32) -> Outcome {
        let count = |number: u64| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
        let mut output = Map::default();
        output.insert("results".into(), self.results.into());
        output.insert("iterations".into(), count(self.done));
        if self.dropped > 0 {
            output.insert("dropped".into(), count(self.dropped));
        }
        let outcome = Outcome::output(output);
        if leave > 0 { outcome.then(Next::Break { levels: leave }) } else { outcome }
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
