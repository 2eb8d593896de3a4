//! Why something was not decided.

use axum::http::StatusCode;

use crate::web::Problem;

/// Why something was not decided.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody asks this.
    #[error("There is no such request. Its run may have been deleted.")]
    Unknown,
    /// Somebody was faster, it is too late, or the run is over.
    #[error("This was decided already, or is no longer asked.")]
    AlreadyDecided,
    /// Somebody else has to decide.
    #[error("{0}")]
    NotYours(&'static str),
    /// The comment is too long.
    #[error("The comment has more than {0} characters. Say it shorter.")]
    LongComment(usize),
    /// The run could not be told.
    #[error(transparent)]
    Run(#[from] crate::runs::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Unknown => Self::not_found(text),
            Error::AlreadyDecided => Self::new(StatusCode::CONFLICT, "already_decided", text),
            Error::NotYours(_) => Self::new(StatusCode::FORBIDDEN, "not_approver", text),
            Error::LongComment(_) => Self::unfit("invalid_comment", "comment", text),
            Error::Run(error) => error.into(),
            Error::Store(error) => error.into(),
        }
    }
}
