//! Executes one run to its end, from its start or from where an earlier process left it.

use std::sync::Arc;
use std::time::Duration;

use engine::{Durability, Environment, Execution, Observer, Program, Report, RunId, RunStatus, Start};
use node_sdk::{Clock, ErrorKind, Map, NodeError, Services, Value};
use tokio_util::sync::CancellationToken;

use super::store::{self, DetailRow, Ending, RunRow};
use super::view::ErrorView;
use super::{Error, secrets, service, trace};
use crate::flows::{self, Programs};
use crate::journal::{OfRun, Writer};
use crate::keys::Keys;
use crate::live::{Hub, RunObserver, Topic, run_event};
use crate::store::Store;
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
}

/// A run to execute.
pub struct Job {
    /// The run.
    pub id: RunId,
    /// Whether an earlier process may have begun it.
    pub resume: bool,
    /// Stops it.
    pub cancel: CancellationToken,
    /// Somebody else who watches.
    pub also: Option<Arc<dyn Observer>>,
}

/// What is known of a run before it is executed.
struct Plan {
    row: RunRow,
    program: Arc<Program>,
    parameters: Map,
    input: Value,
    durability: Durability,
    has_secrets: bool,
}

impl Runner {
    /// Executes a run until it is over. Dropped, it leaves the run for a later process.
    ///
    /// # Errors
    /// If the database cannot say what to run, or be told how it ended.
    pub async fn execute(&self, job: Job) -> Result<Report, Error> {
        let topic = self.hub.open(job.id);
        let report = self.report(&job, &topic).await;
        let finished = match report {
            Ok(report) => self.finish(&job, &topic, &report).await.map(|()| report),
            Err(error) => Err(error),
        };
        self.hub.close(job.id);
        finished
    }

    async fn report(&self, job: &Job, topic: &Arc<Topic>) -> Result<Report, Error> {
        let id = job.id.to_string();
        let row = service::find(self, &id).await?;
        let details = store::details(&self.store, &id).await?.ok_or_else(|| Error::Unknown(id.clone()))?;
        if details.cancelled_at.is_some() {
            job.cancel.cancel();
        }
        let started_at = row.started_at.unwrap_or_else(|| self.clock.now());
        topic.publish(&run_event(RunStatus::Running, iso(started_at), None, None));
        self.hub.list_changed(row.clone().into());
        match self.plan(row, details).await? {
            Ok(plan) if job.resume && plan.durability == Durability::Memory => Ok(failed(forgotten())),
            Ok(plan) => self.run(job, topic, plan).await,
            Err(error) => Ok(failed(error)),
        }
    }

    /// What to run, or why it cannot be run any more.
    async fn plan(&self, row: RunRow, details: DetailRow) -> Result<Result<Plan, NodeError>, Error> {
        let refuse = |message: String| Ok(Err(NodeError::new(ErrorKind::VALIDATION, message)));
        let checked = match self.programs.check_text(details.document).await {
            Ok(checked) => checked,
            Err(problems) => return refuse(first("The flow cannot be read any more", &problems)),
        };
        let Some(program) = checked.program.clone() else {
            return refuse(first("The flow cannot run on this version", &checked.problems));
        };
        let sealed = details.sealed_parameters.as_deref();
        let parameters = match secrets::open(&self.keys, &row.id, &details.parameters, sealed) {
            Ok(parameters) => parameters,
            Err(error) => return refuse(format!("The secret parameters cannot be opened: {error}.")),
        };
        let input = serde_json::from_str(&details.input).unwrap_or_default();
        let durability = of_word(&details.durability).unwrap_or_default();
        let has_secrets = sealed.is_some();
        Ok(Ok(Plan { row, program, parameters, input, durability, has_secrets }))
    }

    /// Runs the program; where the journal fails, again from the journal, until it works.
    async fn run(&self, job: &Job, topic: &Arc<Topic>, plan: Plan) -> Result<Report, Error> {
        let (mut resume, mut pause) = (job.resume, SHORTEST_PAUSE);
        loop {
            let observer = self.observer(job, topic, resume).await?;
            let journal = OfRun::new(self.store.clone(), self.writer.clone(), Arc::clone(&self.keys), plan.has_secrets);
            let start = Start {
                run_id: job.id,
                parameters: plan.parameters.clone(),
                input: plan.input.clone(),
                flow_id: plan.row.flow_id.clone(),
                resume,
                started_at: plan.row.started_at,
                rehearsal: None,
            };
            let environment = Environment {
                services: self.services.clone(),
                journal: Arc::new(journal),
                observer: Arc::new(observer),
                cancel: job.cancel.clone(),
                durability: plan.durability,
                park_after: None,
                debugger: None,
            };
            let error = match engine::execute(Arc::clone(&plan.program), start, environment).await {
                Ok(Execution::Ended(report)) => return Ok(report),
                Ok(Execution::Parked { .. }) => return Ok(failed(unexpected_parking())),
                Err(error) if error.doing == "read" => return Ok(failed(unreadable(&error))),
                Err(error) => error,
            };
            tracing::warn!(%error, "the run is held until the journal can be written again");
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = job.cancel.cancelled() => {}
            }
            (resume, pause) = (true, (pause * 2).min(LONGEST_PAUSE));
        }
    }

    async fn observer(&self, job: &Job, topic: &Arc<Topic>, resume: bool) -> Result<RunObserver, Error> {
        let id = job.id.to_string();
        let observer = RunObserver::new(id.clone(), Arc::clone(topic), self.writer.clone(), job.also.clone());
        if !resume {
            return Ok(observer);
        }
        self.writer.flush().await;
        let mut tx = self.store.begin().await?;
        trace::forget(&mut tx, &id).await?;
        tx.commit().await?;
        let (last, logged) = (trace::last_log(&self.store, &id).await?, trace::logged(&self.store, &id).await?);
        Ok(observer.continuing(last, logged))
    }

    /// Writes down how the run ended, then tells everybody.
    async fn finish(&self, job: &Job, topic: &Arc<Topic>, report: &Report) -> Result<(), Error> {
        self.writer.flush().await;
        let error = report.error.clone().map(ErrorView::from);
        let nodes = topic.look(|_, state| state.and_then(|state| serde_json::to_string(&state.nodes).ok()));
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let (id, counts) = (job.id.to_string(), report.counts);
        let ending = Ending {
            status: word(&report.status),
            at: self.clock.now(),
            result: report.result.to_string(),
            error: error.as_ref().and_then(|error| serde_json::to_string(error).ok()),
            variables: report.variables.to_string(),
            nodes: nodes.unwrap_or_else(|| "{}".into()),
            steps: (count(counts.completed), count(counts.failed), count(counts.skipped)),
        };
        self.write_ending(&id, &ending).await;
        let result = (!report.result.is_null()).then(|| crate::wire::preview(report.result.clone()).0);
        topic.publish(&run_event(report.status, iso(ending.at), error, result));
        service::announce(self, &id).await
    }

    /// A run that is over must be known to be over: tries until it is written.
    async fn write_ending(&self, id: &str, ending: &Ending) {
        let mut pause = SHORTEST_PAUSE;
        while let Err(error) = self.try_ending(id, ending).await {
            tracing::error!(%error, "the end of the run could not be written; trying again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn try_ending(&self, id: &str, ending: &Ending) -> crate::store::Result<()> {
        let mut tx = self.store.begin().await?;
        store::finish(&mut tx, id, ending).await?;
        tx.commit().await
    }

    /// Marks a run as failed whose execution broke down.
    pub(super) async fn give_up(&self, id: RunId, reason: &str) {
        tracing::error!(run_id = %id, reason, "the run broke down");
        let message = "The engine broke one of its own rules. Please report it, with the flow and the server's log.";
        let job = Job { id, resume: false, cancel: CancellationToken::new(), also: None };
        let topic = self.hub.open(id);
        let report = failed(NodeError::new(ErrorKind::INTERNAL, message));
        if let Err(error) = self.finish(&job, &topic, &report).await {
            tracing::error!(run_id = %id, %error, "the run's end could not be announced");
        }
        self.hub.close(id);
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

fn unexpected_parking() -> NodeError {
    NodeError::new(ErrorKind::INTERNAL, "The run was put away although it was not to be; please report it.")
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
