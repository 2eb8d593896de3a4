//! What is written together with the journal: a change of some rows, and its answer.

use std::any::{Any, TypeId};

use async_trait::async_trait;
use tokio::sync::oneshot;

use crate::store::{Error, Result, Tx};

/// When a group is written, its changes go in this order; within a stage, as they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// New runs, so that whoever looks for runs in the same group finds them.
    Start,
    /// Everything else.
    Change,
    /// Ends of runs.
    End,
}

/// A change that the writer applies in its transaction. What it refuses is an answer, not an error, and
/// is refused before it writes: an error has the whole group written anew, one by one.
#[async_trait]
pub(crate) trait Operation: Sized + Send + Sync + 'static {
    /// What whoever asked gets once it is committed.
    type Answer: Send + 'static;

    /// When it is applied.
    const STAGE: Stage = Stage::Change;

    /// Whether it touches no run that this process executes, so that it need not be written in turn with their rows.
    fn is_apart(&self) -> bool {
        false
    }

    /// Makes the change. May be called again, in another transaction, if the group could not be written.
    async fn apply(&self, tx: &mut Tx) -> Result<Self::Answer>;

    /// Makes several changes, and answers each; for those where that takes fewer statements.
    async fn apply_all(all: &[&Self], tx: &mut Tx) -> Result<Vec<Self::Answer>> {
        let mut answers = Vec::with_capacity(all.len());
        for one in all {
            answers.push(one.apply(tx).await?);
        }
        Ok(answers)
    }
}

/// An operation that somebody waits for, whatever its answer.
#[async_trait]
pub(super) trait Asked: Any + Send {
    fn stage(&self) -> Stage;

    fn kind(&self) -> TypeId;

    /// Applies it and others of its kind.
    async fn apply_with(&mut self, others: &mut [&mut Box<dyn Asked>], tx: &mut Tx) -> Result<()>;

    /// Tells whoever waits; nobody may be there any more.
    fn settle(self: Box<Self>, failed: Option<Error>);
}

struct Waiting<O: Operation> {
    operation: O,
    answer: Option<O::Answer>,
    sender: oneshot::Sender<Result<O::Answer>>,
}

/// An operation, and where its answer will be.
pub(super) fn asked<O: Operation>(operation: O) -> (Box<dyn Asked>, oneshot::Receiver<Result<O::Answer>>) {
    let (sender, receiver) = oneshot::channel();
    (Box::new(Waiting { operation, answer: None, sender }), receiver)
}

/// Applies operations, stage by stage.
pub(super) async fn apply_all(mut all: Vec<&mut Box<dyn Asked>>, tx: &mut Tx) -> Result<()> {
    all.sort_by_key(|one| one.stage());
    for alike in all.chunk_by_mut(|one, other| one.kind() == other.kind()) {
        if let Some((first, others)) = alike.split_first_mut() {
            first.apply_with(others, tx).await?;
        }
    }
    Ok(())
}

#[async_trait]
impl<O: Operation> Asked for Waiting<O> {
    fn stage(&self) -> Stage {
        O::STAGE
    }

    fn kind(&self) -> TypeId {
        TypeId::of::<Self>()
    }

    async fn apply_with(&mut self, others: &mut [&mut Box<dyn Asked>], tx: &mut Tx) -> Result<()> {
        if others.is_empty() {
            self.answer = Some(self.operation.apply(tx).await?);
            return Ok(());
        }
        let others = others.iter_mut().filter_map(|other| (&mut ***other as &mut dyn Any).downcast_mut::<Self>());
        let mut all: Vec<_> = std::iter::once(self).chain(others).collect();
        let operations: Vec<_> = all.iter().map(|one| &one.operation).collect();
        let answers = O::apply_all(&operations, tx).await?;
        for (one, answer) in all.iter_mut().zip(answers) {
            one.answer = Some(answer);
        }
        Ok(())
    }

    fn settle(self: Box<Self>, failed: Option<Error>) {
        let answer = match failed {
            Some(error) => Err(error),
            None => self.answer.ok_or_else(Error::stopped),
        };
        let _ = self.sender.send(answer);
    }
}
