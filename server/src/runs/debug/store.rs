//! Queries of what is kept of debuggers.

use async_trait::async_trait;
use engine::RunStatus;
use engine::debug::Saved;
use serde_json::json;

use super::command::Ask;
use crate::audit::{self, Author, Entry};
use crate::journal::{Claim, Operation};
use crate::store::{Error, Result, Store, Tx, change, read, within};
use crate::wire::of_word;

const SAVED: &str = "SELECT debug FROM runs WHERE id = $1";
const MARK: &str = "UPDATE runs SET status = $3, debug = $4
    WHERE no = $1 AND fence = $2 AND status IN ('running', 'paused')";
const HOLD_STILL: &str = "UPDATE runs SET status = status WHERE id = $1 RETURNING status, debug";
const ASK: &str = "UPDATE runs SET debug = $2 WHERE id = $1";
const WAKE: &str = "UPDATE runs SET signals = signals + 1, wake_at = CASE WHEN is_parked THEN $2 ELSE wake_at END
    WHERE id = $1 AND status IN ('running', 'paused')";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[SAVED, MARK, HOLD_STILL, ASK, WAKE];

/// What is kept of a run's debugger.
pub(crate) async fn saved(store: &Store, run: &str) -> Result<Saved> {
    let text: Option<Option<String>> = read!(store, db => sqlx::query_scalar(SAVED).bind(run).fetch_optional(db))?;
    parse(text.flatten().as_deref())
}

/// A debugger as it was kept; a fresh one where there is nothing.
pub(crate) fn parse(text: Option<&str>) -> Result<Saved> {
    let Some(text) = text else { return Ok(Saved::default()) };
    serde_json::from_str(text).map_err(|error| Error::corrupt("the state of a debugger", error))
}

/// Notes how a run that is executed stands.
pub(crate) struct Mark {
    pub(crate) claim: Claim,
    pub(crate) status: String,
    pub(crate) debug: String,
}

#[async_trait]
impl Operation for Mark {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        change!(tx, db => sqlx::query(MARK)
            .bind(self.claim.no).bind(self.claim.fence).bind(&self.status).bind(&self.debug).execute(db))?;
        Ok(())
    }
}

/// Notes what somebody asks of a debugger.
pub(crate) struct Command {
    pub(crate) run: String,
    pub(crate) ask: Ask,
    /// The debugger where the run is executed here; else that is taken which is kept.
    pub(crate) live: Option<Saved>,
    pub(crate) author: Author,
    pub(crate) at: i64,
}

/// What became of it.
pub(crate) enum Asked {
    /// It is noted.
    Noted,
    /// There is no such run.
    Unknown,
    /// The run is over.
    Over,
    /// It is to go on, and is not held.
    NotPaused,
}

#[async_trait]
impl Operation for Command {
    type Answer = Asked;

    async fn apply(&self, tx: &mut Tx) -> Result<Asked> {
        let row: Option<(String, Option<String>)> =
            within!(tx, db => sqlx::query_as(HOLD_STILL).bind(&self.run).fetch_optional(db))?;
        let Some((status, debug)) = row else { return Ok(Asked::Unknown) };
        if of_word(&status).is_none_or(RunStatus::is_final) {
            return Ok(Asked::Over);
        }
        let mut saved = match &self.live {
            Some(saved) => saved.clone(),
            None => parse(debug.as_deref())?,
        };
        if !self.ask.apply(&mut saved) {
            return Ok(Asked::NotPaused);
        }
        let text = serde_json::to_string(&saved).map_err(|error| Error::corrupt("the state of a debugger", error))?;
        change!(tx, db => sqlx::query(ASK).bind(&self.run).bind(text).execute(db))?;
        if self.live.is_none() {
            change!(tx, db => sqlx::query(WAKE).bind(&self.run).bind(self.at).execute(db))?;
        }
        let object = format!("run:{}", self.run);
        let entry =
            Entry { at: self.at, author: &self.author, action: "run.debug", object, details: json!(self.ask.told()) };
        audit::record(tx, &entry).await?;
        Ok(Asked::Noted)
    }
}
