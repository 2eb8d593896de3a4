//! Effects and control nodes: replay, retries, timeout, cancel, and the journal around each effect.

use std::sync::Arc;
use std::time::{Duration, Instant};

use node_sdk::{Behaviour, Ctx, ErrorKind, Kind, NodeError, Outcome, Prepared, Value};
use tokio_util::sync::CancellationToken;

use super::activation::{Activation, Side};
use super::driver::{Finished, cancelled, take};
use super::replay::{self, Known};
use super::{large, millis, site};
use crate::events::{Step, StepKind, StepStatus};
use crate::journal::Record;
use crate::program::ConfigPlan;

/// What was run, how it ended, when it started (milliseconds since 1970) and how long it took (microseconds).
type Attempt = (Arc<Activation>, Result<Outcome, NodeError>, (i64, u64));

/// Runs a node until it succeeds or its attempts are used up.
pub(crate) async fn perform(mut it: Activation) -> Finished {
    let stop = it.stop.clone();
    loop {
        let (ended, result, timing) = attempt(it).await;
        let node = ended.node;
        let again = result.as_ref().err().and_then(|error| delay_before_retry(&ended, error));
        let Some(delay) = again else {
            let (message, vars) = take(ended);
            return Finished { node, message, vars, result, timing: Some(timing) };
        };
        let is_stopped = pause(&ended, delay, &stop).await;
        it = ended.again(&stop);
        if is_stopped {
            let (message, vars) = (it.message, it.vars.into_inner());
            return Finished { node, message, vars, result: Err(cancelled()), timing: Some(timing) };
        }
    }
}

/// Waits before the next attempt; what was waited for already counts after a restart. True if the node is stopped.
async fn pause(it: &Activation, delay: Duration, stop: &CancellationToken) -> bool {
    let now = it.run.services.clock.now();
    let due = it.run.fix(it.choice("again"), &mut || Value::Int(now.saturating_add(millis(delay))));
    tokio::select! {
        biased;
        () = stop.cancelled() => true,
        () = it.run.wait_until(due.as_int().unwrap_or(now)) => false,
    }
}

fn delay_before_retry(it: &Activation, error: &NodeError) -> Option<Duration> {
    let retry = it.plan().retry?;
    let is_final = [ErrorKind::CANCELLED, ErrorKind::INTERNAL, ErrorKind::NOT_PERMITTED].contains(&error.kind);
    if is_final || it.attempt > retry.count {
        return None;
    }
    Duration::try_from_secs_f64(retry.delay).ok()
}

async fn attempt(it: Activation) -> Attempt {
    if it.plan().kind == Kind::Effect {
        return effect(it).await;
    }
    let at = it.run.services.clock.now();
    let (it, since) = (begin(it, at), Instant::now());
    let result = control(&it).await;
    let duration = micros(since);
    end(&it, &result, duration);
    (it, result, (at, duration))
}

async fn effect(it: Activation) -> Attempt {
    let key = it.key();
    let known = it.run.replay.get(&key);
    if let Known::Ended(finished) = known {
        tell_again(&it, &key, &finished);
        return (Arc::new(it), finished.result, (finished.started_at, finished.duration_us));
    }
    let begun = match known {
        Known::Begun(at) => Some(at),
        _ => None,
    };
    let at = begun.unwrap_or_else(|| it.run.services.clock.now());
    let it = begin(it, at);
    let run = Arc::clone(&it.run);
    let _busy = run.idle.busy();
    tell(&it, &key, at, 0, None);
    let since = Instant::now();
    let result = match begun {
        Some(_) if !it.plan().repeatable => Err(interrupted()),
        _ if it.stop.is_cancelled() => Err(cancelled()),
        _ => run_effect(&it, begun.is_none(), &key).await,
    };
    let duration = micros(since);
    let result = finish_record(&it, key, duration, result);
    end(&it, &result, duration);
    (it, result, (at, duration))
}

/// What a replayed effect came to counts as before.
fn tell_again(it: &Activation, key: &str, finished: &replay::Finished) {
    tell(it, key, finished.started_at, finished.duration_us, Some(&finished.result));
    let (status, message) = summary(&finished.result);
    it.run.count_end(status);
    it.run.tally_quietly(|tally| tally.count(it.node, status, message));
}

async fn run_effect(it: &Arc<Activation>, is_first: bool, key: &str) -> Result<Outcome, NodeError> {
    if is_first {
        it.run.begin(Record::Started { key: key.to_owned(), at: it.started_at }, it.plan().repeatable).await?;
    } else {
        it.run.settle().await?;
    }
    let deadline = it.plan().timeout.map(|timeout| it.started_at.saturating_add(millis(timeout)));
    let outcome = tokio::select! {
        biased;
        () = it.stop.cancelled() => return Err(cancelled()),
        result = own(it) => result?,
        () = stopped_late(it, deadline) => return Err(timed_out(it)),
    };
    large::put_aside(it, outcome).await
}

/// Notes how the effect ended. Whatever depends on it settles first.
fn finish_record(
    it: &Arc<Activation>,
    key: String,
    duration_us: u64,
    result: Result<Outcome, NodeError>,
) -> Result<Outcome, NodeError> {
    if it.run.ledger.fault().is_some() {
        return result;
    }
    let plan = it.plan();
    let result = result.map_err(|mut error| {
        error.node.get_or_insert_with(|| plan.id.to_string());
        error
    });
    if it.run.ledger.is_kept() {
        it.run.ledger.add(Record::Finished {
            key,
            node: plan.id.to_string(),
            node_type: plan.type_id.to_string(),
            attempt: it.attempt,
            started_at: it.started_at,
            duration_us,
            result: result.clone(),
        });
    }
    result
}

/// The node's work, on each machine it is to be done on.
async fn own(it: &Arc<Activation>) -> Result<Outcome, NodeError> {
    it.aim()?;
    match it.machines.get() {
        Some(machines) if machines.len() > 1 => site::on_each(it, machines).await,
        _ => single(it).await,
    }
}

/// The node's work on one machine. What it comes to shows nothing of the credentials it opened.
pub(crate) async fn single(it: &Arc<Activation>) -> Result<Outcome, NodeError> {
    let result = code(it).await;
    if !it.secrets.has_secrets() {
        return result;
    }
    match result {
        Ok(outcome) => Ok(Outcome { output: it.secrets.value(&outcome.output), ..outcome }),
        Err(error) => Err(it.secrets.error(&error)),
    }
}

/// The node's own code.
async fn code(it: &Arc<Activation>) -> Result<Outcome, NodeError> {
    let config = prepare(it)?;
    let side = Side(Arc::clone(it));
    let ctx = Ctx::new(&side);
    match &it.plan().node.behaviour {
        Behaviour::Active(behaviour) | Behaviour::Mixed(_, behaviour) => behaviour(&ctx, &config, &it.message).await,
        Behaviour::Pure(behaviour) => behaviour(&ctx, &config, &it.message),
    }
}

/// Runs a control node within its timeout. It ends its bodies itself, so that their clean-up runs.
async fn control(it: &Arc<Activation>) -> Result<Outcome, NodeError> {
    let Some(timeout) = it.plan().timeout else { return own(it).await };
    let (began, now) = (it.choice("began"), it.started_at);
    let began = it.run.fix(began, &mut || Value::Int(now)).as_int().unwrap_or(now);
    let own = own(it);
    tokio::pin!(own);
    if it.run.replay.choice(&it.choice("timeout")).is_none() {
        tokio::select! {
            biased;
            result = &mut own => return result,
            () = deadline_passes(it, Some(began.saturating_add(millis(timeout)))) => {}
        }
        it.run.fix(it.choice("timeout"), &mut || true.into());
        it.run.settle().await?;
    }
    it.stop.cancel();
    let _ = own.await;
    Err(timed_out(it))
}

/// Waits for the deadline, and lets services know that the node will not go on.
async fn stopped_late(it: &Activation, deadline: Option<i64>) {
    deadline_passes(it, deadline).await;
    it.stop.cancel();
}

async fn deadline_passes(it: &Activation, deadline: Option<i64>) {
    match deadline {
        Some(due) => it.run.wait_until(due).await,
        None => std::future::pending().await,
    }
}

fn timed_out(it: &Activation) -> NodeError {
    let seconds = it.plan().timeout.unwrap_or_default().as_secs_f64();
    NodeError::new(ErrorKind::TIMEOUT, format!("The node was stopped after {seconds} s, its timeout."))
}

/// Renders and reads a configuration that is not the same for every execution.
pub(crate) fn prepare(it: &Arc<Activation>) -> Result<Prepared, NodeError> {
    it.aim()?;
    let plan = it.plan();
    let config = match &plan.config {
        ConfigPlan::Fixed(config) => return Ok(Arc::clone(config)),
        ConfigPlan::Rendered(compiled) => it.render(compiled)?,
    };
    let refuse = |field: &str, message: &str| {
        let place = if field.is_empty() { String::new() } else { format!(" in the field `{field}`") };
        NodeError::new(ErrorKind::VALIDATION, format!("The configuration does not fit{place}: {message}."))
    };
    let prepared = plan.node.prepare(&config).map_err(|error| refuse(&error.field, &error.message))?;
    match plan.node.check(&prepared).first() {
        Some(error) => Err(refuse(&error.field, error.message.trim_end_matches('.'))),
        None => Ok(prepared),
    }
}

/// Marks an activation as started.
fn begin(mut it: Activation, at: i64) -> Arc<Activation> {
    it.run.tally(|tally| tally.start(it.node, at));
    it.started_at = at;
    if let Some(timeout) = it.plan().timeout {
        it.deadline = Instant::now().checked_add(timeout);
        it.stop = it.stop.child_token();
    }
    Arc::new(it)
}

fn end(it: &Arc<Activation>, result: &Result<Outcome, NodeError>, duration_us: u64) {
    let (status, message) = summary(result);
    it.run.count_end(status);
    it.run.tally(|tally| tally.end(it.node, status, duration_us, message));
    if it.plan().kind == Kind::Effect || it.run.tells_in_full(it.node) {
        tell(it, &it.key(), it.started_at, duration_us, Some(result));
    }
}

fn summary(result: &Result<Outcome, NodeError>) -> (StepStatus, Option<String>) {
    (StepStatus::of(result), result.as_ref().err().map(|error| error.message.clone()))
}

/// Tells of a step; without a result, that it began.
fn tell(it: &Activation, key: &str, started_at: i64, duration_us: u64, result: Option<&Result<Outcome, NodeError>>) {
    if !it.run.is_watched() {
        return;
    }
    let plan = it.plan();
    let outcome = result.and_then(|result| result.as_ref().ok());
    it.run.tell_step(Step {
        key: key.to_owned(),
        kind: StepKind::Node,
        node: plan.id.clone(),
        node_type: plan.type_id.clone(),
        status: result.map_or(StepStatus::Running, StepStatus::of),
        port: outcome.map(|outcome| outcome.port.clone()),
        attempt: it.attempt,
        started_at,
        duration_us,
        output: outcome.map(|outcome| outcome.output.clone()).unwrap_or_default(),
        error: result.and_then(|result| result.as_ref().err().cloned()),
        config: None,
        item: None,
        journaled: plan.kind == Kind::Effect,
    });
}

fn interrupted() -> NodeError {
    let message = "OpsConductor stopped while this node was running, and it is not known whether its work was done. \
                   Check the target; if running it twice does no harm, mark the node as repeatable.";
    NodeError::new(ErrorKind::INTERRUPTED, message)
}

pub(crate) fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}
