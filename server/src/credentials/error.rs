//! Why a credential was not found, kept or opened.

use axum::http::StatusCode;

use crate::keys;
use crate::web::Problem;

/// Why a credential was not found, kept or opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is none.
    #[error("There is no credential `{0}`. It may have been deleted or renamed.")]
    Unknown(String),
    /// Another one has the name.
    #[error("There is a credential `{0}` already. Give this one another name.")]
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
    #[error("The credential was changed in the meantime. Load it again before you save.")]
    Changed,
    /// Something needs it.
    #[error("The credential is in use by {0}. Change that first, or delete it anyway; what uses it fails then.")]
    InUse(String),
    /// Flows name it.
    #[error("The credential keeps its name as long as {0} names it by that. Change that first.")]
    Named(String),
    /// There are too many.
    #[error("There are {0} credentials already. Delete some first.")]
    TooMany(i64),
    /// What is sealed cannot be opened, or nothing can be sealed.
    #[error("The credential cannot be opened: {0}.")]
    Keys(#[from] keys::Error),
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
            Error::Unknown(_) => Self::not_found(text),
            Error::NameTaken(_) => Self::new(StatusCode::CONFLICT, "name_taken", text.clone()).field("name", text),
            Error::Unfit { field, .. } => Self::unfit("invalid_credential", &field, text),
            Error::Changed => Self::new(StatusCode::CONFLICT, "changed_meanwhile", text),
            Error::Named(_) => Self::new(StatusCode::CONFLICT, "credential_in_use", text.clone()).field("name", text),
            Error::InUse(_) => Self::new(StatusCode::CONFLICT, "credential_in_use", text),
            Error::TooMany(_) => Self::new(StatusCode::CONFLICT, "too_many_credentials", text),
            Error::Keys(error) => Self::internal(&error),
            Error::Store(error) => error.into(),
        }
    }
}
