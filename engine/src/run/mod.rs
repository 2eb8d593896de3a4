//! Running a program: one run is one task.

mod activation;
mod board;
mod driver;
mod frame;
mod mask;
mod perform;
mod replay;
mod shared;
mod tally;
mod variables;

use std::sync::Arc;
use std::time::Duration;

use node_sdk::{ErrorKind, Map, Message, NodeError, RegionEnd, Services, Value};
use tokio_util::sync::CancellationToken;

use self::driver::Ended;
use self::frame::Frame;
use self::replay::Replay;
use self::shared::{Parts, Run};
use crate::document::Durability;
use crate::events::{Observer, Report, RunStatus};
use crate::journal::{self, Journal, RunId};
use crate::program::Program;

pub(crate) use variables::Variables;

/// How long clean-up may take once a run is stopped.
const GRACE: Duration = Duration::from_secs(30);

/// What a run is started with.
pub struct Start {
    /// Identity of the run.
    pub run_id: RunId,
    /// Checked by [`Program::parameters`].
    pub parameters: Map,
    /// The message at the flow's start.
    pub input: Value,
    /// The flow's id, where it has one.
    pub flow_id: Option<String>,
    /// Whether the journal may hold what an earlier process did.
    pub resume: bool,
}

/// What a run works with.
pub struct Environment {
    /// For the nodes.
    pub services: Services,
    /// Where effects are recorded.
    pub journal: Arc<dyn Journal>,
    /// Who watches.
    pub observer: Arc<dyn Observer>,
    /// Cancels the run: clean-up runs, then everything stops.
    pub cancel: CancellationToken,
    /// What is written before the run goes on.
    pub durability: Durability,
}

/// Runs a program to its end. To leave a run for a later process to resume, drop the future.
///
/// # Errors
/// Only if the journal cannot be read or written. The run is not over then: once the journal
/// works again, it can be resumed.
pub async fn execute(program: Arc<Program>, start: Start, environment: Environment) -> Result<Report, journal::Error> {
    let Start { run_id, parameters, input, flow_id, resume } = start;
    let Environment { services, journal, observer, cancel, durability } = environment;
    let records = if resume { journal.load(run_id).await? } else { Vec::new() };
    let run = Arc::new(Run::new(Parts {
        about_run: Value::object([("id", run_id.to_string().into())]),
        about_flow: Value::object([("id", flow_id.into()), ("name", program.name.clone().into())]),
        program,
        id: run_id,
        parameters,
        services,
        durability,
        replay: Replay::new(records),
        journal,
        observer,
    }));
    let (ended, stopped) = drive(&run, Message::from(input), &cancel).await;
    run.flush();
    match run.fault() {
        Some(fault) => Err(fault),
        None => Ok(report(&run, ended, stopped)),
    }
}

/// Drives the whole flow; says why it was stopped, if it was.
async fn drive(run: &Arc<Run>, message: Message, cancel: &CancellationToken) -> (Option<Ended>, Option<RunStatus>) {
    let vars = Variables::initial(run.program.variables.iter());
    let frame = Arc::new(Frame::root(&run.program, &vars));
    let whole = driver::drive(run, &frame, message, vars, &run.stop);
    tokio::pin!(whole);
    let stopped = tokio::select! {
        biased;
        ended = &mut whole => return (Some(ended), None),
        () = cancel.cancelled() => RunStatus::Cancelled,
        () = tokio::time::sleep(run.program.timeout) => RunStatus::TimedOut,
    };
    run.stop.cancel();
    if let Ok(ended) = tokio::time::timeout(GRACE, &mut whole).await {
        return (Some(ended), Some(stopped));
    }
    run.grace.cancel();
    (None, Some(stopped))
}

fn report(run: &Run, ended: Option<Ended>, stopped: Option<RunStatus>) -> Report {
    let variables = ended.as_ref().map(|ended| ended.vars.clone()).unwrap_or_default();
    let (status, result, error) = verdict(run, ended.map(|ended| ended.end), stopped);
    let fields = variables.job.iter().map(|(name, variable)| (name.clone(), run.masker.value(&variable.value)));
    Report {
        status,
        result: run.masker.value(&result),
        error: error.map(|error| run.masker.error(&error)),
        variables: Value::object(fields),
        counts: run.counts(),
    }
}

fn verdict(run: &Run, end: Option<RegionEnd>, stopped: Option<RunStatus>) -> (RunStatus, Value, Option<NodeError>) {
    match (stopped, end) {
        (Some(RunStatus::TimedOut), _) => {
            let message = format!("The run was stopped after {} s, the flow's timeout.", run.program.timeout.as_secs());
            (RunStatus::TimedOut, Value::Null, Some(NodeError::new(ErrorKind::TIMEOUT, message)))
        }
        (Some(status), _) => {
            (status, Value::Null, Some(NodeError::new(ErrorKind::CANCELLED, "The run was cancelled.")))
        }
        (None, Some(RegionEnd::Completed(message))) => completed(run, message),
        (None, Some(RegionEnd::Failed(error))) => (RunStatus::Failed, Value::Null, Some(error)),
        (None, _) => {
            let message = "A break or continue was reached outside any loop. Move the node into a loop's body.";
            (RunStatus::Failed, Value::Null, Some(NodeError::new(ErrorKind::VALIDATION, message)))
        }
    }
}

fn completed(run: &Run, message: Message) -> (RunStatus, Value, Option<NodeError>) {
    match run.end() {
        None => (RunStatus::Completed, message.payload, None),
        Some(end) if !end.failed => (RunStatus::Completed, end.result, None),
        Some(end) => {
            let text = format!("The flow ended as failed: {}", end.result.to_text());
            (RunStatus::Failed, end.result, Some(NodeError::failed(ErrorKind::CUSTOM, text)))
        }
    }
}
