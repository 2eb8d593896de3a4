//! Queries of global variables.

use async_trait::async_trait;
use serde_json::{Value as Json, json};
use sqlx::FromRow;

use crate::audit::{self, Author, Entry};
use crate::journal::Operation;
use crate::store::{Result, Store, Tx, change, read, within};

const LIST: &str = "SELECT name, value, updated_by, updated_at FROM globals
    WHERE name > $1 AND ($2 = '' OR lower(name) LIKE $2 ESCAPE '!') ORDER BY name LIMIT $3";
const ALL: &str = "SELECT name, value FROM globals";
const COUNT: &str = "SELECT count(*) FROM globals WHERE name <> $1";
const SET: &str = "INSERT INTO globals (name, value, updated_by, updated_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_by = excluded.updated_by,
        updated_at = excluded.updated_at";
const DELETE: &str = "DELETE FROM globals WHERE name = $1";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[LIST, ALL, COUNT, SET, DELETE];

/// The most variables there may be.
pub(super) const MOST: i64 = 10_000;

/// A variable with who changed it last.
#[derive(FromRow)]
pub(crate) struct GlobalRow {
    /// Its name.
    pub name: String,
    /// JSON.
    pub value: String,
    /// User name.
    pub updated_by: String,
    /// Milliseconds since 1970.
    pub updated_at: i64,
}

/// A page of variables by name.
pub(crate) async fn list(store: &Store, after: &str, pattern: &str, rows: i64) -> Result<Vec<GlobalRow>> {
    read!(store, db => sqlx::query_as(LIST).bind(after).bind(pattern).bind(rows).fetch_all(db))
}

/// Names and values of all variables.
pub(crate) async fn all(store: &Store) -> Result<Vec<(String, String)>> {
    read!(store, db => sqlx::query_as(ALL).fetch_all(db))
}

/// Who changes a variable.
#[derive(Clone)]
pub(crate) enum By {
    /// A person.
    Person(Author),
    /// A run; whoever started it answers for that.
    Run {
        /// The run's id.
        run: String,
        /// What the audit log says besides.
        details: Json,
    },
}

impl By {
    async fn author(&self, tx: &mut Tx) -> Result<(Author, Json)> {
        match self {
            Self::Person(author) => Ok((author.clone(), json!({}))),
            Self::Run { run, details } => Ok((audit::who_started(tx, run).await?, details.clone())),
        }
    }
}

/// Sets a variable; `false` if there are as many as may be.
pub(crate) struct Set {
    pub(crate) name: String,
    /// JSON.
    pub(crate) value: String,
    pub(crate) by: By,
    pub(crate) at: i64,
}

#[async_trait]
impl Operation for Set {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool> {
        let others: i64 = within!(tx, db => sqlx::query_scalar(COUNT).bind(&self.name).fetch_one(db))?;
        if others >= MOST {
            return Ok(false);
        }
        let (author, details) = self.by.author(tx).await?;
        change!(tx, db => sqlx::query(SET)
            .bind(&self.name).bind(&self.value).bind(&author.name).bind(self.at).execute(db))?;
        note(tx, (self.at, &author, details), "variable.set", &self.name).await?;
        Ok(true)
    }
}

/// Deletes a variable; `false` if there is none.
pub(crate) struct Delete {
    pub(crate) name: String,
    pub(crate) author: Author,
    pub(crate) at: i64,
}

#[async_trait]
impl Operation for Delete {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool> {
        if change!(tx, db => sqlx::query(DELETE).bind(&self.name).execute(db))? == 0 {
            return Ok(false);
        }
        note(tx, (self.at, &self.author, json!({})), "variable.delete", &self.name).await?;
        Ok(true)
    }
}

/// The value is not noted: it may be anything.
async fn note(
    tx: &mut Tx,
    (at, author, details): (i64, &Author, Json),
    action: &'static str,
    name: &str,
) -> Result<()> {
    audit::record(tx, &Entry { at, author, action, object: format!("variable:{name}"), details }).await
}
