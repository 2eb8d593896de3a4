//! A data folder and an empty database for one test. For tests only.
//!
//! On PostgreSQL a test gets a schema of its own: making one is a matter of milliseconds, and nothing else can be in it.
#![expect(clippy::expect_used, clippy::panic, reason = "what cannot be set up fails its test")]

mod schema;

use std::path::Path;

use tempfile::TempDir;

use schema::Schema;

/// Where a server under test keeps what it has; gone when this is dropped.
pub struct Home {
    folder: TempDir,
    schema: Option<Schema>,
}

impl Home {
    /// A home with the embedded database.
    pub fn on_sqlite() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), schema: None }
    }

    /// A home with the embedded database below a folder, for whoever cares which disk it is on.
    pub fn on_sqlite_in(folder: &Path) -> Self {
        Self { folder: tempfile::tempdir_in(folder).expect("a folder"), schema: None }
    }

    /// A home with a database on PostgreSQL.
    ///
    /// # Panics
    /// If no server answers.
    pub async fn on_postgres() -> Self {
        Self { schema: Some(Schema::make().await), ..Self::on_sqlite() }
    }

    /// A home for the tests below a module called `sqlite` or `postgres`: `Home::of(module_path!())`.
    ///
    /// # Panics
    /// If the module names no database, or no server answers.
    pub async fn of(module: &str) -> Self {
        let named = |name| module.split("::").any(|part| part == name);
        match (named("sqlite"), named("postgres")) {
            (true, false) => Self::on_sqlite(),
            (false, true) => Self::on_postgres().await,
            _ => panic!("`{module}` does not say which database it is for"),
        }
    }

    /// The data folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The address of the database; empty for the one in the data folder.
    pub fn database(&self) -> &str {
        self.schema.as_ref().map_or("", Schema::address)
    }

    /// All that is kept: the bytes of each file, and each row of each table.
    pub async fn contents(&self) -> Vec<(String, Vec<u8>)> {
        let mut contents = match &self.schema {
            Some(schema) => schema.tables().await,
            None => Vec::new(),
        };
        for file in std::fs::read_dir(self.path()).expect("the folder") {
            let path = file.expect("a file").path();
            if path.is_file() {
                contents.push((path.display().to_string(), std::fs::read(&path).expect("bytes")));
            }
        }
        contents
    }
}
