//! One of a control node's bodies, run to its end.

use std::sync::Arc;

use node_sdk::{RegionEnd, RegionOutcome, RegionSpec};
use tokio_util::sync::CancellationToken;

use super::GRACE;
use super::activation::Activation;
use super::driver::{self, Ended};
use super::frame::{Frame, InnerSpec};
use super::variables::Variables;
use crate::program::RegionIndex;

/// Runs what hangs on a port of the node.
pub(crate) async fn run(it: &Arc<Activation>, spec: RegionSpec) -> RegionOutcome {
    let message = spec.message.clone().unwrap_or_else(|| it.message.clone());
    let before = if spec.isolated { it.vars.lock().clone() } else { std::mem::take(&mut *it.vars.lock()) };
    let Some(region) = it.plan().port(&spec.port).and_then(|port| port.region) else {
        let vars = Arc::new(before.clone());
        *it.vars.lock() = before;
        return RegionOutcome { end: RegionEnd::Completed(message), vars };
    };
    let (isolated, shielded, stop) = (spec.isolated, spec.shielded, spec.stop.clone());
    let frame = Arc::new(Frame::inner(&it.frame, &it.run.program, place(it, region, spec), &before));
    let entering = Variables { job: before.job, step: Arc::default() };
    let ended = if shielded {
        shield(it, &frame, message, entering).await
    } else {
        driver::drive(&it.run, &frame, message, entering, stop.as_ref().unwrap_or(&it.stop)).await
    };
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
