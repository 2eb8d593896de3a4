//! One of a control node's bodies, run to its end.

use std::sync::Arc;
use std::time::Instant;

use node_sdk::{NodeError, RegionEnd, RegionOutcome, RegionSpec, Str, Value};
use tokio_util::sync::CancellationToken;

use super::GRACE;
use super::activation::Activation;
use super::driver::{self, Ended};
use super::frame::{Frame, InnerSpec};
use super::perform::micros;
use super::shared::Run;
use super::variables::Variables;
use crate::events::{Step, StepKind, StepStatus};
use crate::program::{NodeIndex, RegionIndex};

/// Runs what hangs on a port of the node.
pub(crate) async fn run(it: &Arc<Activation>, spec: RegionSpec) -> RegionOutcome {
    let message = spec.message.clone().unwrap_or_else(|| it.message.clone());
    let before = if spec.isolated { it.vars.lock().clone() } else { std::mem::take(&mut *it.vars.lock()) };
    let Some(region) = it.plan().port(&spec.port).and_then(|port| port.region) else {
        let vars = Arc::new(before.clone());
        *it.vars.lock() = before;
        return RegionOutcome { end: RegionEnd::Completed(message), vars };
    };
    let (isolated, shielded, stop, port) = (spec.isolated, spec.shielded, spec.stop.clone(), spec.port.clone());
    let frame = Arc::new(Frame::inner(&it.frame, &it.run.program, place(it, region, spec), &before));
    let entering = Variables { job: before.job, step: Arc::default() };
    let since = it.run.is_watched().then(|| (it.run.services.clock.now(), Instant::now()));
    let ended = if shielded {
        shield(it, &frame, message, entering).await
    } else {
        driver::drive(&it.run, &frame, message, entering, stop.as_ref().unwrap_or(&it.stop)).await
    };
    if let Some((started_at, since)) = since {
        tell(it, &frame, &port, Told { started_at, duration_us: micros(since), end: ended.end.clone() });
    }
    let left = Variables { job: ended.vars.job, step: before.step };
    if isolated {
        return RegionOutcome { end: ended.end, vars: Arc::new(left) };
    }
    *it.vars.lock() = left;
    thread_local! { static NOTHING: node_sdk::Vars = Arc::new(()); }
    RegionOutcome { end: ended.end, vars: NOTHING.with(Arc::clone) }
}

fn place(it: &Activation, region: RegionIndex, spec: RegionSpec) -> InnerSpec {
    let bodies = it.plan().ports.iter().filter(|port| port.region.is_some()).count();
    InnerSpec {
        region,
        node: it.node,
        attempt: it.attempt,
        port: (bodies > 1).then_some(spec.port),
        round: spec.round,
        locals: spec.locals,
    }
}

/// Clean-up goes on although the node is being stopped, but not for ever.
async fn shield(it: &Activation, frame: &Arc<Frame>, message: node_sdk::Message, vars: Variables) -> Ended {
    let stop: CancellationToken = it.run.grace.child_token();
    let body = driver::drive(&it.run, frame, message, vars, &stop);
    tokio::pin!(body);
    let patience = async {
        it.stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        biased;
        ended = &mut body => return ended,
        () = patience => stop.cancel(),
    }
    body.await
}

/// One execution of a body.
struct Told {
    started_at: i64,
    duration_us: u64,
    end: RegionEnd,
}

/// Tells of a body at once, or keeps what is needed to tell of it at the end. Those that failed are what people look
/// for, so they are told wherever they are.
fn tell(it: &Activation, frame: &Arc<Frame>, port: &Str, told: Told) {
    let (run, node) = (&it.run, it.node);
    let is_told = run.trail.is_early(node, StepKind::Region);
    if is_told || (matches!(told.end, RegionEnd::Failed(_)) && run.trail.is_rare(node)) {
        return run.tell_step(step(run, frame, (node, port.clone()), told));
    }
    let (frame, port) = (Arc::clone(frame), port.clone());
    run.trail.keep(node, StepKind::Region, move |run| step(run, &frame, (node, port), told));
}

fn step(run: &Run, frame: &Frame, (node, port): (NodeIndex, Str), told: Told) -> Step {
    let plan = &run.program.nodes[node];
    let mut key = String::new();
    frame.write_path(&run.program, &mut key);
    let (output, error) = match told.end {
        RegionEnd::Completed(message) => (message.payload, None),
        RegionEnd::Failed(error) => (Value::Null, Some(error)),
        RegionEnd::Broke { .. } | RegionEnd::Continued => (Value::Null, None),
    };
    Step {
        key,
        kind: StepKind::Region,
        node: plan.id.clone(),
        node_type: plan.type_id.clone(),
        status: error.as_ref().map_or(StepStatus::Completed, |error: &NodeError| StepStatus::of_error(error)),
        port: Some(port),
        attempt: 1,
        started_at: told.started_at,
        duration_us: told.duration_us,
        output,
        error,
        config: None,
        item: frame.item(),
        journaled: false,
    }
}
