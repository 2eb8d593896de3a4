//! Where the database is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use sqlx::postgres::PgConnectOptions;

use super::{FILE, OpenError};

const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Where the database is. Has no `Debug`, because of the password.
#[derive(Clone)]
pub enum Place {
    /// A file in this folder.
    Folder(PathBuf),
    /// A PostgreSQL server.
    Postgres(Box<PgConnectOptions>),
}

impl Place {
    /// The place that an address names; the data folder, if it is empty.
    ///
    /// # Errors
    /// If the address is neither empty nor one of PostgreSQL. The error does not repeat it.
    pub fn of(address: &str, data_dir: &Path) -> Result<Self, OpenError> {
        let address = address.trim();
        if address.is_empty() {
            return Ok(Self::Folder(data_dir.to_owned()));
        }
        if !SCHEMES.iter().any(|scheme| address.starts_with(scheme)) {
            return Err(OpenError::Address("it does not begin with postgres://".into()));
        }
        let options = PgConnectOptions::from_str(address).map_err(|error| OpenError::Address(reason(error)))?;
        Ok(Self::Postgres(Box::new(options)))
    }
}

impl fmt::Display for Place {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.join(FILE).display()),
            Self::Postgres(options) => write!(f, "{} on PostgreSQL at {}", database(options), server(options)),
        }
    }
}

/// The database that is meant; PostgreSQL takes that of the user's name where none is named.
pub(super) fn database(options: &PgConnectOptions) -> &str {
    options.get_database().unwrap_or_else(|| options.get_username())
}

/// Host and port, or the socket.
pub(super) fn server(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

impl From<&Path> for Place {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.to_owned())
    }
}

/// Without the address, which may hold a password.
fn reason(error: sqlx::Error) -> String {
    match error {
        sqlx::Error::Configuration(reason) => reason.to_string(),
        _ => "it is malformed".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(address: &str) -> String {
        let error = Place::of(address, Path::new("data")).err();
        error.unwrap_or_else(|| panic!("{address} is taken")).to_string()
    }

    #[test]
    fn nothing_means_the_data_folder_and_an_address_postgresql() {
        assert!(matches!(Place::of(" ", Path::new("data")), Ok(Place::Folder(folder)) if folder == Path::new("data")));
        let place = Place::of("postgresql://ada:p%40ss@db.example:6432/flows", Path::new("data"));
        let Ok(Place::Postgres(options)) = place else { panic!("this is PostgreSQL") };
        assert_eq!(Place::Postgres(options).to_string(), "flows on PostgreSQL at db.example:6432");
    }

    #[test]
    fn a_bad_address_is_explained_and_never_repeated() {
        let bad =
            ["mysql://u:sword-fish@h/d", "postgres://u:sword-fish@h:port/d", "postgres://u:sword-fish@h/d?sslmode=x"];
        for address in bad {
            let problem = problem(address);
            assert!(problem.contains("postgres://USER:PASSWORD@HOST:PORT/DATABASE"), "{problem}");
            assert!(!problem.contains("sword-fish"), "{problem}");
        }
    }
}
