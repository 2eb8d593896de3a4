//! Running a command over a connection to its end, or to the end of interest in it.

use std::sync::Arc;
use std::time::Duration;

use node_sdk::{Command, Exit, HostError, OutputSink, Stream};
use russh::client::Msg;
use russh::{Channel, ChannelMsg, Sig};
use tokio::runtime::Handle;
use tokio_util::task::TaskTracker;

use super::connection::Connection;
use super::script::{self, Began};

/// Bytes in which the line is looked for that tells how the command began.
const PREAMBLE: usize = 64 * 1024;
/// The number of the stream for errors (RFC 4254, 5.2).
const STDERR: u32 = 1;

/// Stops commands that nobody waits for any more.
pub(super) struct Stopper {
    pub(super) grace: Duration,
    pub(super) stopping: TaskTracker,
}

/// Runs a command to its end. Dropped, it stops the command.
pub(super) async fn run(
    connection: &Arc<Connection>,
    stopper: &Arc<Stopper>,
    command: &Command,
    output: &dyn OutputSink,
) -> Result<Exit, HostError> {
    let line = script::line(command)?;
    let (channel, _permit) = connection.channel().await?;
    let lost = |error: russh::Error| connection.lost(&error.to_string());
    channel.exec(true, line).await.map_err(lost)?;
    connection.session.count_command();
    let running = Running { connection: Arc::clone(connection), stopper: Arc::clone(stopper), group: None };
    let mut reading = Reading { running, output, before: Some(Vec::new()), exit: None };
    let (mut incoming, outgoing) = channel.split();
    let stdin = command.stdin.clone().unwrap_or_default();
    let feeding = async {
        // A command need not read its input; that it did not is no error.
        let _ = outgoing.data(stdin.as_bytes()).await;
        connection.session.count_bytes(stdin.len());
        let _ = outgoing.eof().await;
        std::future::pending::<()>().await
    };
    tokio::select! {
        result = async {
            while let Some(message) = incoming.wait().await {
                reading.take(message)?;
                output.room(Stream::Stdout).await;
                output.room(Stream::Stderr).await;
            }
            Ok(())
        } => result?,
        () = feeding => {}
    }
    reading.finish()
}

/// Runs a short command of our own, and gives what it printed, to a limit.
pub(super) async fn ask(mut channel: Channel<Msg>, line: String, most: usize) -> Result<(u32, Vec<u8>), russh::Error> {
    channel.exec(true, line).await?;
    let (mut code, mut printed) = (u32::MAX, Vec::new());
    while let Some(message) = channel.wait().await {
        match message {
            ChannelMsg::Data { data } if printed.len() < most => printed.extend_from_slice(&data),
            ChannelMsg::ExitStatus { exit_status } => code = exit_status,
            _ => {}
        }
    }
    Ok((code, printed))
}

/// What comes from a command.
struct Reading<'o> {
    running: Running,
    output: &'o dyn OutputSink,
    /// What was printed until it is known how the command began.
    before: Option<Vec<u8>>,
    exit: Option<Exit>,
}

impl Reading<'_> {
    fn take(&mut self, message: ChannelMsg) -> Result<(), HostError> {
        match message {
            ChannelMsg::Data { data } => self.print(&data)?,
            ChannelMsg::ExtendedData { data, ext: STDERR } if self.before.is_none() => {
                self.print_to(Stream::Stderr, &data);
            }
            ChannelMsg::ExitStatus { exit_status } => {
                self.end(Exit { code: i32::try_from(exit_status).ok(), signal: None })
            }
            ChannelMsg::ExitSignal { signal_name, .. } => {
                self.end(Exit { code: None, signal: Some(number(&signal_name)) });
            }
            ChannelMsg::Failure => {
                return Err(HostError::Spawn("the machine does not run commands for this account".into()));
            }
            _ => {}
        }
        Ok(())
    }

    fn print(&mut self, data: &[u8]) -> Result<(), HostError> {
        let Some(mut before) = self.before.take() else {
            self.print_to(Stream::Stdout, data);
            return Ok(());
        };
        before.extend_from_slice(data);
        match script::begin(&before) {
            Some((Began::Group(leader), rest)) => {
                self.running.group = Some(leader);
                if !rest.is_empty() {
                    self.print_to(Stream::Stdout, rest);
                }
                return Ok(());
            }
            Some((Began::NoFolder, _)) => return Err(HostError::NotFound(String::new())),
            Some((Began::NoShell, _)) => {
                return Err(HostError::Spawn("the shell is not installed on this machine".into()));
            }
            None if before.len() > PREAMBLE => {
                let message = "the sign-in shell of the account prints too much before a command begins";
                return Err(HostError::Spawn(message.into()));
            }
            None => {}
        }
        self.before = Some(before);
        Ok(())
    }

    fn print_to(&self, stream: Stream, bytes: &[u8]) {
        self.running.connection.session.count_bytes(bytes.len());
        self.output.bytes(stream, bytes);
    }

    fn end(&mut self, exit: Exit) {
        self.exit = Some(exit);
        self.running.group = None;
    }

    fn finish(self) -> Result<Exit, HostError> {
        let Some(exit) = self.exit else { return Err(self.running.connection.lost("before the command had ended")) };
        match self.before {
            None => Ok(exit),
            Some(said) => {
                let said = String::from_utf8_lossy(&said);
                let said: String = said.trim().chars().take(200).collect();
                Err(HostError::Spawn(format!("the machine has no `sh` or `base64` for it. It said: {said}")))
            }
        }
    }
}

/// A command that is stopped when this is dropped, unless it ended before.
struct Running {
    connection: Arc<Connection>,
    stopper: Arc<Stopper>,
    group: Option<u32>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let (Some(leader), Ok(runtime)) = (self.group, Handle::try_current()) else { return };
        let (connection, grace) = (Arc::clone(&self.connection), self.stopper.grace);
        self.stopper.stopping.spawn_on(stop(connection, leader, grace), &runtime);
    }
}

/// Asks a process group to stop, and kills it if it is still there after a while. A signal over the channel would not
/// do: OpenSSH does not pass it on to accounts that it runs no separate process for.
async fn stop(connection: Arc<Connection>, leader: u32, grace: Duration) {
    let tenths = grace.as_millis() / 100;
    let script = format!(
        "kill -TERM -{leader} 2>/dev/null; i=0; while [ $i -lt {tenths} ] && kill -0 -{leader} 2>/dev/null; \
         do sleep 0.1; i=$((i+1)); done; kill -KILL -{leader} 2>/dev/null; true"
    );
    let Ok(line) = script::wrap(&script) else { return };
    // Where the connection is gone, there is no other way to the command.
    if let Ok(channel) = connection.spare_channel().await {
        let _ = ask(channel, line, 0).await;
    }
}

/// The number of a signal on Linux.
fn number(signal: &Sig) -> i32 {
    match signal {
        Sig::HUP => 1,
        Sig::INT => 2,
        Sig::QUIT => 3,
        Sig::ILL => 4,
        Sig::ABRT => 6,
        Sig::FPE => 8,
        Sig::KILL => 9,
        Sig::USR1 => 10,
        Sig::SEGV => 11,
        Sig::PIPE => 13,
        Sig::ALRM => 14,
        Sig::TERM => 15,
        Sig::Custom(_) => 0,
    }
}
