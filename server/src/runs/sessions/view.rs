//! Connections, as people see them.

use serde::Serialize;
use utoipa::ToSchema;

use super::Recorder;
use super::store::SessionRow;
use crate::web::iso;

/// How a connection stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::runs) enum SessionState {
    /// It is there.
    Open,
    /// It was closed, or broke off.
    Closed,
    /// The server stopped before it could say how it ended.
    Lost,
}

/// A connection of a run to a machine, or all of its connections to a web server.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::runs) struct SessionView {
    /// Id.
    id: String,
    /// `ssh` or `http`.
    protocol: String,
    /// Id of the target; `null` for web servers.
    target_id: Option<String>,
    /// Name of the target, or host and port of the web server.
    peer: String,
    /// Name of the credential it was signed in with.
    credential: Option<String>,
    /// How it stands.
    state: SessionState,
    /// When it was opened.
    connection_established_at: String,
    /// When it ended.
    connection_closed_at: Option<String>,
    /// Commands, or requests.
    commands_executed: u64,
    /// Files read or written.
    files_transferred: u64,
    /// Bytes of input, output, files and bodies, both ways.
    total_bytes_transferred: u64,
}

impl SessionView {
    /// With the counts of this moment, where this process has it open. `goes_on` says whether its run does.
    pub(in crate::runs) fn new(row: SessionRow, recorder: &Recorder, goes_on: bool) -> Self {
        let open = recorder.open(&row.id);
        let closed_at = row.closed_at.or_else(|| open.as_ref().and_then(|session| session.closed_at()));
        let count = |number: i64| u64::try_from(number).unwrap_or_default();
        let kept = (count(row.commands), count(row.files), count(row.bytes));
        let (commands_executed, files_transferred, total_bytes_transferred) =
            open.map_or(kept, |session| (session.usage().commands, session.usage().files, session.usage().bytes));
        let state = match closed_at {
            Some(_) => SessionState::Closed,
            None if row.lost || !goes_on => SessionState::Lost,
            None => SessionState::Open,
        };
        Self {
            id: row.id,
            protocol: row.protocol,
            target_id: row.target_id,
            peer: row.peer,
            credential: row.credential,
            state,
            connection_established_at: iso(row.opened_at),
            connection_closed_at: closed_at.map(iso),
            commands_executed,
            files_transferred,
            total_bytes_transferred,
        }
    }
}
