//! Branches that run at the same time, each of which can be stopped by itself.

use std::pin::pin;

use futures_util::future::{BoxFuture, Either, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use node_sdk::prelude::*;
use node_sdk::{Progress, RegionOutcome};
use tokio_util::sync::CancellationToken;

/// What happened next.
pub(crate) enum Event {
    /// The branch at this index ended.
    Ended(usize),
    /// The time is over.
    Over,
    /// Every branch has ended.
    Done,
}

/// Branches under way.
pub(crate) struct Contest<'a> {
    ctx: &'a Ctx<'a>,
    running: FuturesUnordered<BoxFuture<'a, (usize, RegionOutcome)>>,
    stops: Vec<CancellationToken>,
    ended: Vec<Option<RegionOutcome>>,
    due: i64,
}

impl<'a> Contest<'a> {
    /// Starts every branch; `due` is when their time is over.
    pub(crate) fn start(ctx: &'a Ctx<'a>, names: &[&str], due: i64) -> Self {
        let stops: Vec<_> = names.iter().map(|_| ctx.cancel().child_token()).collect();
        let run = |(index, name): (usize, &&str)| {
            let region = ctx.region(name).isolated().stopped_by(stops[index].clone());
            async move { (index, region.run().await) }.boxed()
        };
        let running = names.iter().enumerate().map(run).collect();
        let contest = Self { ctx, running, ended: names.iter().map(|_| None).collect(), stops, due };
        contest.tell();
        contest
    }

    /// Waits for the next branch to end.
    pub(crate) async fn next(&mut self) -> Event {
        let ended = match select(self.running.next(), pin!(self.ctx.sleep_until(self.due))).await {
            Either::Left((ended, _)) => ended,
            Either::Right(_) => return Event::Over,
        };
        ended.map_or(Event::Done, |ended| Event::Ended(self.take(ended)))
    }

    /// Whether a branch has ended, and not well.
    pub(crate) fn has_failed(&self, index: usize) -> bool {
        matches!(self.end(index), Some(RegionEnd::Failed(_)))
    }

    fn end(&self, index: usize) -> Option<&RegionEnd> {
        self.ended.get(index)?.as_ref().map(|outcome| &outcome.end)
    }

    /// Stops the branches that are not to go on.
    pub(crate) fn stop(&self, goes_on: impl Fn(usize) -> bool) {
        self.stops.iter().enumerate().filter(|(index, _)| !goes_on(*index)).for_each(|(_, stop)| stop.cancel());
    }

    /// Waits for every branch to end, those that were stopped with their clean-up, and gives their ends in order.
    pub(crate) async fn finish(mut self) -> Vec<RegionOutcome> {
        while let Some(ended) = self.running.next().await {
            self.take(ended);
        }
        self.ended.into_iter().flatten().collect()
    }

    fn take(&mut self, (index, outcome): (usize, RegionOutcome)) -> usize {
        self.ended[index] = Some(outcome);
        self.tell();
        index
    }

    fn tell(&self) {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let done = self.ended.iter().flatten().count();
        self.ctx.progress(Progress::Branches { done: count(done), total: count(self.ended.len()) });
    }
}
