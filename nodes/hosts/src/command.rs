//! Running a command on this machine in a process group of its own, so that all of it can be ended.
//! A process that leaves its group on purpose (`setsid`) is out of reach.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::pin::pin;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use node_sdk::{Command, CommandLimits, Exit, HostError, OutputSink, Stream};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin};

use crate::group::{Group, Stopper};
use crate::limits;

pub(crate) const SHELLS: [&str; 6] = ["bash", "sh", "zsh", "fish", "csh", "tcsh"];
const USUAL_SHELL: &str = "sh";
const USUAL_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// What a command is given of our own environment; the rest may hold secrets of the server.
const HANDED_ON: [&str; 4] = ["PATH", "HOME", "LANG", "USER"];

/// How long output is read on after the command ended, while a process it left behind holds the pipe.
pub(crate) const LAST_OUTPUT: Duration = Duration::from_secs(1);

const CHUNK: usize = 64 * 1024;

/// Where and how a command runs.
pub(crate) struct Place<'p> {
    pub(crate) directory: &'p Path,
    pub(crate) limits: CommandLimits,
    pub(crate) stopper: &'p Stopper,
}

/// Runs a command to its end, or to the end of this future, which stops it.
pub(crate) async fn run(command: &Command, place: Place<'_>, output: &dyn OutputSink) -> Result<Exit, HostError> {
    let mut child = start(command, &place)?;
    let mut group = Group::of(&mut child, place.stopper);
    let status = attend(&mut child, &mut group, command.stdin.as_deref().unwrap_or_default(), output).await;
    group.release();
    status.map(exit).map_err(|error| HostError::Failed(format!("the command's end was not seen: {error}")))
}

/// Hands input and output on until the command ends.
async fn attend(
    child: &mut Child,
    group: &mut Group<'_>,
    input: &str,
    output: &dyn OutputSink,
) -> io::Result<ExitStatus> {
    let stdin = child.stdin.take();
    let mut streams = pin!(async {
        tokio::join!(
            feed(stdin, input),
            pump(group.stdout.as_mut(), Stream::Stdout, output),
            pump(group.stderr.as_mut(), Stream::Stderr, output),
        )
    });
    let mut is_drained = false;
    let status = loop {
        tokio::select! {
            status = child.wait() => break status,
            _ = &mut streams, if !is_drained => is_drained = true,
        }
    };
    if !is_drained {
        let _ = tokio::time::timeout(LAST_OUTPUT, streams).await;
    }
    status
}

fn start(command: &Command, place: &Place<'_>) -> Result<Child, HostError> {
    let shell = command.shell.as_deref().unwrap_or(USUAL_SHELL);
    if !SHELLS.contains(&shell) {
        let known = SHELLS.join(", ");
        return Err(HostError::Spawn(format!("`{shell}` is not a known shell; choose one of {known}")));
    }
    let environment = environment(command)?;
    if !is_installed(shell, &environment) {
        return Err(HostError::Spawn(format!("the shell `{shell}` is not installed on this machine")));
    }
    let mut process = limits::shell(shell, place.limits);
    process.arg("-c").arg(&command.line).current_dir(place.directory).process_group(0);
    process.env_clear().envs(environment);
    process.stdin(if command.stdin.is_some() { Stdio::piped() } else { Stdio::null() });
    process.stdout(Stdio::piped()).stderr(Stdio::piped());
    process.spawn().map_err(|error| HostError::Spawn(explain(&error)))
}

/// Whether the command's own PATH leads to a shell; where limits are set, starting it would not tell.
fn is_installed(shell: &str, environment: &[(OsString, OsString)]) -> bool {
    let path = environment.iter().rev().find(|(name, _)| name == "PATH").map(|(_, value)| value);
    path.is_some_and(|path| std::env::split_paths(path).any(|folder| folder.join(shell).is_file()))
}

fn environment(command: &Command) -> Result<Vec<(OsString, OsString)>, HostError> {
    let handed_on = |name: &str| std::env::var_os(name).map(|value| (name.into(), value));
    let mut all = vec![("PATH".into(), USUAL_PATH.into()), ("LANG".into(), "C.UTF-8".into())];
    all.extend(HANDED_ON.into_iter().filter_map(handed_on));
    all.push(("TERM".into(), "dumb".into()));
    for (name, value) in &command.environment {
        check_environment(name, value)?;
        all.push((name.into(), value.into()));
    }
    Ok(all)
}

/// Refuses a variable that no process can be given.
pub(crate) fn check_environment(name: &str, value: &str) -> Result<(), HostError> {
    if !name.is_empty() && !name.contains(['=', '\0']) && !value.contains('\0') {
        return Ok(());
    }
    let shown = name.escape_debug();
    Err(HostError::Spawn(format!(
        "the environment variable `{shown}` has no valid name, or its value holds a zero byte"
    )))
}

fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::InvalidInput => "its text holds a zero byte".into(),
        io::ErrorKind::ArgumentListTooLong => {
            "the command or its environment is too long; hand large text over as standard input".into()
        }
        _ => error.to_string(),
    }
}

async fn feed(stdin: Option<ChildStdin>, text: &str) {
    if let Some(mut stdin) = stdin {
        // A command need not read its input; that it did not is no error.
        let _ = stdin.write_all(text.as_bytes()).await;
    }
}

async fn pump(source: Option<&mut (impl AsyncRead + Unpin)>, stream: Stream, output: &dyn OutputSink) {
    let Some(source) = source else { return };
    let mut chunk = vec![0; CHUNK];
    while let Ok(count @ 1..) = source.read(&mut chunk).await {
        output.bytes(stream, &chunk[..count]);
        output.room(stream).await;
    }
}

fn exit(status: ExitStatus) -> Exit {
    use std::os::unix::process::ExitStatusExt;
    Exit { code: status.code(), signal: status.signal() }
}
