//! Executes a program within a request. If the caller goes away, so does the run.

use std::sync::Arc;
use std::time::Duration;

use engine::journal::Memory;
use engine::{Durability, Environment, Execution, Program, Rehearsal, Report, RunId, RunStatus, Start};
use node_sdk::{Credentials, ErrorKind, Map, NodeError, Notices, Services, Value};
use tokio_util::sync::CancellationToken;

use super::record::Record;
use crate::artifacts::Discard;
use crate::audit::Author;
use crate::globals::Passing;
use crate::notices::Audited;
use crate::runs::Runner;

/// How long it may take; then it is stopped, and its clean-up runs.
const LONGEST: Duration = Duration::from_secs(60);
/// How long that may take.
const GRACE: Duration = Duration::from_secs(10);

/// What is rehearsed.
pub(super) struct Play {
    pub(super) program: Arc<Program>,
    /// Checked by the program.
    pub(super) parameters: Map,
    /// The message at the start.
    pub(super) input: Value,
    pub(super) rehearsal: Rehearsal,
    /// Who answers for messages to people and for credentials; without anybody, none are sent or opened.
    pub(super) author: Option<Author>,
}

/// Executes it. Global variables can be read; what is set is kept nowhere, and neither are files.
pub(super) async fn perform(runner: &Runner, play: Play) -> (Report, Arc<Record>) {
    let (record, cancel) = (Arc::new(Record::default()), CancellationToken::new());
    let none = Services::new(
        Arc::clone(&runner.services.hosts),
        Arc::clone(&runner.services.http),
        Arc::clone(&runner.services.clock),
    );
    let globals = Arc::new(Passing::new(runner.globals.snapshot()));
    let Play { program, parameters, input, rehearsal, author } = play;
    let (notices, credentials) = match author {
        Some(author) => (notices(runner, &author), Arc::new(runner.vault.on_behalf_of(author)) as Arc<dyn Credentials>),
        None => (none.notices, none.credentials),
    };
    let start = Start { parameters, input, rehearsal: Some(rehearsal), ..Start::new(RunId::fresh()) };
    let environment = Environment {
        services: Services { globals, artifacts: Arc::new(Discard), notices, credentials, ..none },
        journal: Arc::new(Memory::default()),
        observer: Arc::clone(&record) as _,
        cancel: cancel.clone(),
        durability: Durability::Memory,
        park_after: None,
        debugger: None,
    };
    let run = engine::execute(program, start, environment);
    tokio::pin!(run);
    let ended = tokio::select! {
        ended = &mut run => Some(ended),
        () = tokio::time::sleep(LONGEST) => {
            cancel.cancel();
            tokio::time::timeout(GRACE, run).await.ok()
        }
    };
    let report = match ended {
        Some(Ok(Execution::Ended(report))) if !cancel.is_cancelled() => report,
        Some(Ok(Execution::Ended(report))) => late(report.variables),
        Some(Ok(Execution::Parked { .. })) | None => late(Value::Null),
        Some(Err(error)) => stopped(RunStatus::Failed, ErrorKind::INTERNAL, error.to_string(), Value::Null),
    };
    (report, record)
}

fn notices(runner: &Runner, author: &Author) -> Arc<dyn Notices> {
    let (courier, writer, clock) = (Arc::clone(&runner.courier), runner.writer.clone(), Arc::clone(&runner.clock));
    Arc::new(Audited { courier, writer, clock, author: Some(author.clone()) })
}

fn late(variables: Value) -> Report {
    let message =
        format!("It was stopped after {} s: a rehearsal may take no longer. Run the flow instead.", LONGEST.as_secs());
    stopped(RunStatus::TimedOut, ErrorKind::TIMEOUT, message, variables)
}

fn stopped(status: RunStatus, kind: ErrorKind, message: String, variables: Value) -> Report {
    let error = Some(NodeError::new(kind, message));
    Report { status, result: Value::Null, error, variables, counts: engine::Counts::default() }
}
