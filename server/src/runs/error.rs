//! Why a run was not started, found, cancelled or deleted.

use axum::http::StatusCode;
use engine::Problem as Finding;

use crate::flows::{self, problems};
use crate::web::{FieldError, Problem};

/// When to try again if the queue is full.
const RETRY_AFTER_SECONDS: u64 = 1;

/// Why a run was not started, found, cancelled or deleted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such run.
    #[error("There is no run `{0}`. It may have been deleted.")]
    Unknown(String),
    /// The flow was not found, or is malformed.
    #[error(transparent)]
    Flow(#[from] flows::Error),
    /// The flow has problems.
    #[error("The flow cannot run; `problems` says why.")]
    NotRunnable(Vec<Finding>),
    /// The parameters do not fit.
    #[error("The parameters do not fit the flow; `errors` says which.")]
    BadParameters(Vec<Finding>),
    /// The key came with another request before.
    #[error("The idempotency key was used for another request. Use a new key for each new run.")]
    KeyReused,
    /// The priority is out of range.
    #[error("The priority must be from -100 to 100, not {0}. Higher ones go first; 0 is the usual one.")]
    BadPriority(i64),
    /// Too many runs wait.
    #[error("As many runs wait as may, so this one was not started. Try again in a moment.")]
    Full,
    /// Another process claimed the run.
    #[error("Another process executes the run by now.")]
    TakenOver,
    /// The run is over.
    #[error("The run is over already.")]
    Finished,
    /// The run is not over.
    #[error("The run is not over. Cancel it first.")]
    Active,
    /// The run has begun.
    #[error("The run does not wait for its turn any more, so its priority no longer matters.")]
    NotPending,
    /// Nobody holds the run.
    #[error("The run is not paused. Pause it first, or set a breakpoint.")]
    NotPaused,
    /// The flow is switched off.
    #[error("The flow `{0}` is inactive, so it cannot be started. Activate it first.")]
    Inactive(String),
    /// A run that cannot be taken up again.
    #[error("{0}")]
    NotRetryable(String),
    /// A field does not fit.
    #[error("{1}")]
    Unfit(String, String),
    /// The server stops.
    #[error("The server is shutting down and starts no new runs. Try again once it is back.")]
    Stopping,
    /// Sealing or opening failed.
    #[error(transparent)]
    Keys(#[from] crate::keys::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl Error {
    /// What is wrong, for those who see no more than a text: without the lists that the sentence points to, but with the
    /// first of what stands in them.
    pub(crate) fn reasons(&self) -> String {
        match self {
            Self::NotRunnable(findings) | Self::BadParameters(findings) => {
                let errors = findings.iter().filter(|finding| finding.is_error());
                errors.take(3).map(|finding| finding.message.as_str()).collect::<Vec<_>>().join(" ")
            }
            other => other.to_string(),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Unknown(_) => Self::not_found(text),
            Error::Flow(error) => error.into(),
            Error::NotRunnable(findings) => {
                let shown = serde_json::to_value(problems(&findings)).unwrap_or_default();
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_flow", text).with("problems", shown)
            }
            Error::BadParameters(findings) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_parameters", text)
                .fields(findings.iter().map(field)),
            Error::KeyReused => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", text),
            Error::BadPriority(_) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_priority", text),
            Error::Full => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "queue_full", text).with("retry_after", RETRY_AFTER_SECONDS)
            }
            Error::TakenOver => Self::new(StatusCode::CONFLICT, "run_taken_over", text),
            Error::Finished => Self::new(StatusCode::CONFLICT, "run_finished", text),
            Error::Active => Self::new(StatusCode::CONFLICT, "run_active", text),
            Error::NotPending => Self::new(StatusCode::CONFLICT, "not_pending", text),
            Error::NotPaused => Self::new(StatusCode::CONFLICT, "not_paused", text),
            Error::Inactive(_) => Self::new(StatusCode::CONFLICT, "flow_inactive", text),
            Error::NotRetryable(_) => Self::new(StatusCode::CONFLICT, "not_retryable", text),
            Error::Unfit(field, _) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request", text.clone()).field(field, text)
            }
            Error::Stopping => Self::new(StatusCode::SERVICE_UNAVAILABLE, "shutting_down", text),
            Error::Keys(_) => Self::internal(&text),
            Error::Store(error) => error.into(),
        }
    }
}

fn field(finding: &Finding) -> FieldError {
    let place = finding.field.as_deref().unwrap_or_default();
    FieldError {
        field: place.strip_prefix("parameters/").unwrap_or(place).to_owned(),
        message: finding.message.clone(),
        code: Some(finding.code.clone()),
    }
}
