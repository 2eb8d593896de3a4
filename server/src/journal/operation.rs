//! What is written together with the journal: a change of some rows, and its answer.

use async_trait::async_trait;
use tokio::sync::oneshot;

use crate::store::{Error, Result, Tx};

/// A change that the writer applies in its transaction. What it refuses is an answer, not an error, and
/// is refused before it writes: an error has the whole group written anew, one by one.
#[async_trait]
pub(crate) trait Operation: Send + Sync + 'static {
    /// What whoever asked gets once it is committed.
    type Answer: Send + 'static;

    /// Makes the change. May be called again, in another transaction, if the group could not be written.
    async fn apply(&self, tx: &mut Tx) -> Result<Self::Answer>;
}

/// An operation that somebody waits for, whatever its answer.
#[async_trait]
pub(super) trait Asked: Send {
    async fn apply(&mut self, tx: &mut Tx) -> Result<()>;

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

#[async_trait]
impl<O: Operation> Asked for Waiting<O> {
    async fn apply(&mut self, tx: &mut Tx) -> Result<()> {
        let answer = self.operation.apply(tx).await?;
        self.answer = Some(answer);
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
