//! Why a template was not found, kept or used.

use axum::http::StatusCode;

use crate::flows::Refused;
use crate::web::Problem;

/// Why a template was not found, kept or used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such template, or it is somebody's own.
    #[error("There is no template `{0}`, or it is not shared.")]
    Unknown(String),
    /// It came with the program.
    #[error("This template came with OpsConductor and cannot be changed. Use it, and keep the result as your own.")]
    Shipped,
    /// It is somebody else's.
    #[error("Only {0} or an administrator can change this template. Use it, and keep the result as your own.")]
    NotYours(String),
    /// A field does not fit.
    #[error("{1}")]
    Unfit(String, String),
    /// The document is not even well-formed.
    #[error(transparent)]
    Malformed(#[from] Refused),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Unknown(_) => Self::not_found(text),
            Error::Shipped => Self::new(StatusCode::FORBIDDEN, "template_shipped", text),
            Error::NotYours(_) => Self::new(StatusCode::FORBIDDEN, "template_not_yours", text),
            Error::Unfit(field, _) => Self::unfit("invalid_template", &field, text),
            Error::Malformed(refused) => refused.into(),
            Error::Store(error) => error.into(),
        }
    }
}
