//! Queries of connections.

use std::sync::Arc;

use async_trait::async_trait;
use node_hosts::{Protocol, Session};
use sqlx::FromRow;

use crate::journal::{Claim, Operation};
use crate::store::{Result, Store, Tx, change, read};

/// Tests of connections and of single nodes are no runs, and leave nothing here. One that ended stays as it ended.
const KEEP: &str = "INSERT INTO run_sessions (id, run_id, protocol, target_id, peer, credential, opened_at, closed_at,
        lost, commands, files, bytes)
    SELECT $1, r.id, $3, $4, $5, $6, CAST($7 AS BIGINT), CAST($8 AS BIGINT), FALSE, CAST($9 AS BIGINT),
        CAST($10 AS BIGINT), CAST($11 AS BIGINT) FROM runs r WHERE r.id = $2
    ON CONFLICT (id) DO UPDATE SET closed_at = excluded.closed_at, lost = excluded.lost, commands = excluded.commands,
        files = excluded.files, bytes = excluded.bytes WHERE run_sessions.closed_at IS NULL";
const LOSE: &str = "UPDATE run_sessions SET lost = TRUE WHERE closed_at IS NULL AND NOT lost
    AND run_id = (SELECT id FROM runs WHERE no = $1 AND fence = $2)";
const LIST: &str =
    "SELECT id, protocol, target_id, peer, credential, opened_at, closed_at, lost, commands, files, bytes
    FROM run_sessions WHERE run_id = $1 AND id > $2 ORDER BY id LIMIT $3";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[KEEP, LOSE, LIST];

/// A connection, as it was written down.
#[derive(FromRow)]
pub(in crate::runs) struct SessionRow {
    pub(in crate::runs) id: String,
    pub(in crate::runs) protocol: String,
    pub(in crate::runs) target_id: Option<String>,
    pub(in crate::runs) peer: String,
    pub(in crate::runs) credential: Option<String>,
    pub(in crate::runs) opened_at: i64,
    pub(in crate::runs) closed_at: Option<i64>,
    pub(in crate::runs) lost: bool,
    pub(in crate::runs) commands: i64,
    pub(in crate::runs) files: i64,
    pub(in crate::runs) bytes: i64,
}

/// A page of the connections of a run, in the order they were opened.
pub(in crate::runs) async fn list(store: &Store, run: &str, after: &str, rows: i64) -> Result<Vec<SessionRow>> {
    read!(store, db => sqlx::query_as(LIST).bind(run).bind(after).bind(rows).fetch_all(db))
}

/// Writes down how connections stand.
pub(super) struct Keep(pub(super) Vec<Arc<Session>>);

#[async_trait]
impl Operation for Keep {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        for session in &self.0 {
            let (party, usage) = (&session.party, session.usage());
            let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
            change!(tx, db => sqlx::query(KEEP)
                .bind(session.id.to_string()).bind(&party.run).bind(word(party.protocol)).bind(&party.target)
                .bind(&party.peer).bind(&party.credential).bind(session.opened_at).bind(session.closed_at())
                .bind(count(usage.commands)).bind(count(usage.files)).bind(count(usage.bytes)).execute(db))?;
        }
        Ok(())
    }
}

fn word(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Ssh => "ssh",
        Protocol::Http => "http",
    }
}

/// The process that had connections of a run open is gone.
pub(in crate::runs) async fn lose(tx: &mut Tx, claim: Claim) -> Result<()> {
    change!(tx, db => sqlx::query(LOSE).bind(claim.no).bind(claim.fence).execute(db))?;
    Ok(())
}
