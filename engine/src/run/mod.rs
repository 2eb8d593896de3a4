//! Running a program: one run is one task.

mod activation;
mod board;
pub mod debug;
mod driver;
mod frame;
mod idle;
mod large;
mod ledger;
mod mask;
mod opened;
mod origins;
mod perform;
mod region;
mod rehearse;
pub(crate) mod replay;
mod scope;
mod shared;
pub(crate) mod site;
mod tally;
mod trail;
mod variables;

use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::FutureExt;
use node_sdk::{ErrorKind, Map, Message, NodeError, RegionEnd, Services, Target, Value};
use tokio_util::sync::CancellationToken;

use self::debug::Debugger;
use self::driver::Ended;
use self::frame::Frame;
use self::ledger::Ledger;
use self::replay::Replay;
use self::shared::{Parts, Run};
use crate::document::Durability;
use crate::events::{Observer, Report, RunStatus};
use crate::journal::{self, Journal, RunId};
use crate::program::Program;

pub use rehearse::Rehearsal;
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
    /// When the run first started, in milliseconds since 1970; now where absent. Its time limit counts
    /// from then.
    pub started_at: Option<i64>,
    /// What is not really done.
    pub rehearsal: Option<Rehearsal>,
    /// The id of the start to begin at, where the flow has several; see [`Program::entry`].
    pub at: Option<String>,
    /// The machine its nodes work on, where they name no other.
    pub target: Option<Target>,
}

impl Start {
    /// A fresh run without parameters.
    pub fn new(run_id: RunId) -> Self {
        Self {
            run_id,
            parameters: Map::default(),
            input: Value::Null,
            flow_id: None,
            resume: false,
            started_at: None,
            rehearsal: None,
            at: None,
            target: None,
        }
    }
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
    /// A run that waits for longer than this is given back, to be resumed when it is time. Never where absent.
    pub park_after: Option<Duration>,
    /// Holds the run where somebody wants to look.
    pub debugger: Option<Arc<Debugger>>,
}

/// How an execution ended.
#[derive(Debug)]
pub enum Execution {
    /// The run is over.
    Ended(Report),
    /// The run only waits, and is to be executed again, resumed, when it is time.
    Parked {
        /// When, in milliseconds since 1970; earlier, if what it waits for has come.
        wake_at: i64,
    },
}

/// What a flow sees as `run`: `id`, and `url`, where people see it, or `null`.
fn about_run(id: RunId, services: &Services) -> Value {
    let id = id.to_string();
    let url = services.notices.run_address(&id);
    Value::object([("id", id.into()), ("url", url.into())])
}

/// Runs a program to its end, or until it only waits. To leave a run for a later process to resume,
/// drop the future.
///
/// # Errors
/// Only if the journal cannot be read or written. The run is not over then: once the journal
/// works again, it can be resumed.
pub async fn execute(
    program: Arc<Program>,
    start: Start,
    environment: Environment,
) -> Result<Execution, journal::Error> {
    let Start { run_id, parameters, input, flow_id, resume, started_at, rehearsal, at, target } = start;
    let Environment { services, journal, observer, cancel, durability, park_after, debugger } = environment;
    let records = if resume { journal.load(run_id).await? } else { Vec::new() };
    let (services, opened) = opened::for_run(services, run_id);
    let started_at = started_at.unwrap_or_else(|| services.clock.now());
    let deadline = started_at.saturating_add(millis(program.timeout));
    let run = Arc::new(Run::new(Parts {
        about_run: about_run(run_id, &services),
        about_flow: Value::object([("id", flow_id.into()), ("name", program.name.clone().into())]),
        target: target.map(Arc::new),
        started_at,
        entry: program.entry(at.as_deref()),
        program,
        id: run_id,
        parameters,
        services,
        ledger: Ledger::new(journal, run_id, durability),
        replay: Replay::new(records),
        debugger,
        rehearsal,
        observer,
    }));
    let limits = Limits { cancel, deadline, park_after: park_after.filter(|_| durability != Durability::Memory) };
    let done = drive(&run, Message::from(input), &limits).await;
    run.tell_last();
    run.flush();
    opened.close().await;
    run.ledger.settle().await?;
    Ok(match done {
        Done::Parked { wake_at } => Execution::Parked { wake_at },
        Done::Over(ended, stopped) => Execution::Ended(report(&run, ended, stopped)),
    })
}

/// What ends a run from outside.
struct Limits {
    cancel: CancellationToken,
    /// Milliseconds since 1970.
    deadline: i64,
    park_after: Option<Duration>,
}

/// How driving the whole flow ended.
enum Done {
    /// Its end, and why it was stopped, if it was.
    Over(Option<Ended>, Option<RunStatus>),
    Parked {
        wake_at: i64,
    },
}

async fn drive(run: &Arc<Run>, message: Message, limits: &Limits) -> Done {
    let given = run.rehearsal.iter().flat_map(|rehearsal| &rehearsal.variables);
    let vars = Variables::initial(run.program.variables.iter().chain(given));
    let frame = Arc::new(Frame::root(&run.program, &vars));
    let whole = driver::drive(run, &frame, message, vars, &run.stop);
    tokio::pin!(whole);
    // Noted before the first look at what is waited for.
    let _deadline = run.idle.timer(limits.deadline);
    let stopped = async {
        tokio::select! {
            biased;
            () = limits.cancel.cancelled() => RunStatus::Cancelled,
            () = run.wait_until(limits.deadline) => RunStatus::TimedOut,
        }
    };
    tokio::pin!(stopped);
    // Asked first, so that a run that was stopped before a restart does nothing new after it.
    let mut early = if run.replay.is_empty() { None } else { (&mut stopped).now_or_never() };
    if early.is_none() {
        tokio::select! {
            biased;
            done = park(run, &mut whole, limits.park_after) => return done,
            status = &mut stopped => early = Some(status),
        }
    }
    run.stop.cancel();
    if let Ok(ended) = tokio::time::timeout(GRACE, &mut whole).await {
        return Done::Over(Some(ended), early);
    }
    run.grace.cancel();
    Done::Over(None, early)
}

/// Drives until the end, or until everything waits for a moment that is far off.
async fn park(run: &Run, whole: &mut Pin<&mut impl Future<Output = Ended>>, park_after: Option<Duration>) -> Done {
    std::future::poll_fn(|context| {
        if let Poll::Ready(ended) = whole.as_mut().poll(context) {
            return Poll::Ready(Done::Over(Some(ended), None));
        }
        let Some(patience) = park_after.filter(|_| run.idle.is_waiting()) else { return Poll::Pending };
        let far = run.services.clock.now().saturating_add(millis(patience));
        match run.idle.due() {
            Some(wake_at) if wake_at >= far => Poll::Ready(Done::Parked { wake_at }),
            _ => Poll::Pending,
        }
    })
    .await
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
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
            let said = end.result.get("message").filter(|said| said.as_str().is_some()).unwrap_or(&end.result);
            let text = format!("The flow ended as failed: {}", said.to_text());
            (RunStatus::Failed, end.result, Some(NodeError::failed(ErrorKind::CUSTOM, text)))
        }
    }
}
