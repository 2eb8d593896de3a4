//! Running a command over a connection to its end, or to the end of interest in it.

use std::sync::Arc;
use std::time::Duration;

use node_sdk::{Command, Exit, HostError, OutputSink, Stream};
use russh::client::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, Sig};
use tokio::time::{Instant, timeout};

use super::connection::Connection;
use super::script::{self, Began};
use super::stop::{Line, Running, Stopper};
use crate::command::LAST_OUTPUT;

/// Bytes in which the line is looked for that tells how the command began.
const PREAMBLE: usize = 64 * 1024;
/// How long output is waited for altogether after the command ended, while more of it comes over a slow network, and how
/// much of it: more than a machine may hold back until it is read.
const LONGEST_REST: Duration = Duration::from_secs(10);
const LARGEST_REST: usize = 8 << 20;
/// The number of the stream for errors (RFC 4254, 5.2).
const STDERR: u32 = 1;

/// Runs a command to its end. Dropped, it stops the command.
pub(super) async fn run(
    connection: &Arc<Connection>,
    stopper: &Arc<Stopper>,
    command: &Command,
    output: &dyn OutputSink,
) -> Result<Exit, HostError> {
    let line = script::line(command)?;
    let (channel, permit) = connection.channel().await?;
    let (incoming, outgoing) = channel.split();
    let outgoing = Arc::new(outgoing);
    let running = Running {
        connection: Arc::clone(connection),
        stopper: Arc::clone(stopper),
        is_live: false,
        group: None,
        before: Some(Vec::new()),
        line: Some(Line { incoming, outgoing: Arc::clone(&outgoing), permit }),
    };
    let mut reading = Reading { running, output, exit: None };
    outgoing.exec(true, line).await.map_err(|error| connection.lost(&error.to_string()))?;
    reading.running.is_live = true;
    connection.session.count_command();
    let stdin = command.stdin.clone().unwrap_or_default();
    let feeding = async {
        // A command need not read its input; that it did not is no error.
        let _ = outgoing.data(stdin.as_bytes()).await;
        connection.session.count_bytes(stdin.len());
        let _ = outgoing.eof().await;
        std::future::pending::<()>().await
    };
    tokio::select! {
        result = reading.read_on() => result?,
        () = feeding => {}
    }
    reading.finish()
}

/// Runs a short command of our own, and gives what it printed, to a limit.
pub(super) async fn ask(mut channel: Channel<Msg>, line: String, most: usize) -> Result<(u32, Vec<u8>), russh::Error> {
    channel.exec(true, line).await?;
    // What runs instead of it, such as an SFTP server, ends with its input.
    channel.eof().await?;
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

/// What may still come after a command has ended. A process that it left behind may hold the channel open, and print, for
/// as long as it lives.
struct Rest {
    time: Duration,
    bytes: usize,
}

impl Rest {
    /// The next message or, inside, the end of them; `None` if it is not waited for any more.
    async fn next(&mut self, incoming: &mut ChannelReadHalf) -> Option<Option<ChannelMsg>> {
        let since = Instant::now();
        let message = timeout(LAST_OUTPUT.min(self.time), incoming.wait()).await.ok()?;
        self.time = self.time.checked_sub(since.elapsed())?;
        if let Some(ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. }) = &message {
            self.bytes = self.bytes.checked_sub(data.len())?;
        }
        Some(message)
    }
}

/// What comes from a command.
struct Reading<'o> {
    running: Running,
    output: &'o dyn OutputSink,
    exit: Option<Exit>,
}

impl Reading<'_> {
    /// Hands on what comes until the channel is closed, or nothing more is to be expected.
    async fn read_on(&mut self) -> Result<(), HostError> {
        let mut rest = Rest { time: LONGEST_REST, bytes: LARGEST_REST };
        while let Some(line) = &mut self.running.line {
            let message = match self.exit {
                None => line.incoming.wait().await,
                Some(_) => match rest.next(&mut line.incoming).await {
                    Some(message) => message,
                    None => return Ok(()),
                },
            };
            match message {
                Some(message) => self.take(message)?,
                None if self.exit.is_some() => self.running.line = None,
                None => return Ok(()),
            }
            self.output.room(Stream::Stdout).await;
            self.output.room(Stream::Stderr).await;
        }
        Ok(())
    }

    fn take(&mut self, message: ChannelMsg) -> Result<(), HostError> {
        match message {
            ChannelMsg::Data { data } => self.print(&data)?,
            ChannelMsg::ExtendedData { data, ext: STDERR } if self.running.before.is_none() => {
                self.print_to(Stream::Stderr, &data);
            }
            ChannelMsg::ExitStatus { exit_status } => {
                self.end(Exit { code: i32::try_from(exit_status).ok(), signal: None });
            }
            ChannelMsg::ExitSignal { signal_name, .. } => {
                self.end(Exit { code: None, signal: Some(number(&signal_name)) });
            }
            ChannelMsg::Failure => {
                self.running.is_live = false;
                return Err(HostError::Spawn("the machine does not run commands for this account".into()));
            }
            _ => {}
        }
        Ok(())
    }

    fn print(&mut self, data: &[u8]) -> Result<(), HostError> {
        let Some(mut before) = self.running.before.take() else {
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
            Some((none, _)) => {
                self.running.is_live = false;
                return Err(match none {
                    Began::NoFolder => HostError::NotFound(String::new()),
                    _ => HostError::Spawn("the shell is not installed on this machine".into()),
                });
            }
            None => {}
        }
        let is_too_much = before.len() > PREAMBLE;
        self.running.before = Some(before);
        if is_too_much {
            let message = "the sign-in shell of the account prints too much before a command begins";
            return Err(HostError::Spawn(message.into()));
        }
        Ok(())
    }

    fn print_to(&self, stream: Stream, bytes: &[u8]) {
        self.running.connection.session.count_bytes(bytes.len());
        self.output.bytes(stream, bytes);
    }

    fn end(&mut self, exit: Exit) {
        self.exit = Some(exit);
        self.running.is_live = false;
    }

    fn finish(mut self) -> Result<Exit, HostError> {
        let Some(exit) = self.exit.take() else {
            return Err(self.running.connection.lost("before the command had ended"));
        };
        match self.running.before.take() {
            None => Ok(exit),
            Some(said) => {
                let said = String::from_utf8_lossy(&said);
                let said: String = said.trim().chars().take(200).collect();
                Err(HostError::Spawn(format!("the machine has no `sh` or `base64` for it. It said: {said}")))
            }
        }
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
