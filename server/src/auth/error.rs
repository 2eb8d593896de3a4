//! Why somebody was not let in, or could not be changed.

use axum::http::StatusCode;

use crate::web::Problem;

/// A field, and what is wrong with it.
pub type Unfit = (&'static str, String);

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Wrong name or password; which one is not said.
    #[error("The user name or the password is wrong.")]
    InvalidCredentials,
    /// Not the current password.
    #[error("The current password is wrong.")]
    WrongPassword,
    /// Too short or too long.
    #[error("A password needs at least 10 characters, and at most 1000 bytes.")]
    WeakPassword,
    /// Too many attempts.
    #[error("There were too many attempts. Try again in {seconds} seconds.")]
    TooManyAttempts {
        /// How long to wait.
        seconds: u64,
    },
    /// The token was good once.
    #[error("The token has expired. Refresh it, or sign in again.")]
    ExpiredToken,
    /// Not a token of ours, or its session was ended.
    #[error("The token is not valid here, or its session has ended. Sign in again.")]
    InvalidToken,
    /// People do not make their own accounts here.
    #[error("Accounts are made by an administrator here. Ask one for yours.")]
    RegistrationOff,
    /// Somebody has this name, or one that differs in capital letters only.
    #[error("There is somebody called `{0}` already. Choose another name.")]
    NameTaken(String),
    /// Fields that cannot be taken as they are: each with what to do.
    #[error("{}", .0.first().map_or("", |(_, message)| message.as_str()))]
    Unfit(Vec<Unfit>),
    /// Not a session of one's own, or it has ended.
    #[error("There is no such session of yours; it may have ended by itself.")]
    UnknownSession,
    /// A refresh token came a second time.
    #[error("This refresh token was used before, so it may have been stolen; its session is ended. Sign in again.")]
    TokenReused,
    /// Hashing or signing failed.
    #[error("{0}")]
    Hashing(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (status, code) = match &error {
            Error::InvalidCredentials => (StatusCode::UNAUTHORIZED, "invalid_credentials"),
            Error::WrongPassword => (StatusCode::UNPROCESSABLE_ENTITY, "wrong_password"),
            Error::WeakPassword => (StatusCode::UNPROCESSABLE_ENTITY, "weak_password"),
            Error::TooManyAttempts { .. } => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
            Error::RegistrationOff => (StatusCode::FORBIDDEN, "registration_off"),
            Error::NameTaken(_) => (StatusCode::CONFLICT, "name_taken"),
            Error::Unfit(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Error::UnknownSession => (StatusCode::NOT_FOUND, "not_found"),
            Error::ExpiredToken => (StatusCode::UNAUTHORIZED, "token_expired"),
            Error::InvalidToken => (StatusCode::UNAUTHORIZED, "token_invalid"),
            Error::TokenReused => (StatusCode::UNAUTHORIZED, "token_reused"),
            Error::Hashing(_) => return Self::internal(&error),
            Error::Store(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        };
        let text = error.to_string();
        let problem = Self::new(status, code, text.clone());
        match error {
            Error::WrongPassword => problem.field("current_password", text),
            Error::WeakPassword => problem.field("new_password", text),
            Error::NameTaken(_) => problem.field("username", text),
            Error::Unfit(fields) => {
                fields.into_iter().fold(problem, |problem, (field, message)| problem.field(field, message))
            }
            Error::TooManyAttempts { seconds } => problem.with("retry_after", seconds),
            Error::Store(error) => error.into(),
            _ => problem,
        }
    }
}
