//! Starting, cancelling and deleting runs.

use std::collections::HashSet;
use std::time::Duration;

use engine::debug::Saved;
use engine::{Durability, OnLimit, Problem, Program, RunId, RunStatus};
use node_sdk::{Map, Str, Target, Value};

use super::accept::{Accept, Accepted, Cancel, Cancelled, Stopped, note};
use super::options::Options;
use super::queue::{ClaimOne, Claimed, Full, Signal};
use super::store::{self, NewRun, RunRow};
use super::{Error, Runner, secrets};
use crate::audit::{self, Author, Entry};
use crate::flows::{self, Checked};
use crate::live::run_event;
use crate::web::iso;
use crate::wire::word;

/// From the last to the first.
const PRIORITIES: std::ops::RangeInclusive<i64> = -100..=100;

/// What a run is started with.
pub struct Request<'a> {
    /// What is run.
    pub checked: &'a Checked,
    /// The flow's id and version, if it is one that is kept.
    pub flow: Option<(String, i64)>,
    /// As they were given.
    pub parameters: Map,
    /// The first message.
    pub input: Value,
    /// What is written before the run goes on; the flow's own where absent.
    pub durability: Option<Durability>,
    /// `manual`, `cli`, `call`, `rerun`, `schedule` or `webhook`.
    pub started_how: &'static str,
    /// The same key from the same user starts no second run.
    pub idempotency_key: Option<String>,
    /// What else a start with the same key must have in common, where that is not all it was given.
    pub likeness: Option<String>,
    /// Higher ones go first; from -100 to 100.
    pub priority: i64,
    /// The run that calls this one, and the activation in it; the same one starts no second run.
    pub parent: Option<(String, String)>,
    /// Outputs that nodes give without being run, by node id.
    pub pins: Map,
    /// Where the run is to pause, if somebody wants to look.
    pub debug: Option<Saved>,
    /// The id of the start it begins at, where that is not the usual one.
    pub start: Option<String>,
    /// The machine its nodes work on, where they name no other.
    pub target: Option<Target>,
    /// Of a run over several machines: their ids, and how many it works on at the same time.
    pub over: Option<(Vec<String>, u32)>,
}

impl<'a> Request<'a> {
    /// A run of a flow that is not kept, without anything.
    pub fn new(checked: &'a Checked) -> Self {
        Self {
            checked,
            flow: None,
            parameters: Map::default(),
            input: Value::Null,
            durability: None,
            started_how: "manual",
            idempotency_key: None,
            likeness: None,
            priority: 0,
            parent: None,
            pins: Map::default(),
            debug: None,
            start: None,
            target: None,
            over: None,
        }
    }
}

/// Checks what a run is to be started with.
///
/// # Errors
/// If the flow cannot run, or the parameters do not fit.
pub fn prepare(runner: &Runner, author: &Author, request: Request<'_>) -> Result<NewRun, Error> {
    let Request { checked, flow, parameters, input, durability, started_how, idempotency_key, priority, .. } = request;
    let Request { parent, pins, debug, start, likeness, target, over, .. } = request;
    check_priority(priority)?;
    let program = checked.program.as_ref().ok_or_else(|| Error::NotRunnable(checked.problems.clone()))?;
    if let Some(start) = start.as_ref().filter(|start| !program.begins_at(start)) {
        let why = format!("No run can begin at `{start}`. Name a start or trigger of the flow by its id.");
        return Err(Error::Unfit("start".into(), why));
    }
    let given = Value::from(parameters.clone()).to_string();
    let parameters = program.parameters(&parameters).map_err(Error::BadParameters)?;
    let id = RunId::fresh().to_string();
    let (shown, sealed_parameters) = secrets::split(program, &runner.keys, &id, &parameters)?;
    let input = input.to_string();
    let request_hash = idempotency_key.is_some().then(|| {
        let flow = flow.as_ref().map(|(id, _)| id.as_str()).unwrap_or_default();
        let (start, target) = (start.as_deref().unwrap_or_default(), target.as_ref().map_or("", |target| &*target.id));
        let all = || format!("{flow}\n{}\n{given}\n{input}\n{start}\n{target}", checked.hash);
        runner.keys.fingerprint(likeness.unwrap_or_else(all).as_bytes())
    });
    let (flow_id, flow_version) = flow.unzip();
    Ok(NewRun {
        flow_id,
        flow_name: checked.name.clone(),
        flow_version,
        document_hash: checked.hash.clone(),
        started_how,
        created_by: author.name.clone(),
        created_at: runner.clock.now(),
        durability: word(&durability.unwrap_or_else(|| program.durability())),
        parameters: shown,
        sealed_parameters,
        input,
        idempotency_key,
        request_hash,
        priority,
        // The limit of the flow is for its runs on each machine; one over several would stand in their way.
        concurrency_key: if over.is_some() {
            format!("over {id}")
        } else {
            key_of(program, &parameters, (target.as_ref(), start.as_deref()))?
        },
        parent,
        target: target.as_ref().map(|target| (target.id.to_string(), target.name.to_string())),
        target_count: over.as_ref().and_then(|(targets, _)| i64::try_from(targets.len()).ok()),
        options: Options { pins, start, target, over }.text(),
        debug: debug.and_then(|saved| serde_json::to_string(&saved).ok()),
        id,
    })
}

/// Refuses a priority that is out of range.
///
/// # Errors
/// If it is.
pub(super) fn check_priority(priority: i64) -> Result<(), Error> {
    if PRIORITIES.contains(&priority) { Ok(()) } else { Err(Error::BadPriority(priority)) }
}

/// Whom a run shares its limit with; what is secret must not be read from it.
fn key_of(
    program: &Program,
    parameters: &Map,
    (target, start): (Option<&Target>, Option<&str>),
) -> Result<String, Error> {
    let open = parameters.iter().filter(|(name, _)| !program.is_secret(name));
    let of_run = [
        (Str::from("target"), Value::from(target.map(|target| target.name.clone()))),
        (Str::from("start"), Value::from(start.map(Str::from))),
    ];
    let open = of_run.into_iter().chain(open.map(|(name, value)| (name.clone(), value.clone()))).collect();
    program.concurrency_key(&open).map_err(|error| {
        let message = format!("The flow's concurrency key cannot be told: {}", error.message);
        Error::BadParameters(vec![Problem::error("bad_concurrency_key", message).at_field("settings/concurrency/key")])
    })
}

/// Adds a run that waits for its turn, and returns its id; that of the earlier run if the idempotency
/// key was used before, or the same activation called it before.
///
/// # Errors
/// If the key was used for another request, or too many runs wait.
pub async fn enqueue(runner: &Runner, author: &Author, checked: &Checked, run: NewRun) -> Result<String, Error> {
    let patience = match runner.queue.full {
        Full::Refuse => Duration::ZERO,
        Full::Wait(time) => time,
    };
    enqueue_within(runner, author, checked, run, patience).await
}

/// The same; where the queue is full, waits so long for a place.
///
/// # Errors
/// As above.
pub(super) async fn enqueue_within(
    runner: &Runner,
    author: &Author,
    checked: &Checked,
    run: NewRun,
    patience: Duration,
) -> Result<String, Error> {
    let is_called = run.parent.is_some();
    // A version that is kept has its document kept. Others are kept before the start, so that whoever saves the same
    // document meanwhile and this start never wait for each other.
    if run.flow_version.is_none() || run.target_count.is_some() {
        let mut tx = runner.store.begin().await?;
        flows::store::keep_document(&mut tx, checked).await?;
        tx.commit().await?;
    }
    let accept = Accept {
        author: author.clone(),
        // Whoever called a run waits for it: to refuse it would break a run that is going on.
        most: if is_called { i64::MAX } else { runner.queue.most_waiting() },
        concurrency: checked
            .program
            .as_ref()
            .and_then(|program| program.concurrency())
            .filter(|limits| limits.on_limit != OnLimit::Queue)
            .cloned(),
        run,
    };
    let run = accept.run.row();
    match accepted(runner, accept, patience).await? {
        Accepted::Known(id) => Ok(id),
        Accepted::KeyReused => Err(Error::KeyReused),
        Accepted::Full => Err(Error::Full),
        Accepted::Dropped => {
            let id = run.id;
            announce(runner, &id).await?;
            Ok(id)
        }
        Accepted::New(stopped) => {
            let id = run.id.clone();
            runner.hub.list_changed(|| run);
            told(runner, &stopped).await?;
            Ok(id)
        }
    }
}

/// Hands a start to the writer, and wakes who claims it before it is even written, so that both can be
/// written together. Where the queue is full, waits for a place.
async fn accepted(runner: &Runner, accept: Accept, patience: Duration) -> Result<Accepted, Error> {
    let until = tokio::time::Instant::now() + patience;
    loop {
        let room = runner.active.room();
        let answer = runner.writer.submit(accept.clone());
        runner.active.wake();
        let answer = answer.await?;
        if !accept.is_plain() {
            // Who claims may have looked before this was written.
            runner.active.wake();
        }
        let is_full = matches!(answer, Accepted::Full);
        if !is_full || tokio::time::timeout_at(until, room).await.is_err() {
            return Ok(answer);
        }
    }
}

/// Claims a run that waits, to execute it out of turn; `None` if it no longer waits.
///
/// # Errors
/// If the database fails.
pub async fn claim(runner: &Runner, id: &str) -> Result<Option<Claimed>, Error> {
    Ok(runner.writer.apply(ClaimOne(runner.claimer("cli"), id.to_owned())).await?)
}

/// Tells a run that there is news for it: one that is put away goes on.
///
/// # Errors
/// If the database fails.
pub async fn signal(runner: &Runner, id: &str) -> Result<bool, Error> {
    let is_going = runner.writer.apply(Signal(id.to_owned(), runner.clock.now())).await?;
    runner.active.wake_for_parked();
    Ok(is_going)
}

/// The run of an id.
///
/// # Errors
/// If there is none.
pub(crate) async fn find(runner: &Runner, id: &str) -> Result<RunRow, Error> {
    store::find(&runner.store, id).await?.ok_or_else(|| Error::Unknown(id.to_owned()))
}

/// Cancels a run and all it called. What waits is over at once; the rest is stopped.
///
/// # Errors
/// If the run is over.
pub async fn cancel(runner: &Runner, author: &Author, id: &str) -> Result<(), Error> {
    let cancel = Cancel { id: id.to_owned(), author: author.clone(), at: runner.clock.now() };
    match runner.writer.apply(cancel).await? {
        Cancelled::Unknown => Err(Error::Unknown(id.to_owned())),
        Cancelled::Finished => Err(Error::Finished),
        Cancelled::Stopped(stopped) => told(runner, &stopped).await,
    }
}

/// Stops what is executed here, and tells everybody who watches.
async fn told(runner: &Runner, stopped: &[Stopped]) -> Result<(), Error> {
    for Stopped { id, is_over } in stopped {
        let Ok(run) = id.parse().map(RunId) else { continue };
        if *is_over {
            let at = iso(runner.clock.now());
            runner.hub.publish(run, &run_event(RunStatus::Cancelled, at, None, None));
        }
        runner.active.cancel(run);
        announce(runner, id).await?;
    }
    if !stopped.is_empty() {
        runner.active.wake_for_parked();
    }
    Ok(())
}

/// Deletes a run that is over, with its journal and log.
///
/// # Errors
/// If it is not over.
pub(super) async fn delete(runner: &Runner, author: &Author, id: &str) -> Result<(), Error> {
    let mut tx = runner.store.begin().await?;
    if store::status(&mut tx, id).await?.is_none() {
        return Err(Error::Unknown(id.to_owned()));
    }
    if !store::delete(&mut tx, id).await? {
        return Err(Error::Active);
    }
    note(&mut tx, runner.clock.now(), author, "run.delete", id).await?;
    tx.commit().await?;
    runner.files.folder().remove(id).await;
    Ok(())
}

/// Changes the priority of a run that waits for its turn.
///
/// # Errors
/// If it does not wait any more, or the priority is out of range.
pub(super) async fn prioritise(runner: &Runner, author: &Author, id: &str, priority: i64) -> Result<RunRow, Error> {
    check_priority(priority)?;
    let mut tx = runner.store.begin().await?;
    if store::status(&mut tx, id).await?.is_none() {
        return Err(Error::Unknown(id.to_owned()));
    }
    if !store::prioritise(&mut tx, id, priority).await? {
        return Err(Error::NotPending);
    }
    note(&mut tx, runner.clock.now(), author, "run.prioritise", id).await?;
    tx.commit().await?;
    announce(runner, id).await?;
    find(runner, id).await
}

/// What a run was started with.
pub(super) struct Given {
    /// Where the document is.
    pub(super) document_hash: String,
    /// Secrets included.
    pub(super) parameters: Map,
    /// The first message.
    pub(super) input: Value,
    /// The start it began at, where that was not the usual one.
    pub(super) start: Option<String>,
    /// The machine it worked on.
    pub(super) target: Option<Target>,
    /// Of a run over several machines: their ids, and how many at the same time.
    pub(super) over: Option<(Vec<String>, u32)>,
}

/// A run, and what it was started with.
///
/// # Errors
/// If there is no such run, or its secrets cannot be opened.
pub(super) async fn given(runner: &Runner, id: &str) -> Result<(RunRow, Given), Error> {
    let row = find(runner, id).await?;
    let given = store::given(&runner.store, id).await?.ok_or_else(|| Error::Unknown(id.to_owned()))?;
    let parameters = secrets::open(&runner.keys, id, &given.parameters, given.sealed_parameters.as_deref())?;
    let input = serde_json::from_str(&given.input).unwrap_or_default();
    let Options { start, target, over, .. } = Options::read(&given.options);
    Ok((row, Given { document_hash: given.document_hash, parameters, input, start, target, over }))
}

/// The ids of all nodes that a run runs.
///
/// # Errors
/// If there is no such run.
pub(super) async fn node_ids(runner: &Runner, id: &str) -> Result<HashSet<String>, Error> {
    let given = store::given(&runner.store, id).await?.ok_or_else(|| Error::Unknown(id.to_owned()))?;
    let checked = runner.checked(&given.document_hash).await?.map_err(crate::flows::Refused)?;
    Ok(checked.node_ids())
}

/// Notes that somebody ran a node alone.
///
/// # Errors
/// If the database fails.
pub(crate) async fn note_test(runner: &Runner, author: &Author, flow: &str, node: &str) -> Result<(), Error> {
    let mut tx = runner.store.begin().await?;
    let details = serde_json::json!({ "flow": flow, "node": node });
    let entry = Entry { at: runner.clock.now(), author, action: "flow.test_node", object: "flow".into(), details };
    audit::record(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}

/// Tells those who watch the list how a run stands.
pub(super) async fn announce(runner: &Runner, id: &str) -> Result<(), Error> {
    if let Some(row) = store::find(&runner.store, id).await? {
        runner.hub.list_changed(|| row);
    }
    Ok(())
}
