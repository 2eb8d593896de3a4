//! Running a command on this machine in a process group of its own, so that all of it can be ended.
//! A process that leaves its group on purpose (`setsid`) is out of reach.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::pin::pin;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use node_sdk::{Command, Exit, HostError, OutputSink, Stream};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin};

const SHELLS: [&str; 6] = ["bash", "sh", "zsh", "fish", "csh", "tcsh"];
const USUAL_SHELL: &str = "sh";
const USUAL_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// What a command is given of our own environment; the rest may hold secrets of the server.
const HANDED_ON: [&str; 4] = ["PATH", "HOME", "LANG", "USER"];

/// How long output is read on after the command ended, while a process it left behind holds the pipe.
const LAST_OUTPUT: Duration = Duration::from_secs(1);

const CHUNK: usize = 64 * 1024;

/// Runs a command to its end, or to the end of this future, which kills it.
pub(crate) async fn run(command: &Command, directory: &Path, output: &dyn OutputSink) -> Result<Exit, HostError> {
    let mut child = start(command, directory)?;
    let mut group = Group::of(&child);
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let mut streams = pin!(async {
        tokio::join!(
            feed(stdin, command.stdin.as_deref().unwrap_or_default()),
            pump(stdout, Stream::Stdout, output),
            pump(stderr, Stream::Stderr, output),
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
    group.release();
    status.map(exit).map_err(|error| HostError::Failed(format!("the command's end was not seen: {error}")))
}

fn start(command: &Command, directory: &Path) -> Result<Child, HostError> {
    let shell = command.shell.as_deref().unwrap_or(USUAL_SHELL);
    if !SHELLS.contains(&shell) {
        let known = SHELLS.join(", ");
        return Err(HostError::Spawn(format!("`{shell}` is not a known shell; choose one of {known}")));
    }
    let mut process = tokio::process::Command::new(shell);
    process.arg("-c").arg(&command.line).current_dir(directory).process_group(0);
    process.env_clear().envs(environment(command)?);
    process.stdin(if command.stdin.is_some() { Stdio::piped() } else { Stdio::null() });
    process.stdout(Stdio::piped()).stderr(Stdio::piped());
    process.spawn().map_err(|error| HostError::Spawn(explain(&error, shell)))
}

fn environment(command: &Command) -> Result<Vec<(OsString, OsString)>, HostError> {
    let handed_on = |name: &str| std::env::var_os(name).map(|value| (name.into(), value));
    let mut all = vec![("PATH".into(), USUAL_PATH.into()), ("LANG".into(), "C.UTF-8".into())];
    all.extend(HANDED_ON.into_iter().filter_map(handed_on));
    all.push(("TERM".into(), "dumb".into()));
    for (name, value) in &command.environment {
        if name.is_empty() || name.contains(['=', '\0']) || value.contains('\0') {
            let shown = name.escape_debug();
            return Err(HostError::Spawn(format!(
                "the environment variable `{shown}` has no valid name, or its value holds a zero byte"
            )));
        }
        all.push((name.into(), value.into()));
    }
    Ok(all)
}

fn explain(error: &io::Error, shell: &str) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!("the shell `{shell}` is not installed on this machine"),
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

async fn pump(source: Option<impl AsyncRead + Unpin>, stream: Stream, output: &dyn OutputSink) {
    let Some(mut source) = source else { return };
    let mut chunk = vec![0; CHUNK];
    while let Ok(count @ 1..) = source.read(&mut chunk).await {
        output.bytes(stream, &chunk[..count]);
    }
}

fn exit(status: ExitStatus) -> Exit {
    use std::os::unix::process::ExitStatusExt;
    Exit { code: status.code(), signal: status.signal() }
}

/// The process group of a command; killed when dropped, unless released before.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        Self(child.id().and_then(|id| Pid::from_raw(id.cast_signed())))
    }

    fn release(&mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            // It fails only if nothing is left to kill.
            let _ = kill_process_group(leader, Signal::KILL);
        }
    }
}
