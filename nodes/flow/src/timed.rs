//! Waiting that lasts through a restart, and bodies that are stopped when their time is over.

use std::pin::pin;

use futures_util::future::{Either, select};
use node_sdk::RegionOutcome;
use node_sdk::prelude::*;

/// How a body with a time limit ended.
pub(crate) enum Timed {
    /// By itself.
    Ended(RegionOutcome),
    /// Its time was over: it was stopped, and its clean-up has run.
    Over,
}

/// A time limit on the bodies of one node.
pub(crate) struct Limit<'a> {
    ctx: &'a Ctx<'a>,
    due: i64,
    /// The round that was stopped, where that is known from before a restart.
    known: Option<Value>,
}

const DECISION: &str = "timeout";

impl<'a> Limit<'a> {
    /// A limit that starts now.
    pub(crate) fn new(ctx: &'a Ctx<'a>, seconds: f64) -> Self {
        Self { ctx, due: ctx.deadline_after("until", milliseconds(seconds)), known: ctx.chosen(DECISION) }
    }

    /// Runs a body; `round` tells it from others of this node.
    ///
    /// # Errors
    /// If the decision to stop it cannot be recorded.
    pub(crate) async fn run(&self, region: Region<'_>, round: u64) -> Result<Timed, NodeError> {
        let round = Value::Int(i64::try_from(round).unwrap_or(i64::MAX));
        if self.known.as_ref().is_some_and(|known| *known != round) {
            return Ok(Timed::Ended(region.run().await));
        }
        let stop = self.ctx.cancel().child_token();
        let mut body = pin!(region.stopped_by(stop.clone()).run());
        if self.known.is_none() {
            match select(body.as_mut(), pin!(self.ctx.sleep_until(self.due))).await {
                Either::Left((outcome, _)) => return Ok(Timed::Ended(outcome)),
                Either::Right(_) => self.ctx.choose(DECISION, round).await?,
            };
        }
        stop.cancel();
        body.await;
        Ok(Timed::Over)
    }
}

/// Waits until the given time, unless the node is stopped.
///
/// # Errors
/// Kind `cancelled` if it is.
pub(crate) async fn pause(ctx: &Ctx<'_>, until: i64) -> Result<(), NodeError> {
    match select(pin!(ctx.cancel().cancelled()), pin!(ctx.sleep_until(until))).await {
        Either::Left(_) => Err(NodeError::new(ErrorKind::CANCELLED, "The run was stopped while this node waited.")),
        Either::Right(_) => Ok(()),
    }
}

/// Seconds as whole milliseconds, rounded up.
#[expect(clippy::cast_possible_truncation, reason = "a float past the range becomes the last number in it")]
pub(crate) fn milliseconds(seconds: f64) -> i64 {
    (seconds.max(0.0) * 1000.0).ceil() as i64
}
