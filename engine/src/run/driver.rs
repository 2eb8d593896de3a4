//! The one place that awaits: runs a region to its end.
//!
//! Pure nodes run here and now. Effects and control nodes become futures of this same task.

use std::sync::Arc;
use std::time::Instant;

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use node_sdk::{Arrival, Behaviour, Ctx, ErrorKind, Kind, Message, Next, NodeError, Outcome, RegionEnd, Scope, Str};
use tokio_util::sync::CancellationToken;

use super::activation::{Activation, Side, check_size};
use super::board::{Begin, Board, Ready};
use super::frame::{Done, Frame};
use super::perform::micros;
use super::shared::{Run, Setter};
use super::tally;
use super::variables::Variables;
use super::{debug, perform, rehearse};
use crate::document::OnError;
use crate::events::{Step, StepKind, StepStatus};
use crate::program::{ConfigPlan, NodeIndex, NodePlan};

/// Pure nodes run between two looks at the world.
const BREATH: u64 = 64;

/// A region's end with the variables it left.
pub(crate) struct Ended {
    pub(crate) end: RegionEnd,
    pub(crate) vars: Variables,
}

/// A node that finished, with what it was given.
pub(crate) struct Finished {
    pub(crate) node: NodeIndex,
    pub(crate) message: Message,
    pub(crate) vars: Variables,
    pub(crate) result: Result<Outcome, NodeError>,
    /// When it started and how long it took, where that was measured.
    pub(crate) timing: Option<(i64, u64)>,
}

/// Which node finished, and when, where that was measured.
#[derive(Clone, Copy)]
struct Ending {
    node: NodeIndex,
    timing: Option<(i64, u64)>,
}

/// Runs a region.
pub(crate) async fn drive(
    run: &Arc<Run>,
    frame: &Arc<Frame>,
    message: Message,
    vars: Variables,
    stop: &CancellationToken,
) -> Ended {
    let begin = Begin { entry: run.entry, message, vars, firsts: firsts(run, frame) };
    let board = Board::new(&run.program, frame, begin);
    let mut driver = Driver {
        run,
        frame,
        board,
        outer: stop,
        own: None,
        active: FuturesUnordered::new(),
        end: None,
        cancelled: None,
    };
    driver.turn().await;
    driver.finish().await
}

/// Which path came first at each node that waits for one only, as far as it was recorded.
fn firsts(run: &Run, frame: &Frame) -> Vec<(NodeIndex, usize)> {
    if run.replay.is_empty() {
        return Vec::new();
    }
    let nodes = run.program.regions[frame.region].nodes.iter().copied();
    let first = |node: NodeIndex| {
        let plan = &run.program.nodes[node];
        let known = (plan.arrival == Arrival::Any).then(|| run.replay.choice(&first_key(run, frame, plan)))??;
        Some((node, usize::try_from(known.as_int()?).ok()?))
    };
    nodes.filter_map(first).collect()
}

fn first_key(run: &Run, frame: &Frame, plan: &NodePlan) -> String {
    key_of(run, frame, plan) + "!first"
}

struct Driver<'r> {
    run: &'r Arc<Run>,
    frame: &'r Arc<Frame>,
    board: Board<'r>,
    outer: &'r CancellationToken,
    /// Stops the nodes of this region only; made when the first of them needs it.
    own: Option<CancellationToken>,
    active: FuturesUnordered<BoxFuture<'static, Finished>>,
    end: Option<Ended>,
    /// A node that was stopped although the region goes on, as a replay may find it.
    cancelled: Option<Ended>,
}

impl Driver<'_> {
    async fn turn(&mut self) {
        loop {
            while self.end.is_none() {
                let Some(ready) = self.board.next() else { break };
                self.start(ready).await;
            }
            if self.end.is_some() {
                return;
            }
            let finished = match self.active.next().now_or_never() {
                Some(finished) => finished,
                None => self.wait().await,
            };
            let Some(finished) = finished else { return };
            self.absorb(finished);
        }
    }

    /// Waits for a node to end; what changed meanwhile is told, though not more often than it should be.
    async fn wait(&mut self) -> Option<Finished> {
        loop {
            self.run.tally(|_| ());
            if !self.run.has_untold() {
                return self.active.next().await;
            }
            match tokio::time::timeout(tally::EVERY, self.active.next()).await {
                Ok(finished) => return finished,
                Err(_) => self.run.flush(),
            }
        }
    }

    async fn start(&mut self, ready: Ready) {
        let ready = match &self.run.debugger {
            Some(debugger) if debugger.may_hold(self.run) => debug::gate(self.run, self.frame, ready, self.outer).await,
            _ => ready,
        };
        let node = ready.node;
        match self.run.count_step() {
            Ok(steps) if steps.is_multiple_of(BREATH) => breathe(self.run).await,
            Ok(_) => {}
            Err(error) => return self.fail(node, error, ready.input.vars),
        }
        if self.outer.is_cancelled() && !self.leads_on(node) {
            return self.fail(node, cancelled(), ready.input.vars);
        }
        let plan = &self.run.program.nodes[node];
        if let Some(first) = ready.first {
            let first = i64::try_from(first).unwrap_or(i64::MAX);
            self.run.fix(first_key(self.run, self.frame, plan), &mut || first.into());
        }
        if plan.disabled {
            return self.pass_by(plan, ready);
        }
        let stands_in = self.run.rehearsal.as_ref().is_some_and(|rehearsal| rehearsal.covers(plan));
        match &plan.kind {
            _ if stands_in => {
                let finished = self.compute(ready);
                self.absorb(finished);
            }
            Kind::Pure => {
                let finished = self.compute(ready);
                self.absorb(finished);
            }
            Kind::Effect | Kind::Control => {
                let stop = self.own.get_or_insert_with(|| self.outer.child_token());
                let it = Activation::new(self.run, self.frame, ready, stop);
                self.active.push(Box::pin(perform::perform(it)));
            }
        }
    }

    /// Whether a run that was stopped, and is now replayed, had come further than this node: then it is
    /// driven on to where it was, so that all clean-up that is due runs.
    fn leads_on(&self, node: NodeIndex) -> bool {
        if self.run.replay.is_empty() {
            return false;
        }
        let mut path = String::new();
        self.frame.write_path(&self.run.program, &mut path);
        let plan = &self.run.program.nodes[node];
        match plan.kind {
            Kind::Pure => self.run.replay.has_within(&path),
            Kind::Control => self.run.replay.has_within(&format!("{path}{}", plan.key)),
            Kind::Effect => self.run.replay.has_ended(&format!("{path}{}", plan.key)),
        }
    }

    /// A disabled node lets the message through, by `output` or the first port it has.
    fn pass_by(&mut self, plan: &NodePlan, ready: Ready) {
        let Ready { node, input, .. } = ready;
        let port = plan.port("output").or_else(|| plan.ports.first()).map(|port| port.id.clone()).unwrap_or_default();
        let vars = plan.is_fork.then(|| input.vars.clone());
        self.frame.finish(plan.slot, Done { port: Some(port.clone()), vars, ..Done::default() });
        self.run.count_end(StepStatus::Skipped);
        self.run.tally_quietly(|tally| tally.count(node, StepStatus::Skipped, None));
        self.board.leave(self.frame, node, &port, input.message, input.vars);
        self.tell_skipped();
    }

    fn compute(&self, ready: Ready) -> Finished {
        let node = ready.node;
        let mut it = Activation::new(self.run, self.frame, ready, self.outer);
        let since = self.run.is_watched().then(|| {
            it.started_at = self.run.services.clock.now();
            Instant::now()
        });
        let it = Arc::new(it);
        let result = run_pure(&it);
        if let Some(since) = since {
            tell_pure(&it, micros(since), &result);
        }
        let status = StepStatus::of(&result);
        self.run.count_end(status);
        self.run
            .tally_quietly(|tally| tally.count(node, status, result.as_ref().err().map(|error| error.message.clone())));
        let (message, vars) = take(it);
        Finished { node, message, vars, result, timing: None }
    }

    fn absorb(&mut self, finished: Finished) {
        let Finished { node, message, vars, result, timing } = finished;
        let plan = &self.run.program.nodes[node];
        match result {
            Ok(outcome) => self.succeed(plan, Ending { node, timing }, outcome, message, vars),
            Err(error) if error.kind == ErrorKind::CANCELLED && !self.outer.is_cancelled() => {
                self.cancelled.get_or_insert(Ended { end: RegionEnd::Failed(error), vars });
            }
            Err(error) => self.catch(plan, Ending { node, timing }, error, message, vars),
        }
        self.tell_skipped();
    }

    fn succeed(&mut self, plan: &NodePlan, ended: Ending, outcome: Outcome, message: Message, mut vars: Variables) {
        if let Some(name) = &plan.output_variable {
            if let Err(error) = check_size(self.run, &outcome.output, &format!("the output variable `{name}`")) {
                return self.catch(plan, ended, error, message, vars);
            }
            let key = || key_of(self.run, self.frame, plan);
            self.run.tell_variable(Setter(ended.node, &key), name, Scope::Job, &outcome.output);
            vars.set(name, outcome.output.clone(), Scope::Job, self.run.stamp());
        }
        let Ending { node, timing } = ended;
        let kept = plan.is_fork.then(|| vars.clone());
        let (port, output) = (Some(outcome.port.clone()), outcome.output.clone());
        let is_skipped = outcome.next == Next::Skip;
        let done = Done { port, output, error: None, is_skipped, timing, vars: kept };
        self.frame.finish(plan.slot, done);
        match outcome.next {
            Next::Payload => {
                self.board.leave(self.frame, node, &outcome.port, message.with_payload(outcome.output), vars)
            }
            Next::Pass | Next::Skip => self.board.leave(self.frame, node, &outcome.port, message, vars),
            Next::Message(message) => self.board.leave(self.frame, node, &outcome.port, message, vars),
            Next::End { failed } => {
                self.run.note_end((node, self.frame.rounds()), &outcome, failed);
                self.board.end(self.frame, node, message.with_payload(outcome.output), vars);
            }
            Next::Break { levels } => self.end = Some(Ended { end: RegionEnd::Broke { levels }, vars }),
            Next::Continue => self.end = Some(Ended { end: RegionEnd::Continued, vars }),
        }
    }

    /// A failure goes to the `error` port, or is passed over, or ends the region.
    fn catch(&mut self, plan: &NodePlan, ended: Ending, mut error: NodeError, message: Message, vars: Variables) {
        let Ending { node, timing } = ended;
        self.locate(plan, &mut error);
        let port = plan.port("error").filter(|port| !port.wires.is_empty() || port.yields);
        let goes_on = plan.on_error == OnError::Continue;
        let stops = error.kind == ErrorKind::CANCELLED || (port.is_none() && !goes_on);
        if stops {
            return self.fail(node, error, vars);
        }
        let kept = plan.is_fork.then(|| vars.clone());
        let taken = port.map_or_else(|| Str::from("output"), |port| port.id.clone());
        let value = error.to_value();
        self.frame.finish(
            plan.slot,
            Done {
                port: Some(taken.clone()),
                output: value.clone(),
                error: Some(error),
                is_skipped: false,
                timing,
                vars: kept,
            },
        );
        self.board.leave(self.frame, node, &taken, message.with("error", value), vars);
    }

    fn fail(&mut self, node: NodeIndex, mut error: NodeError, vars: Variables) {
        self.locate(&self.run.program.nodes[node], &mut error);
        self.end = Some(Ended { end: RegionEnd::Failed(error), vars });
    }

    /// Notes where an error came from: the first node that failed knows best.
    fn locate(&self, plan: &NodePlan, error: &mut NodeError) {
        error.node.get_or_insert_with(|| plan.id.to_string());
        if error.stack.is_empty() {
            let mut path = String::new();
            self.frame.write_path(&self.run.program, &mut path);
            path.push_str(&plan.id);
            error.stack = path.rsplit('/').map(ToOwned::to_owned).collect();
        }
    }

    fn tell_skipped(&mut self) {
        for node in self.board.take_skipped() {
            self.run.count_end(StepStatus::Skipped);
            self.run.tally_quietly(|tally| tally.count(node, StepStatus::Skipped, None));
        }
    }

    /// Stops what is still running, and says what the region came to.
    async fn finish(mut self) -> Ended {
        let end = self.end.take().or_else(|| self.cancelled.take());
        if let Some(ended) = end {
            if let Some(own) = &self.own {
                own.cancel();
            }
            while self.active.next().await.is_some() {}
            return ended;
        }
        let (message, vars) = self.board.result(self.frame).unwrap_or_default();
        Ended { end: RegionEnd::Completed(message), vars }
    }
}

/// Lets other tasks run, and tells what is due.
async fn breathe(run: &Run) {
    run.tally(|_| ());
    let _busy = run.idle.busy();
    tokio::task::yield_now().await;
}

fn run_pure(it: &Arc<Activation>) -> Result<Outcome, NodeError> {
    let plan = it.plan();
    if it.run.rehearsal.as_ref().is_some_and(|rehearsal| rehearsal.covers(plan)) {
        return rehearse::answer(it);
    }
    let (Behaviour::Pure(behaviour) | Behaviour::Mixed(behaviour, _)) = &plan.node.behaviour else {
        return Err(NodeError::new(ErrorKind::INTERNAL, "A node that awaits was run in place; please report it."));
    };
    let side = Side(Arc::clone(it));
    let ctx = Ctx::new(&side);
    match &plan.config {
        ConfigPlan::Fixed(config) => behaviour(&ctx, config, &it.message),
        ConfigPlan::Rendered(_) => behaviour(&ctx, &perform::prepare(it)?, &it.message),
    }
}

/// Tells of a pure node at once, or keeps what is needed to tell of it at the end.
fn tell_pure(it: &Arc<Activation>, duration_us: u64, result: &Result<Outcome, NodeError>) {
    let run = &it.run;
    let (node, started_at) = (it.node, it.started_at);
    if run.tells_in_full(node) {
        let config = run.rehearsal.as_ref().and_then(|_| rehearse::configuration(it));
        let step = pure_step(run, &it.frame, node, Pure { started_at, duration_us, result: result.clone() });
        run.tell_step(Step { config, ..step });
        return;
    }
    let (frame, result) = (Arc::clone(&it.frame), result.clone());
    let pure = Pure { started_at, duration_us, result };
    run.trail.keep(node, StepKind::Node, move |run| pure_step(run, &frame, node, pure));
}

/// One execution of a pure node.
struct Pure {
    started_at: i64,
    duration_us: u64,
    result: Result<Outcome, NodeError>,
}

fn pure_step(run: &Run, frame: &Frame, node: NodeIndex, pure: Pure) -> Step {
    let plan = &run.program.nodes[node];
    let Pure { started_at, duration_us, result } = pure;
    let status = StepStatus::of(&result);
    let (outcome, error) = match result {
        Ok(outcome) => (Some(outcome), None),
        Err(error) => (None, Some(error)),
    };
    let (port, output) = outcome.map(|outcome| (outcome.port, outcome.output)).unzip();
    Step {
        key: key_of(run, frame, plan),
        kind: StepKind::Node,
        node: plan.id.clone(),
        node_type: plan.type_id.clone(),
        status,
        port,
        attempt: 1,
        started_at,
        duration_us,
        output: output.unwrap_or_default(),
        error,
        config: None,
        item: None,
        journaled: false,
    }
}

fn key_of(run: &Run, frame: &Frame, plan: &NodePlan) -> String {
    let mut key = String::new();
    frame.write_path(&run.program, &mut key);
    key.push_str(&plan.key);
    key
}

/// The message and variables an activation ends with, without a copy where nobody else holds them.
pub(crate) fn take(it: Arc<Activation>) -> (Message, Variables) {
    match Arc::try_unwrap(it) {
        Ok(it) => (it.message, it.vars.into_inner()),
        Err(it) => (it.message.clone(), it.vars.lock().clone()),
    }
}

/// What a node that was stopped answers.
pub(crate) fn cancelled() -> NodeError {
    NodeError::new(ErrorKind::CANCELLED, "The run was stopped before this node ended.")
}
