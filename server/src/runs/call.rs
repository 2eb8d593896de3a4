//! Runs that other runs call: each a run of its own, started once an activation, and waited for.

use std::sync::Arc;

use async_trait::async_trait;
use engine::RunStatus;
use node_sdk::{Caller, ErrorKind, FlowCall, Flows, NodeError, Target, Value};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::store::{self, RunRow};
use super::view::ErrorView;
use super::{Callees, Error, Job, Request, Runner, service, watch};
use crate::audit::Author;
use crate::flows;
use crate::wire::of_word;

/// How deep runs may call runs.
const DEEPEST: i64 = 20;

/// Runs other flows for a run.
pub(super) struct Calls {
    runner: Arc<Runner>,
    callees: Callees,
    place: Arc<Place>,
}

/// The place of a run among those that are executed. While it waits for others, one of them may have it: else
/// all places might be taken by runs that wait for one.
#[derive(Default)]
struct Place {
    waiting: Mutex<usize>,
}

/// A call that is waited for.
struct Waiting {
    place: Arc<Place>,
    runner: Arc<Runner>,
}

impl Waiting {
    fn begin(place: &Arc<Place>, runner: &Arc<Runner>) -> Self {
        let mut waiting = place.waiting.lock();
        *waiting += 1;
        if *waiting == 1 {
            runner.active.lend_place();
        }
        Self { place: Arc::clone(place), runner: Arc::clone(runner) }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut waiting = self.place.waiting.lock();
        *waiting -= 1;
        if *waiting == 0 {
            self.runner.active.take_place_back();
        }
    }
}

impl Calls {
    /// For runs of this process.
    pub(super) fn new(runner: Arc<Runner>, callees: Callees) -> Self {
        Self { runner, callees, place: Arc::default() }
    }
}

#[async_trait]
impl Flows for Calls {
    async fn call(&self, caller: Caller, call: FlowCall, cancel: CancellationToken) -> Result<Value, NodeError> {
        let id = match store::child(&self.runner.store, &caller.run, &caller.key).await.map_err(broken)? {
            Some(id) => id,
            None => self.start(&caller, &call).await?,
        };
        let mut child = Child { runner: Arc::clone(&self.runner), id, cancel, is_over: false };
        if self.callees == Callees::InPlace {
            child.execute_here().await?;
        }
        let _waiting = Waiting::begin(&self.place, &self.runner);
        let row = child.ended().await.map_err(broken)?;
        outcome(&self.runner, &call.flow, row).await
    }
}

impl Calls {
    /// Starts the run, or finds the one that this activation started before.
    async fn start(&self, caller: &Caller, call: &FlowCall) -> Result<String, NodeError> {
        let runner = &self.runner;
        let parent = store::find(&runner.store, &caller.run).await.map_err(broken)?;
        let parent = parent.ok_or_else(|| broken("the run that calls is gone"))?;
        if store::depth(&runner.store, &caller.run).await.map_err(broken)? >= DEEPEST {
            let message =
                format!("Runs may call runs {DEEPEST} deep at most. Look for a flow that calls itself without end.");
            return Err(NodeError::new(ErrorKind::LIMIT, message));
        }
        let version = call.version.map(|version| i64::try_from(version).unwrap_or(i64::MAX));
        let found = flows::at_version(&runner.store, &call.flow, version).await;
        let (flow, version, hash) = found.map_err(|error| refused(&call.flow, error.into()))?;
        if !flow.is_active {
            return Err(refused(&call.flow, Error::Inactive(flow.name)));
        }
        let checked = match runner.checked(&hash).await {
            Ok(Ok(checked)) => checked,
            Ok(Err(problems)) => return Err(refused(&call.flow, Error::NotRunnable(problems))),
            Err(error) => return Err(refused(&call.flow, error)),
        };
        let request = Request {
            flow: Some((flow.id, version)),
            parameters: call.parameters.clone(),
            input: call.input.clone(),
            started_how: "call",
            priority: parent.priority,
            parent: Some((caller.run.clone(), caller.key.clone())),
            target: target(runner, call.target.as_deref())?,
            ..Request::new(&checked)
        };
        let author = Author { name: parent.created_by, address: String::new() };
        let run = service::prepare(runner, &author, request).map_err(|error| refused(&call.flow, error))?;
        service::enqueue(runner, &author, &checked, run).await.map_err(|error| refused(&call.flow, error))
    }
}

/// The machine that the run works on.
fn target(runner: &Runner, id: Option<&str>) -> Result<Option<Target>, NodeError> {
    let found = id.map(|id| runner.services.hosts.select(id)).transpose()?;
    Ok(found.and_then(|found| found.first().map(|target| Target::clone(target))))
}

/// A run that is waited for. Let go while its caller is being stopped, it is stopped too.
struct Child {
    runner: Arc<Runner>,
    id: String,
    cancel: CancellationToken,
    is_over: bool,
}

impl Child {
    /// Waits for the end.
    async fn ended(&mut self) -> crate::store::Result<RunRow> {
        let row = watch::ended(&self.runner, &self.id).await?;
        self.is_over = true;
        row.ok_or_else(|| crate::store::Error::corrupt("a run that was called", "it was deleted"))
    }

    /// Executes the run in this process, if nobody else does.
    async fn execute_here(&self) -> Result<(), NodeError> {
        let claimed = service::claim(&self.runner, &self.id).await.map_err(broken)?;
        let Some(claimed) = claimed else { return Ok(()) };
        let (runner, cancel) = (Arc::clone(&self.runner), self.cancel.child_token());
        tokio::spawn(async move {
            let job = Job { claimed, cancel, also: None, callees: Callees::InPlace };
            if let Err(error) = runner.execute(job).await {
                tracing::error!(%error, "a run that was called could not be executed");
            }
        });
        Ok(())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if self.is_over || !self.cancel.is_cancelled() {
            return;
        }
        let (runner, id) = (Arc::clone(&self.runner), self.id.clone());
        let Ok(handle) = tokio::runtime::Handle::try_current() else { return };
        handle.spawn(async move {
            match service::cancel(&runner, &Author::system(), &id).await {
                Ok(()) | Err(Error::Finished | Error::Unknown(_)) => {}
                Err(error) => tracing::error!(run_id = %id, %error, "a run whose caller was stopped goes on"),
            }
        });
    }
}

/// What a run that is over gives to the one that called it.
async fn outcome(runner: &Runner, flow: &str, row: RunRow) -> Result<Value, NodeError> {
    let status = of_word(&row.status).unwrap_or(RunStatus::Failed);
    if status == RunStatus::Completed {
        let details = store::details(&runner.store, &row.id).await.map_err(broken)?;
        let result = details.and_then(|details| details.result);
        return Ok(result.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default());
    }
    let error: Option<ErrorView> = row.error.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let reason = error.as_ref().map_or("It did not complete.", |error| error.message.as_str());
    let message = format!("The flow `{flow}` did not complete; the run `{}` says why: {reason}", row.id);
    let kind = match (status, &error) {
        (RunStatus::TimedOut, _) => ErrorKind::TIMEOUT,
        (RunStatus::Failed, Some(error)) => passed_on(&error.kind),
        _ => ErrorKind::CUSTOM,
    };
    let node = error.and_then(|error| error.node);
    let details = Value::object([
        ("run", row.id.into()),
        ("status", row.status.into()),
        ("node", node.map_or(Value::Null, Value::from)),
    ]);
    Err(NodeError::failed(kind, message).with_details(details))
}

/// Kinds that would say something of the caller itself are not passed on.
fn passed_on(kind: &str) -> ErrorKind {
    let kind = ErrorKind::of(kind.to_owned());
    let own = [ErrorKind::CANCELLED, ErrorKind::INTERRUPTED, ErrorKind::INTERNAL];
    if own.contains(&kind) { ErrorKind::CUSTOM } else { kind }
}

fn refused(flow: &str, error: Error) -> NodeError {
    if matches!(error, Error::Store(_) | Error::Keys(_)) {
        return broken(error);
    }
    let reasons = error.reasons();
    NodeError::new(ErrorKind::VALIDATION, format!("The flow `{flow}` cannot be called: {reasons}"))
}

fn broken(reason: impl std::fmt::Display) -> NodeError {
    tracing::error!(%reason, "a flow could not be called");
    NodeError::new(ErrorKind::DATABASE, "The flow could not be called: the database failed. The server's log says why.")
}
