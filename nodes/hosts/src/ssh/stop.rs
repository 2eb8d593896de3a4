//! Stopping commands that nobody waits for any more.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use russh::client::Msg;
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use super::connection::Connection;
use super::exec;
use super::script::{self, Began};

/// How long it is waited until a command that is to stop tells its process group.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it is waited until the machine closes the channel of a command that was stopped.
const CLOSING: Duration = Duration::from_secs(5);
/// Bytes of output in which the line with the process group is looked for at a time.
const TAIL: usize = 1024;

/// Stops commands that nobody waits for any more.
pub(super) struct Stopper {
    pub(super) grace: Duration,
    pub(super) stopping: TaskTracker,
}

/// The process groups that are to stop. One after the other asks the machine for that, and for all that wait: a machine
/// allows only so many sessions over a connection.
#[derive(Default)]
pub(super) struct Doomed {
    groups: Mutex<Vec<u32>>,
    turn: tokio::sync::Mutex<()>,
}

/// The channel of a command.
pub(super) struct Line {
    pub(super) incoming: ChannelReadHalf,
    pub(super) outgoing: Arc<ChannelWriteHalf<Msg>>,
    /// The place it takes among the channels of its connection.
    pub(super) permit: OwnedSemaphorePermit,
}

impl Line {
    /// Waits until the other side closes it, which frees its place there, or closes it after a while.
    async fn close(mut self, patience: Duration) {
        if timeout(patience, discard(&mut self.incoming)).await.is_err() {
            let _ = self.outgoing.close().await;
        }
        drop(self.permit);
    }
}

/// A command that is stopped when this is dropped, unless it ended before.
pub(super) struct Running {
    pub(super) connection: Arc<Connection>,
    pub(super) stopper: Arc<Stopper>,
    /// Whether it was handed over and has not ended.
    pub(super) is_live: bool,
    /// The process group it leads, once that is known.
    pub(super) group: Option<u32>,
    /// What was printed until it is known how the command began.
    pub(super) before: Option<Vec<u8>>,
    /// `None` once the command has ended and the other side has closed it.
    pub(super) line: Option<Line>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let (Some(line), Ok(runtime)) = (self.line.take(), Handle::try_current()) else { return };
        let known = match (self.is_live, self.group) {
            (false, _) => Known::Ended,
            (true, Some(leader)) => Known::Leader(leader),
            (true, None) => Known::Printed(self.before.take().unwrap_or_default()),
        };
        let (connection, grace) = (Arc::clone(&self.connection), self.stopper.grace);
        self.stopper.stopping.spawn_on(end(connection, line, known, grace), &runtime);
    }
}

/// What is known of a command that nobody waits for any more.
enum Known {
    /// There is nothing to stop.
    Ended,
    /// It leads this process group.
    Leader(u32),
    /// This was printed, and it is not known how it began.
    Printed(Vec<u8>),
}

/// Stops what runs, and closes the channel after that.
async fn end(connection: Arc<Connection>, mut line: Line, known: Known, grace: Duration) {
    let leader = match known {
        Known::Ended => None,
        Known::Leader(leader) => Some(leader),
        // What is not told in time is left alone; it notices that nobody reads it any more.
        Known::Printed(before) => timeout(PATIENCE, find_leader(&mut line.incoming, before)).await.ok().flatten(),
    };
    let Some(leader) = leader else { return line.close(Duration::ZERO).await };
    // A channel that nobody reads would hold up the whole connection.
    let reading = async {
        discard(&mut line.incoming).await;
        std::future::pending::<()>().await
    };
    tokio::select! {
        () = stop(&connection, leader, grace) => {}
        () = reading => {}
    }
    line.close(CLOSING).await;
}

/// Reads on until it is told how the command began.
async fn find_leader(incoming: &mut ChannelReadHalf, mut before: Vec<u8>) -> Option<u32> {
    loop {
        match script::begin(&before) {
            Some((Began::Group(leader), _)) => return Some(leader),
            Some(_) => return None,
            None => drop(before.drain(..before.len().saturating_sub(TAIL))),
        }
        match incoming.wait().await? {
            ChannelMsg::Data { data } => before.extend_from_slice(&data),
            ChannelMsg::ExitStatus { .. } | ChannelMsg::ExitSignal { .. } | ChannelMsg::Failure => return None,
            _ => {}
        }
    }
}

async fn discard(incoming: &mut ChannelReadHalf) {
    while incoming.wait().await.is_some() {}
}

/// Stops a process group, together with all others of the connection that wait for it.
async fn stop(connection: &Arc<Connection>, leader: u32, grace: Duration) {
    connection.doomed.groups.lock().push(leader);
    let _turn = connection.doomed.turn.lock().await;
    let groups = std::mem::take(&mut *connection.doomed.groups.lock());
    if groups.is_empty() {
        return;
    }
    let Ok(line) = script::wrap(&script(&groups, grace)) else { return };
    // Where the connection is gone, there is no other way to the commands.
    if let Ok(channel) = connection.last_channel().await {
        let _ = exec::ask(channel, line, 0).await;
    }
}

/// Asks process groups to stop, and kills what is still there after a while. A signal over the channel would not do:
/// OpenSSH does not pass it on to accounts that it runs no separate process for.
fn script(groups: &[u32], grace: Duration) -> String {
    let tenths = grace.as_millis() / 100;
    let groups = groups.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
    format!(
        "exec 2>/dev/null\n\
         for g in {groups}; do kill -TERM -$g; done\n\
         i=0; while [ $i -lt {tenths} ]; do\n\
         left=; for g in {groups}; do kill -0 -$g && left=1; done; [ -n \"$left\" ] || break\n\
         sleep 0.1; i=$((i+1)); done\n\
         for g in {groups}; do kill -KILL -$g; done; true"
    )
}
