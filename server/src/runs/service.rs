//! Starting, cancelling and deleting runs.

use engine::{Durability, RunId, RunStatus};
use node_sdk::{Map, Value};
use serde_json::json;

use super::store::{self, Ending, NewRun, RunRow};
use super::{Error, Runner, secrets};
use crate::audit::{self, Author, Entry};
use crate::flows::{self, Checked};
use crate::live::run_event;
use crate::store::Tx;
use crate::web::iso;
use crate::wire::{of_word, word};

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
    /// `manual` or `cli`.
    pub started_how: &'static str,
    /// The same key from the same user starts no second run.
    pub idempotency_key: Option<String>,
}

/// Checks what a run is to be started with.
///
/// # Errors
/// If the flow cannot run, or the parameters do not fit.
pub fn prepare(runner: &Runner, author: &Author, request: Request<'_>) -> Result<NewRun, Error> {
    let Request { checked, flow, parameters, input, durability, started_how, idempotency_key } = request;
    let program = checked.program.as_ref().ok_or_else(|| Error::NotRunnable(checked.problems.clone()))?;
    let given = Value::from(parameters.clone()).to_string();
    let parameters = program.parameters(&parameters).map_err(Error::BadParameters)?;
    let id = RunId::fresh().to_string();
    let (shown, sealed_parameters) = secrets::split(program, &runner.keys, &id, &parameters)?;
    let input = input.to_string();
    let request_hash = idempotency_key.is_some().then(|| {
        let flow = flow.as_ref().map(|(id, _)| id.as_str()).unwrap_or_default();
        runner.keys.fingerprint(format!("{flow}\n{}\n{given}\n{input}", checked.hash).as_bytes())
    });
    let (flow_id, flow_version) = flow.unzip();
    Ok(NewRun {
        id,
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
    })
}

/// Adds a run that waits for its turn, and returns its id; that of the earlier run if the
/// idempotency key was used before.
///
/// # Errors
/// If the key was used for another request.
pub async fn enqueue(runner: &Runner, author: &Author, checked: &Checked, run: NewRun) -> Result<String, Error> {
    let mut tx = runner.store.begin().await?;
    if let Some(key) = &run.idempotency_key {
        let known = store::by_idempotency_key(&mut tx, &run.created_by, key).await?;
        if let Some((id, hash)) = known {
            return if hash == run.request_hash { Ok(id) } else { Err(Error::KeyReused) };
        }
    }
    flows::store::keep_document(&mut tx, checked).await?;
    store::insert(&mut tx, &run).await?;
    note(runner, &mut tx, author, "run.start", &run.id).await?;
    tx.commit().await?;
    announce(runner, &run.id).await?;
    Ok(run.id)
}

/// Marks a run that waits as running; `false` if it no longer waits.
///
/// # Errors
/// If the database fails.
pub async fn claim(runner: &Runner, id: &str) -> Result<bool, Error> {
    let mut tx = runner.store.begin().await?;
    let is_ours = store::claim(&mut tx, id, runner.clock.now()).await?;
    tx.commit().await?;
    Ok(is_ours)
}

/// The run of an id.
///
/// # Errors
/// If there is none.
pub(super) async fn find(runner: &Runner, id: &str) -> Result<RunRow, Error> {
    store::find(&runner.store, id).await?.ok_or_else(|| Error::Unknown(id.to_owned()))
}

/// Notes that somebody cancels a run. One that waits is over at once; else the caller stops it.
///
/// # Errors
/// If the run is over.
pub(super) async fn cancel(runner: &Runner, author: &Author, id: &str) -> Result<(), Error> {
    let now = runner.clock.now();
    let mut tx = runner.store.begin().await?;
    let status = store::status(&mut tx, id).await?.ok_or_else(|| Error::Unknown(id.to_owned()))?;
    let status: RunStatus = of_word(&status).unwrap_or(RunStatus::Failed);
    if status.is_final() {
        return Err(Error::Finished);
    }
    store::cancel(&mut tx, id, &author.name, now).await?;
    if status == RunStatus::Pending {
        let ending = Ending {
            status: word(&RunStatus::Cancelled),
            at: now,
            result: "null".into(),
            error: None,
            variables: "{}".into(),
            nodes: "{}".into(),
            steps: (0, 0, 0),
        };
        store::finish(&mut tx, id, &ending).await?;
    }
    note(runner, &mut tx, author, "run.cancel", id).await?;
    tx.commit().await?;
    if let (RunStatus::Pending, Ok(run)) = (status, id.parse()) {
        runner.hub.publish(RunId(run), &run_event(RunStatus::Cancelled, iso(now), None, None));
    }
    announce(runner, id).await
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
    note(runner, &mut tx, author, "run.delete", id).await?;
    Ok(tx.commit().await?)
}

/// Tells those who watch the list how a run stands.
pub(super) async fn announce(runner: &Runner, id: &str) -> Result<(), Error> {
    if let Some(row) = store::find(&runner.store, id).await? {
        runner.hub.list_changed(row.into());
    }
    Ok(())
}

async fn note(runner: &Runner, tx: &mut Tx, author: &Author, action: &'static str, id: &str) -> Result<(), Error> {
    let (at, object) = (runner.clock.now(), format!("run:{id}"));
    Ok(audit::record(tx, &Entry { at, author, action, object, details: json!({}) }).await?)
}
