//! What is written when somebody starts or cancels a run.

use async_trait::async_trait;
use engine::{Concurrency, OnLimit, RunStatus};
use node_sdk::{ErrorKind, NodeError};
use serde_json::json;

use super::queue;
use super::store::{self, Ending, NewRun};
use super::view::ErrorView;
use crate::audit::{self, Author, Entry};
use crate::journal::{Operation, Stage};
use crate::notifications;
use crate::store::{Result, Tx};
use crate::wire::{of_word, word};

/// The most runs of one lane that a start looks at to make room for itself.
const MOST_IN_LANE: i64 = 100_000;

/// Adds a run that waits for its turn.
#[derive(Clone)]
pub(super) struct Accept {
    pub(super) run: NewRun,
    pub(super) author: Author,
    /// How many runs may wait.
    pub(super) most: i64,
    /// The flow's limit, unless its runs just wait for their turn.
    pub(super) concurrency: Option<Concurrency>,
}

/// What became of a start.
pub(super) enum Accepted {
    /// It waits; these runs make room for it.
    New(Vec<Stopped>),
    /// The same was started before; this is its id.
    Known(String),
    /// The idempotency key was used for another request.
    KeyReused,
    /// Too many runs wait.
    Full,
    /// As many runs of the flow go on as may, and it does not let others wait.
    Dropped,
}

/// A run that somebody stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stopped {
    pub(super) id: String,
    /// It had not begun, and is over.
    pub(super) is_over: bool,
}

#[async_trait]
impl Operation for Accept {
    type Answer = Accepted;

    const STAGE: Stage = Stage::Start;

    fn is_apart(&self) -> bool {
        self.is_plain()
    }

    async fn apply(&self, tx: &mut Tx) -> Result<Accepted> {
        if let Some(known) = self.known(tx).await? {
            return Ok(known);
        }
        let (run, at) = (&self.run, self.run.created_at);
        if add(&[self], tx).await? == 0 {
            return Ok(Accepted::Full);
        }
        let Some(concurrency) = &self.concurrency else { return Ok(Accepted::New(Vec::new())) };
        let limit = concurrency.limit as usize;
        let others = queue::store::in_lane(tx, &run.lane(), MOST_IN_LANE).await?;
        if concurrency.on_limit == OnLimit::CancelRunning {
            let oldest = others.iter().take(others.len().saturating_sub(limit)).filter(|(id, _)| *id != run.id);
            let mut stopped = Vec::new();
            for (id, status) in oldest {
                let reason = format!("The run was cancelled to make room for the run `{}` of the same flow.", run.id);
                stopped.push(stop(tx, (id, status), ("system", at), &reason).await?);
            }
            return Ok(Accepted::New(stopped));
        }
        if others.len() <= limit {
            return Ok(Accepted::New(Vec::new()));
        }
        let reason = format!(
            "The run was not started: the flow lets {limit} of its runs go on at the same time and no others wait."
        );
        stop(tx, (&run.id, &word(&RunStatus::Pending)), ("system", at), &reason).await?;
        Ok(Accepted::Dropped)
    }

    /// Those that depend on nothing that was there before are added together.
    async fn apply_all(all: &[&Self], tx: &mut Tx) -> Result<Vec<Accepted>> {
        let plain: Vec<_> = all.iter().copied().filter(|one| one.is_plain()).collect();
        let mut room = add(&plain, tx).await?;
        let mut answers = Vec::with_capacity(all.len());
        for one in all {
            answers.push(match (one.is_plain(), room) {
                (false, _) => one.apply(tx).await?,
                (true, 0) => Accepted::Full,
                (true, _) => {
                    room -= 1;
                    Accepted::New(Vec::new())
                }
            });
        }
        Ok(answers)
    }
}

/// Adds as many of these as there is room for, the first ones, and says how many.
async fn add(all: &[&Accept], tx: &mut Tx) -> Result<usize> {
    let Some(most) = all.iter().map(|one| one.most).min() else { return Ok(0) };
    let room = match most {
        i64::MAX => all.len(),
        _ => usize::try_from(most - store::waiting(tx, most).await?).unwrap_or(0).min(all.len()),
    };
    let runs: Vec<_> = all[..room].iter().map(|one| &one.run).collect();
    store::insert(tx, &runs).await?;
    if room > 0 {
        let notes = all[..room].iter().map(|one| entry(one.run.created_at, &one.author, "run.start", &one.run.id));
        audit::record_all(tx, &notes.collect::<Vec<_>>()).await?;
    }
    Ok(room)
}

impl Accept {
    /// Whether it is added whatever else there is, as long as there is room.
    pub(super) fn is_plain(&self) -> bool {
        self.run.parent.is_none() && self.run.idempotency_key.is_none() && self.concurrency.is_none()
    }

    /// The run that the same start made before.
    async fn known(&self, tx: &mut Tx) -> Result<Option<Accepted>> {
        let run = &self.run;
        if let Some((parent, key)) = &run.parent {
            return Ok(store::by_parent(tx, parent, key).await?.map(Accepted::Known));
        }
        let Some(key) = &run.idempotency_key else { return Ok(None) };
        let known = store::by_idempotency_key(tx, &run.created_by, key).await?;
        Ok(known.map(|(id, hash)| if hash == run.request_hash { Accepted::Known(id) } else { Accepted::KeyReused }))
    }
}

/// Cancels a run and all it called.
pub(super) struct Cancel {
    pub(super) id: String,
    pub(super) author: Author,
    pub(super) at: i64,
}

/// What became of a cancel.
pub(super) enum Cancelled {
    /// There is no such run.
    Unknown,
    /// It was over.
    Finished,
    /// These are stopped.
    Stopped(Vec<Stopped>),
}

#[async_trait]
impl Operation for Cancel {
    type Answer = Cancelled;

    async fn apply(&self, tx: &mut Tx) -> Result<Cancelled> {
        let Some(status) = store::status(tx, &self.id).await? else { return Ok(Cancelled::Unknown) };
        if of_word(&status).is_none_or(RunStatus::is_final) {
            return Ok(Cancelled::Finished);
        }
        let by = (self.author.name.as_str(), self.at);
        let mut stopped = vec![stop(tx, (&self.id, &status), by, "The run was cancelled.").await?];
        for (id, status) in store::unfinished_below(tx, &self.id).await? {
            let reason = format!("The run was cancelled with the run `{}` that called it.", self.id);
            stopped.push(stop(tx, (&id, &status), by, &reason).await?);
        }
        note(tx, self.at, &self.author, "run.cancel", &self.id).await?;
        Ok(Cancelled::Stopped(stopped))
    }
}

/// Notes that a run is cancelled. One that waits is over at once; else whoever executes it stops it.
async fn stop(tx: &mut Tx, (id, status): (&str, &str), (user, at): (&str, i64), reason: &str) -> Result<Stopped> {
    store::cancel(tx, id, user, at).await?;
    let is_over = status == word(&RunStatus::Pending);
    if is_over {
        let error = ErrorView::from(NodeError::new(ErrorKind::CANCELLED, reason));
        queue::store::finish_waiting(tx, id, &cancelled(at, &error)).await?;
        notifications::for_waiting(tx, id, at).await?;
    }
    Ok(Stopped { id: id.to_owned(), is_over })
}

fn cancelled(at: i64, error: &ErrorView) -> Ending {
    Ending {
        status: word(&RunStatus::Cancelled),
        at,
        result: "null".into(),
        error: serde_json::to_string(error).ok(),
        variables: "{}".into(),
        nodes: "{}".into(),
        steps: (0, 0, 0),
    }
}

pub(super) async fn note(tx: &mut Tx, at: i64, author: &Author, action: &'static str, id: &str) -> Result<()> {
    audit::record(tx, &entry(at, author, action, id)).await
}

fn entry<'a>(at: i64, author: &'a Author, action: &'static str, id: &str) -> Entry<'a> {
    Entry { at, author, action, object: format!("run:{id}"), details: json!({}) }
}
