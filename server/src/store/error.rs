//! Why the database did not do what was asked, or could not be opened.

use sqlx::error::DatabaseError;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[error("the database failed: {0}")]
pub struct Error(#[from] sqlx::Error);

impl Error {
    /// Whether a row with the same unique value is there already.
    pub fn is_duplicate(&self) -> bool {
        self.0.as_database_error().is_some_and(DatabaseError::is_unique_violation)
    }

    /// Whether a text holds a character that the database has no place for: PostgreSQL knows no U+0000.
    pub fn is_unstorable_text(&self) -> bool {
        const CHARACTER_NOT_IN_REPERTOIRE: &str = "22021";
        self.0.as_database_error().and_then(DatabaseError::code).is_some_and(|code| code == CHARACTER_NOT_IN_REPERTOIRE)
    }

    /// Whoever writes has stopped.
    pub fn stopped() -> Self {
        Self(sqlx::Error::PoolClosed)
    }

    /// A stored value that cannot be read back.
    pub fn corrupt(what: &'static str, reason: impl std::fmt::Display) -> Self {
        Self(sqlx::Error::Decode(format!("{what}: {reason}").into()))
    }
}

/// Why the database could not be opened. No text holds a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is none.
    #[error(
        "the database address cannot be used: {0}. Leave it empty for the database in the data folder, or write \
         postgres://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for an @ in the password"
    )]
    Address(String),
    /// Nobody answers there.
    #[error("PostgreSQL does not answer at {server}: {reason}. Check that it runs there and can be reached from here")]
    Unreachable {
        /// Host and port.
        server: String,
        /// What the system said.
        reason: String,
    },
    /// Wrong user or password, or not allowed from here.
    #[error("PostgreSQL at {server} does not let `{user}` in: {reason}. Check user, password and pg_hba.conf")]
    Refused {
        /// Host and port.
        server: String,
        /// Who wanted in.
        user: String,
        /// What PostgreSQL said.
        reason: String,
    },
    /// There is no database of this name.
    #[error("PostgreSQL at {server} has no database `{database}`. Make it first: createdb --encoding=UTF8 {database}")]
    NoDatabase {
        /// Host and port.
        server: String,
        /// Its name.
        database: String,
    },
    /// It lacks what is needed.
    #[error("PostgreSQL {found} is too old; {needed} or newer is needed")]
    TooOld {
        /// What it is.
        found: String,
        /// What it should be.
        needed: i32,
    },
    /// Not every text could be kept.
    #[error("the database keeps texts as {0}; make one that keeps them as UTF8: createdb --encoding=UTF8 NAME")]
    Encoding(String),
    /// Its tables have a change that this version does not know.
    #[error(
        "the database was written by a newer version of OpsConductor (change {0} of its tables is unknown to this one); \
         install that version again, or restore a backup from before it"
    )]
    Newer(i64),
    /// Its tables were changed in another way than this version would.
    #[error("change {0} of the database's tables is not the one this version makes; restore a backup")]
    Changed(i64),
    /// Anything else.
    #[error("the database cannot be opened: {0}")]
    Failed(#[from] sqlx::Error),
}
