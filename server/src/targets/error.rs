//! Why a target or group was not found or kept.

use axum::http::StatusCode;

use crate::web::Problem;

/// Why a target or group was not found or kept.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such target.
    #[error("There is no target `{0}`. It may have been deleted or renamed.")]
    Unknown(String),
    /// There is no such group.
    #[error("There is no group `{0}`. It may have been deleted or renamed.")]
    UnknownGroup(String),
    /// There is no such key.
    #[error("The target has no such host key. It may have been forgotten.")]
    UnknownKey,
    /// Another one has the name.
    #[error("The name `{0}` is in use already. Choose another one.")]
    NameTaken(String),
    /// A field does not fit.
    #[error("{message}")]
    Unfit {
        /// Which.
        field: String,
        /// Why, and what to do.
        message: String,
    },
    /// Somebody else changed it.
    #[error("It was changed in the meantime. Load it again before you save.")]
    Changed,
    /// Others need it.
    #[error("The target is needed by {0}. Change that first, or delete it anyway.")]
    InUse(String),
    /// There are too many.
    #[error("There are {0} of them already. Delete some first.")]
    TooMany(usize),
    /// A test of a connection panicked.
    #[error("The test of the connection broke off. The server's log says why; try again.")]
    BrokenOff,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl Error {
    /// A field that does not fit.
    pub(super) fn unfit(field: &str, message: impl Into<String>) -> Self {
        Self::Unfit { field: field.to_owned(), message: message.into() }
    }

    #[cfg(test)]
    pub(super) fn field(&self) -> Option<&str> {
        if let Self::Unfit { field, .. } = self { Some(field) } else { None }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Unknown(_) | Error::UnknownGroup(_) | Error::UnknownKey => Self::not_found(text),
            Error::NameTaken(_) => Self::new(StatusCode::CONFLICT, "name_taken", text.clone()).field("name", text),
            Error::Unfit { field, .. } => Self::unfit("invalid_target", &field, text),
            Error::Changed => Self::new(StatusCode::CONFLICT, "changed_meanwhile", text),
            Error::InUse(_) => Self::new(StatusCode::CONFLICT, "target_in_use", text),
            Error::TooMany(_) => Self::new(StatusCode::CONFLICT, "too_many_targets", text),
            Error::BrokenOff => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", text),
            Error::Store(error) => error.into(),
        }
    }
}
