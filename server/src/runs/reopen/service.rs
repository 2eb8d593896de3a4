//! From which step a run is taken up, and what is written for that.

use std::sync::Arc;

use engine::debug::Edits;
use engine::journal::Record;
use engine::{Durability, Program, RunId, RunStatus};
use node_sdk::{ErrorKind, Outcome, Role, Value};
use serde_json::json;

use super::super::view::ErrorView;
use super::super::{Error, Runner, debug, service};
use super::journal::{Unknown, entry, left, records, unknown, valid};
use super::store::{self, OverRow, Reopen};
use crate::audit::Author;
use crate::wire::of_word;

/// From where, and with which changes.
pub(crate) struct Retry {
    /// The step; the one that failed where absent.
    pub(crate) from: Option<String>,
    /// What is changed before it.
    pub(crate) edits: Edits,
}

/// What became of an effect whose end is not known.
pub(crate) enum Answer {
    /// It is to be done again.
    Retry,
    /// It was done, and gave this.
    Done(Value),
    /// It was not; the run stays as it is.
    Fail,
}

/// A run that is over, with what it did.
struct Over {
    id: RunId,
    row: OverRow,
    records: Vec<Record>,
    program: Arc<Program>,
}

impl Over {
    async fn find(runner: &Runner, run: &str) -> Result<Self, Error> {
        let unknown = || Error::Unknown(run.to_owned());
        let id: RunId = run.parse().map(RunId).map_err(|_| unknown())?;
        let row = store::find(&runner.store, run).await?.ok_or_else(unknown)?;
        let refuse = |why: &str| Err(Error::NotRetryable(why.to_owned()));
        match of_word(&row.status) {
            Some(RunStatus::Completed) => return refuse("The run completed. Run the flow again instead."),
            Some(status) if RunStatus::is_final(status) => {}
            _ => return Err(Error::Active),
        }
        if of_word(&row.durability) == Some(Durability::Memory) {
            return refuse(
                "The run kept no journal (durability `memory`), so it cannot be taken up. Run the flow again.",
            );
        }
        let records = valid(records(runner, id, &row).await?);
        let checked = runner.checked(&row.document_hash).await?.ok();
        match checked.and_then(|checked| checked.program.clone()) {
            Some(program) => Ok(Self { id, row, records, program }),
            None => refuse("The flow of this run cannot run on this version of OpsConductor."),
        }
    }

    /// The step that is to blame, or the first of those that were stopped.
    async fn failed(&self, runner: &Runner) -> Result<Option<String>, Error> {
        let run = self.id.to_string();
        let error: Option<ErrorView> = self.row.error.as_deref().and_then(|text| serde_json::from_str(text).ok());
        if let Some(node) = error.and_then(|error| error.node)
            && let Some(key) = store::last_failed(&runner.store, &run, &node).await?
        {
            return Ok(Some(first_attempt(&key).to_owned()));
        }
        let stopped = self.records.iter().find(|record| is_stopped(record));
        Ok(stopped.map(|record| first_attempt(record.key()).to_owned()))
    }

    fn undone(&self, from: &str) -> Result<Vec<String>, Error> {
        self.program.undone(&self.records, from).map_err(|why| Error::Unfit("from".into(), why))
    }

    /// Adds records to the journal, and has the run wait for its turn if it is to go on.
    async fn write(
        self,
        runner: &Runner,
        undone: Vec<String>,
        records: Vec<Record>,
        noted: Noted<'_>,
    ) -> Result<(), Error> {
        let entries = records.into_iter().map(|record| entry(runner, self.id, &self.row, record));
        let reopen = Reopen {
            id: self.id.to_string(),
            claim: self.row.claim(),
            reopened: self.row.reopened,
            goes_on: noted.goes_on,
            entries: entries.collect::<Result<_, _>>()?,
            undone,
            author: noted.author.clone(),
            at: runner.clock.now(),
            action: noted.action,
            details: noted.details,
        };
        if !runner.writer.apply(reopen).await? {
            return Err(Error::Active);
        }
        runner.active.wake();
        service::announce(runner, &self.id.to_string()).await
    }
}

/// What the audit log says.
struct Noted<'a> {
    author: &'a Author,
    action: &'static str,
    details: serde_json::Value,
    goes_on: bool,
}

/// Takes a run up that failed, was cancelled or timed out. What it did before that step stays done.
///
/// # Errors
/// If it did not, or there is no such step.
pub(crate) async fn retry(runner: &Runner, author: &Author, run: &str, retry: Retry) -> Result<(), Error> {
    debug::check_edits(&retry.edits).map_err(|(field, why)| Error::Unfit(field, why))?;
    let over = Over::find(runner, run).await?;
    let from = match retry.from {
        Some(from) => Some(first_attempt(&from).to_owned()),
        None => over.failed(runner).await?,
    };
    let names: Vec<_> = retry.edits.variables.iter().map(|edit| edit.name.clone()).collect();
    let details = json!({ "from": from, "variables": names, "payload": retry.edits.payload.is_some() });
    let noted = Noted { author, action: "run.retry", details, goes_on: true };
    let Some(from) = from else {
        if retry.edits != Edits::default() {
            return Err(Error::Unfit("from".into(), "Name the step that the changes are for.".into()));
        }
        return over.write(runner, Vec::new(), Vec::new(), noted).await;
    };
    let undone = over.undone(&from)?;
    let mut records = vec![Record::Dropped { key: from.clone(), keys: undone.clone() }];
    if retry.edits != Edits::default() {
        let value = serde_json::to_value(&retry.edits).map_or(Value::Null, Value::from);
        records.push(Record::Choice { key: format!("{from}!debug"), value });
    }
    over.write(runner, undone, records, noted).await
}

/// The effects of a run whose end is not known, and that nobody decided on: step, node, and when it began.
///
/// # Errors
/// If there is no such run.
pub(crate) async fn interrupted(runner: &Runner, run: &str) -> Result<Vec<(String, String, i64)>, Error> {
    let none = || Error::Unknown(run.to_owned());
    let id: RunId = run.parse().map(RunId).map_err(|_| none())?;
    let row = store::find(&runner.store, run).await?.ok_or_else(none)?;
    if !of_word(&row.status).is_some_and(|status| status != RunStatus::Completed && RunStatus::is_final(status)) {
        return Ok(Vec::new());
    }
    let open = unknown(&records(runner, id, &row).await?);
    Ok(open.into_iter().map(|Unknown { key, node, started_at, .. }| (key, node, started_at)).collect())
}

/// Decides on an effect whose end is not known.
///
/// # Errors
/// If there is none of this key.
pub(crate) async fn answer(
    runner: &Runner,
    author: &Author,
    run: &str,
    (key, answer): (&str, Answer),
) -> Result<(), Error> {
    let over = Over::find(runner, run).await?;
    let found = unknown(&over.records).into_iter().find(|unknown| unknown.key == key);
    let Some(found) = found else {
        let why = format!("The run has no step `{key}` whose end is not known.");
        return Err(Error::Unfit("key".into(), why));
    };
    let base = first_attempt(key).to_owned();
    let note = |word: &str, goes_on| {
        let details = json!({ "key": key, "answer": word });
        Noted { author, action: "run.interrupted", details, goes_on }
    };
    match answer {
        Answer::Fail => {
            let value = Value::from(author.name.as_str());
            let records = vec![Record::Choice { key: left(key), value }];
            over.write(runner, Vec::new(), records, note("fail", false)).await
        }
        Answer::Retry => {
            let undone = over.undone(&base)?;
            let records = vec![Record::Dropped { key: base, keys: undone.clone() }];
            over.write(runner, undone, records, note("retry", true)).await
        }
        Answer::Done(result) => {
            let undone = over.undone(&base)?;
            let dropped = Record::Dropped { key: base.clone(), keys: undone.clone() };
            let done = Record::Finished {
                key: base,
                result: Ok(Outcome { port: way_on(runner, &found.node_type).into(), ..Outcome::output(result) }),
                node: found.node,
                node_type: found.node_type,
                attempt: 1,
                started_at: found.started_at,
                duration_us: found.duration_us,
            };
            over.write(runner, undone, vec![dropped, done], note("done", true)).await
        }
    }
}

/// The port by which a node of this type leaves when all goes well.
fn way_on(runner: &Runner, node_type: &str) -> String {
    let Some((_, node)) = runner.programs.engine().node(node_type) else { return "output".into() };
    let descriptor = &node.descriptor;
    let has_output = descriptor.ports.outputs.iter().any(|port| port.role == Role::Next && &*port.id == "output");
    match descriptor.examples.first() {
        Some(example) if !has_output => example.port.to_owned(),
        _ => "output".into(),
    }
}

/// The key of an activation without the number of its attempt: `each[3]/write#2` is `each[3]/write`.
fn first_attempt(key: &str) -> &str {
    let last = key.rfind('/').map_or(0, |at| at + 1);
    key[last..].find('#').map_or(key, |at| &key[..last + at])
}

fn is_stopped(record: &Record) -> bool {
    let Record::Finished { result: Err(error), .. } = record else { return false };
    error.kind == ErrorKind::CANCELLED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_attempt_of_the_last_node_is_cut_off() {
        assert_eq!(first_attempt("each[3]/write#2"), "each[3]/write");
        assert_eq!(first_attempt("again#1/write"), "again#1/write");
        assert_eq!(first_attempt("write"), "write");
    }
}
