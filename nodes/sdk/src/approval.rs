//! Questions that people decide.

use crate::{Caller, NodeError};
use async_trait::async_trait;

/// What people are to decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// One line.
    pub title: String,
    /// What they should know.
    pub message: String,
    /// The users who may decide; everybody with the permission where there are none.
    pub approvers: Vec<String>,
    /// Whether whoever started the run may decide, too.
    pub allows_self: bool,
    /// When it is too late, in milliseconds since 1970.
    pub due: Option<i64>,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Verdict {
    Approved,
    Rejected,
    TimedOut,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What it is.
    pub verdict: Verdict,
    /// Name of the user who decided; nobody did where the time ran out.
    pub by: Option<String>,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What the user said about it; may be empty.
    pub comment: String,
}

/// Asks people.
#[async_trait]
pub trait Approvals: Send + Sync {
    /// Asks, unless this caller did before, and says what was decided, if anything was; where it is too late, that.
    ///
    /// # Errors
    /// If nobody can be asked.
    async fn ask(&self, caller: &Caller, question: &Question) -> Result<Option<Decision>, NodeError>;

    /// Returns when somebody may have decided.
    async fn news(&self, caller: &Caller);
}
