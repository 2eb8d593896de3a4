//! Running the nodes behind one of a control node's body ports.

use std::any::Any;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::{Ctx, Message, NodeError, Str, Value};

/// The variables a region ended with; only the engine looks inside.
pub type Vars = Arc<dyn Any + Send + Sync>;

/// How a region ended.
#[derive(Clone, Debug, PartialEq)]
pub enum RegionEnd {
    /// Every path ended; this message came back by the loop wire or from the last node.
    Completed(Message),
    /// A `break` was met; `levels` loops are still to be left, this one included.
    Broke {
        /// From 1.
        levels: u32,
    },
    /// A `continue` was met.
    Continued,
    /// A node failed and nothing inside caught it.
    Failed(NodeError),
}

/// A region's end and the variables it left behind.
#[derive(Clone)]
pub struct RegionOutcome {
    /// How it ended.
    pub end: RegionEnd,
    /// Its variables, for [`Ctx::merge`].
    pub vars: Vars,
}

/// What the engine is asked to run.
#[derive(Clone, Default)]
pub struct RegionSpec {
    /// The body port, such as `loop` or `catch`.
    pub port: Str,
    /// Tells this execution from others of the same region, such as `3` in `each[3]`.
    pub round: Option<u64>,
    /// The message handed in; the control node's own where absent.
    pub message: Option<Message>,
    /// Names only this region sees.
    pub locals: Vec<(Str, Value)>,
    /// Keep the control node's variables as they are; the caller merges.
    pub isolated: bool,
    /// Run although the flow is being cancelled, within the grace period.
    pub shielded: bool,
    /// Stops this region and nothing else.
    pub stop: Option<CancellationToken>,
}

/// A region about to run; see [`Ctx::region`].
#[must_use = "a region does nothing until `run` is called"]
pub struct Region<'a> {
    ctx: &'a Ctx<'a>,
    spec: RegionSpec,
}

impl<'a> Region<'a> {
    pub(crate) fn new(ctx: &'a Ctx<'a>, port: &str) -> Self {
        Self { ctx, spec: RegionSpec { port: port.into(), ..RegionSpec::default() } }
    }

    /// Numbers this execution, from 0: the round of a loop, the attempt of a retry.
    pub fn round(mut self, round: u64) -> Self {
        self.spec.round = Some(round);
        self
    }

    /// Lets the region see `name`.
    pub fn with(mut self, name: impl Into<Str>, value: impl Into<Value>) -> Self {
        self.spec.locals.push((name.into(), value.into()));
        self
    }

    /// Hands another message in.
    pub fn message(mut self, message: Message) -> Self {
        self.spec.message = Some(message);
        self
    }

    /// Leaves the control node's variables alone, so that regions can run side by side.
    pub fn isolated(mut self) -> Self {
        self.spec.isolated = true;
        self
    }

    /// Runs even while the flow is being cancelled: for `finally` and clean-up.
    pub fn shielded(mut self) -> Self {
        self.spec.shielded = true;
        self
    }

    /// Stops the region when the token fires, and nothing around it: what runs in it is stopped, its
    /// clean-up runs, and it ends as failed with kind `cancelled`.
    pub fn stopped_by(mut self, token: CancellationToken) -> Self {
        self.spec.stop = Some(token);
        self
    }

    /// Runs the region to its end. Unless isolated, its variables become the control node's.
    pub async fn run(self) -> RegionOutcome {
        self.ctx.run_region(self.spec).await
    }
}
