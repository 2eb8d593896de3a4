//! Why a trigger cannot be kept, or starts no run.

use axum::http::StatusCode;

use crate::web::Problem;

/// When to try again after too many calls.
const RETRY_AFTER_SECONDS: u64 = 1;

/// Why a trigger cannot be kept, or starts no run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another flow has the address.
    #[error("{owner} has the address `{address}` already. Choose another path.")]
    AddressTaken {
        /// The node that wants it.
        node: String,
        /// Method and path.
        address: String,
        /// Who has it, as a sentence begins: ``The flow `Orders` ``.
        owner: String,
    },
    /// Nothing is at the address.
    #[error("No flow is started by this address and method.")]
    UnknownAddress,
    /// There is no such trigger.
    #[error("The published version of the flow has no webhook `{0}`. Publish the flow first.")]
    Unknown(String),
    /// Nobody made a secret.
    #[error("This address has no secret yet. Make one in the flow's editor, and call with it.")]
    NoSecret,
    /// The caller does not show what it must.
    #[error("{0}")]
    Unproven(&'static str),
    /// Too many calls.
    #[error("There are too many calls. Try again in a moment.")]
    TooMany,
    /// A body that is no text.
    #[error("The body cannot be read: {0}. Send JSON, a form, or text in UTF-8.")]
    Body(String),
    /// The flow has problems.
    #[error("The flow cannot run as it is now. Whoever looks after it sees why in its editor.")]
    NotRunnable,
    /// Sealing or opening failed.
    #[error(transparent)]
    Keys(#[from] crate::keys::Error),
    /// The run was not started.
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
            Error::AddressTaken { node, .. } => {
                let field = format!("nodes/{node}/config/path");
                Self::new(StatusCode::CONFLICT, "address_taken", text.clone()).field(field, text)
            }
            Error::UnknownAddress | Error::Unknown(_) => Self::not_found(text),
            Error::NoSecret => Self::new(StatusCode::UNAUTHORIZED, "no_secret", text),
            Error::Unproven(_) => Self::new(StatusCode::UNAUTHORIZED, "unproven", text),
            Error::TooMany => Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_calls", text)
                .with("retry_after", RETRY_AFTER_SECONDS),
            Error::Body(_) => Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unreadable_body", text),
            Error::NotRunnable => Self::new(StatusCode::CONFLICT, "flow_not_runnable", text),
            Error::Keys(_) => Self::internal(&text),
            Error::Run(error) => error.into(),
            Error::Store(error) => error.into(),
        }
    }
}
