//! Executes one run to its end, from its start or from where an earlier process left it.

use std::sync::Arc;
use std::time::Duration;

use engine::debug::{Debugger, Saved};
use engine::{Durability, Environment, Execution, Observer, Program, Report, RunStatus, Start};
use node_sdk::{Clock, ErrorKind, Map, NodeError, Notices, Services, Value};
use tokio_util::sync::CancellationToken;

use super::active::Active;
use super::call::Calls;
use super::debug::{self, Pauses};
use super::options::Options;
use super::queue::{Claimed, Claimer, Finish, Park, Queue};
use super::sessions::Recorder;
use super::store::{Ending, RunRow};
use super::view::ErrorView;
use super::{Error, secrets, trace};
use crate::approvals::Desk;
use crate::artifacts::Files;
use crate::credentials::Vault;
use crate::flows::{self, Checked, Programs};
use crate::globals::Cache;
use crate::journal::{Hold, OfRun, Operation, TAKEN_OVER, Writer};
use crate::keys::Keys;
use crate::live::{Hub, RunObserver, Topic, run_event};
use crate::notifications::{self, Message, Preferences};
use crate::store::Store;
use crate::targets::Inventory;
use crate::web::iso;
use crate::wire::{of_word, word};

const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What runs are executed with.
pub struct Runner {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// For secret parameters.
    pub keys: Arc<Keys>,
    /// For documents.
    pub programs: Arc<Programs>,
    /// For what runs write.
    pub writer: Writer,
    /// For those who watch.
    pub hub: Arc<Hub>,
    /// For the nodes.
    pub services: Services,
    /// What sends messages to people, before anything is written down about it.
    pub courier: Arc<dyn Notices>,
    /// Where people are asked.
    pub desk: Arc<Desk>,
    /// How many runs may go on and wait.
    pub queue: Queue,
    /// What is executed now.
    pub active: Active,
    /// Variables that all runs share.
    pub globals: Arc<Cache>,
    /// Files kept with runs.
    pub files: Arc<Files>,
    /// The machines there are.
    pub inventory: Arc<Inventory>,
    /// What opens credentials.
    pub vault: Arc<Vault>,
    /// Who wants a mail when a run of theirs ends.
    pub preferences: Preferences,
    /// What connections were used for.
    pub sessions: Arc<Recorder>,
}

/// Who executes the runs that a run calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callees {
    /// Whoever executes runs of the queue.
    Queued,
    /// This process, beside the run: nobody looks at the queue.
    InPlace,
}

/// A run to execute.
pub struct Job {
    /// The run.
    pub claimed: Claimed,
    /// Stops it.
    pub cancel: CancellationToken,
    /// Somebody else who watches.
    pub also: Option<Arc<dyn Observer>>,
    /// Who executes the runs that it calls.
    pub callees: Callees,
}

/// What is known of a run before it is executed.
struct Plan {
    program: Arc<Program>,
    parameters: Map,
    input: Value,
    durability: Durability,
    has_secrets: bool,
}

impl Runner {
    /// Executes a run until it is over, or has nothing to do but to wait. Dropped, it leaves the run for a
    /// later process.
    ///
    /// # Errors
    /// If the database cannot say what to run, or another process took the run over.
    pub async fn execute(self: &Arc<Self>, job: Job) -> Result<Execution, Error> {
        let id = job.claimed.id;
        let topic = self.hub.open(id);
        let outcome = match self.outcome(&job, &topic).await {
            Ok(Execution::Ended(report)) => {
                self.finish(&job.claimed, &topic, &report).await.map(|()| Execution::Ended(report))
            }
            Ok(Execution::Parked { wake_at }) => {
                self.park(&job.claimed, &topic, Some(wake_at)).await.map(|()| Execution::Parked { wake_at })
            }
            Err(error) => Err(error),
        };
        self.hub.close(id);
        outcome
    }

    /// Who claims a run now, under a name.
    pub(super) fn claimer(&self, worker: &str) -> Claimer {
        let now = self.clock.now();
        Claimer { worker: worker.to_owned(), now, lease_until: now.saturating_add(self.queue.lease_ms()) }
    }

    async fn outcome(self: &Arc<Self>, job: &Job, topic: &Arc<Topic>) -> Result<Execution, Error> {
        let claimed = &job.claimed;
        if claimed.row.cancelled_at.is_some() {
            job.cancel.cancel();
        }
        if !self.queue.is_alone {
            self.globals.refresh().await?;
            self.inventory.catch_up().await?;
        }
        let row = &claimed.row.row;
        let started_at = row.started_at.unwrap_or_else(|| self.clock.now());
        topic.publish(&run_event(RunStatus::Running, iso(started_at), None, None));
        self.hub.list_changed(|| row.clone());
        match self.plan(claimed).await? {
            Ok(plan) if claimed.resume && plan.durability == Durability::Memory => {
                Ok(Execution::Ended(failed(forgotten())))
            }
            Ok(plan) => self.run(job, topic, plan).await,
            Err(error) => Ok(Execution::Ended(failed(error))),
        }
    }

    /// What to run, or why it cannot be run any more.
    async fn plan(&self, claimed: &Claimed) -> Result<Result<Plan, NodeError>, Error> {
        let refuse = |message: String| Ok(Err(NodeError::new(ErrorKind::VALIDATION, message)));
        let row = &claimed.row;
        let checked = match self.checked(&row.document_hash).await? {
            Ok(checked) => checked,
            Err(problems) => return refuse(first("The flow cannot be read any more", &problems)),
        };
        let Some(program) = checked.program.clone() else {
            return refuse(first("The flow cannot run on this version", &checked.problems));
        };
        let sealed = row.sealed_parameters.as_deref();
        let parameters = match secrets::open(&self.keys, &row.row.id, &row.parameters, sealed) {
            Ok(parameters) => parameters,
            Err(error) => return refuse(format!("The secret parameters cannot be opened: {error}.")),
        };
        let input = serde_json::from_str(&row.input).unwrap_or_default();
        let durability = of_word(&row.durability).unwrap_or_default();
        Ok(Ok(Plan { program, parameters, input, durability, has_secrets: sealed.is_some() }))
    }

    /// A document that is kept, checked.
    pub(crate) async fn checked(&self, hash: &str) -> Result<Result<Arc<Checked>, Vec<engine::Problem>>, Error> {
        if let Some(checked) = self.programs.known(hash) {
            return Ok(Ok(checked));
        }
        let text = flows::store::document(&self.store, hash).await?;
        Ok(self.programs.check_text(text).await)
    }

    /// Runs the program; where the journal fails, again from the journal, until it works.
    async fn run(self: &Arc<Self>, job: &Job, topic: &Arc<Topic>, plan: Plan) -> Result<Execution, Error> {
        let (mut resume, mut pause) = (job.claimed.resume, SHORTEST_PAUSE);
        let mut saved = debug::store::parse(job.claimed.row.debug.as_deref())?;
        loop {
            let hold = self.writer.hold(job.claimed.claim);
            let debugger = self.debugger(job, saved).await?;
            let observer = self.observer(job, topic, &hold, &debugger, resume).await?;
            let journal = OfRun::new(self.store.clone(), hold, Arc::clone(&self.keys), plan.has_secrets);
            let Options { pins, start: at, target, .. } = Options::read(&job.claimed.row.options);
            let start = Start {
                run_id: job.claimed.id,
                parameters: plan.parameters.clone(),
                input: plan.input.clone(),
                flow_id: job.claimed.row.row.flow_id.clone(),
                resume,
                started_at: job.claimed.row.row.started_at,
                rehearsal: Options::rehearsal(pins),
                at,
                target: target.map(|target| self.inventory.renewed(target)),
            };
            let environment = Environment {
                services: self.services_for(job),
                journal: Arc::new(journal),
                observer: Arc::new(observer),
                cancel: job.cancel.clone(),
                durability: plan.durability,
                park_after: self.queue.park_after,
                debugger: Some(Arc::clone(&debugger)),
            };
            let error = match engine::execute(Arc::clone(&plan.program), start, environment).await {
                Ok(execution) => return Ok(execution),
                Err(error) if error.doing == TAKEN_OVER => return Err(Error::TakenOver),
                Err(error) if error.doing == "read" => return Ok(Execution::Ended(failed(unreadable(&error)))),
                Err(error) => error,
            };
            tracing::warn!(%error, "the run is held until the journal can be written again");
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = job.cancel.cancelled() => {}
            }
            (resume, pause) = (true, (pause * 2).min(LONGEST_PAUSE));
            saved = debugger.saved();
        }
    }

    /// What the nodes of a run work with.
    fn services_for(self: &Arc<Self>, job: &Job) -> Services {
        Services { flows: Arc::new(Calls::new(Arc::clone(self), job.callees)), ..self.services.clone() }
    }

    /// The debugger of a run, with all that was asked of it until now.
    async fn debugger(&self, job: &Job, saved: Saved) -> Result<Arc<Debugger>, Error> {
        let mut debugger = Debugger::new(saved);
        while self.active.debugged(job.claimed.id, job.claimed.claim, &debugger) {
            debugger = Debugger::new(debug::saved(&self.store, &job.claimed.row.row.id).await?);
        }
        Ok(debugger)
    }

    async fn observer(
        &self,
        job: &Job,
        topic: &Arc<Topic>,
        hold: &Hold,
        debugger: &Arc<Debugger>,
        resume: bool,
    ) -> Result<RunObserver, Error> {
        let pauses = Pauses {
            hold: hold.clone(),
            hub: Arc::clone(&self.hub),
            row: job.claimed.row.row.clone(),
            debugger: Arc::clone(debugger),
            clock: Arc::clone(&self.clock),
        };
        let observer = RunObserver::new(Arc::clone(topic), hold.clone(), job.also.clone(), pauses);
        if !resume {
            return Ok(observer);
        }
        let id = job.claimed.id.to_string();
        self.writer.apply(trace::Forget(hold.claim())).await?;
        let (last, logged) = (trace::last_log(&self.store, &id).await?, trace::logged(&self.store, &id).await?);
        Ok(observer.continuing(last, logged))
    }

    /// Writes down how the run ended, then tells everybody.
    async fn finish(&self, claimed: &Claimed, topic: &Arc<Topic>, report: &Report) -> Result<(), Error> {
        let error = report.error.clone().map(ErrorView::from);
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let counts = report.counts;
        let ending = Ending {
            status: word(&report.status),
            at: self.clock.now(),
            result: report.result.to_string(),
            error: error.as_ref().and_then(|error| serde_json::to_string(error).ok()),
            variables: report.variables.to_string(),
            nodes: nodes(topic),
            steps: (count(counts.completed), count(counts.failed), count(counts.skipped)),
        };
        let messages = self.messages(claimed, report.status).await;
        let finish = || Finish { claim: claimed.claim, ending: ending.clone(), messages: messages.clone() };
        let has_parent = self.write(finish).await.ok_or(Error::TakenOver)?;
        if has_parent {
            self.active.wake_for_parked();
        }
        let result = (!report.result.is_null()).then(|| crate::wire::preview(report.result.clone()).0);
        topic.publish(&run_event(report.status, iso(ending.at), error, result));
        self.hub.list_changed(|| ended(claimed.row.row.clone(), ending));
        Ok(())
    }

    /// Whom to tell of the end; a run that another one started leaves it to that. A flow that cannot be read any more names nobody.
    async fn messages(&self, claimed: &Claimed, status: RunStatus) -> Vec<Message> {
        let row = &claimed.row.row;
        let checked = self.checked(&claimed.row.document_hash).await.ok().and_then(Result::ok);
        let rules = checked.as_ref().map(|checked| checked.notify.as_slice()).unwrap_or_default();
        match row.parent_run {
            Some(_) => Vec::new(),
            None => notifications::for_run(&row.created_by, status, rules, self.preferences.of(&row.created_by)),
        }
    }

    /// Puts a run away that only waits.
    async fn park(&self, claimed: &Claimed, topic: &Topic, until: Option<i64>) -> Result<(), Error> {
        let (claim, signals, now) = (claimed.claim, claimed.row.signals, self.clock.now());
        let nodes = nodes(topic);
        let is_ours = self.write(|| Park { claim, signals, until, now, nodes: nodes.clone() }).await;
        self.active.wake_for_parked();
        if is_ours { Ok(()) } else { Err(Error::TakenOver) }
    }

    /// What became of a run must be known: tries until it is written.
    async fn write<O: Operation>(&self, operation: impl Fn() -> O) -> O::Answer {
        let mut pause = SHORTEST_PAUSE;
        loop {
            match self.writer.apply(operation()).await {
                Ok(answer) => return answer,
                Err(error) => tracing::error!(%error, "the end of the run could not be written; trying again"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Marks a run as failed whose execution broke down.
    pub(super) async fn give_up(&self, claimed: &Claimed, reason: &str) {
        let id = claimed.id;
        tracing::error!(run_id = %id, reason, "the run broke down");
        let message = "The engine broke one of its own rules. Please report it, with the flow and the server's log.";
        let topic = self.hub.open(id);
        let report = failed(NodeError::new(ErrorKind::INTERNAL, message));
        if let Err(error) = self.finish(claimed, &topic, &report).await {
            tracing::error!(run_id = %id, %error, "the run's end could not be written");
        }
        self.hub.close(id);
    }
}

/// How all nodes of a run stand, as JSON.
fn nodes(topic: &Topic) -> String {
    let nodes = topic.look(|_, state| state.and_then(|state| serde_json::to_string(&state.nodes).ok()));
    nodes.unwrap_or_else(|| "{}".into())
}

/// How a list shows a run that ended.
fn ended(row: RunRow, ending: Ending) -> RunRow {
    let (steps_completed, steps_failed, steps_skipped) = ending.steps;
    RunRow {
        status: ending.status,
        finished_at: Some(ending.at),
        error: ending.error,
        steps_completed,
        steps_failed,
        steps_skipped,
        ..row
    }
}

fn failed(error: NodeError) -> Report {
    Report {
        status: RunStatus::Failed,
        result: Value::Null,
        error: Some(error),
        variables: Value::Object(Arc::default()),
        counts: engine::Counts::default(),
    }
}

fn forgotten() -> NodeError {
    let message = "OpsConductor stopped while this run was going on, and the flow's durability is `memory`, so it is \
                   not known how far it came. Check its targets, then start it again.";
    NodeError::new(ErrorKind::INTERRUPTED, message)
}

fn unreadable(error: &engine::journal::Error) -> NodeError {
    NodeError::new(ErrorKind::INTERNAL, format!("The run cannot be resumed: {error}."))
}

fn first(what: &str, problems: &[engine::Problem]) -> String {
    let problem = problems.iter().find(|problem| problem.is_error());
    format!("{what}: {}", problem.map_or("it has problems.", |problem| problem.message.as_str()))
}

impl From<flows::Refused> for Error {
    fn from(refused: flows::Refused) -> Self {
        Self::Flow(refused.into())
    }
}
