//! Commands run in the workspace with a clean environment, and nothing of them outlives the wait.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use node_hosts::{Commands, LocalHost};
use node_sdk::{Command, CommandLimits, Exit, Host, HostError, OutputSink, Stream};
use tempfile::TempDir;
use tokio::sync::mpsc;

#[derive(Default)]
struct Kept(Mutex<(Vec<u8>, Vec<u8>)>);

impl OutputSink for Kept {
    fn bytes(&self, stream: Stream, bytes: &[u8]) {
        let mut kept = self.0.lock().expect("not poisoned");
        if stream == Stream::Stdout { kept.0.extend_from_slice(bytes) } else { kept.1.extend_from_slice(bytes) }
    }
}

/// Hands on each piece as it comes.
struct Live(mpsc::UnboundedSender<String>);

impl OutputSink for Live {
    fn bytes(&self, _: Stream, bytes: &[u8]) {
        self.0.send(String::from_utf8_lossy(bytes).into_owned()).expect("someone listens");
    }
}

fn host() -> (TempDir, LocalHost) {
    host_with(Commands::ALLOWED)
}

/// A host that waits long enough for a signal to be dealt with, and no longer.
fn impatient_host() -> (TempDir, LocalHost) {
    host_with(Commands { grace: Duration::from_secs(1), ..Commands::ALLOWED })
}

fn host_with(commands: Commands) -> (TempDir, LocalHost) {
    let folder = tempfile::tempdir().expect("a folder");
    let host = LocalHost::new(folder.path().into(), commands);
    (folder, host)
}

fn sh(line: &str) -> Command {
    Command { line: line.into(), ..Command::default() }
}

async fn run(command: Command) -> Result<(Exit, String, String), HostError> {
    let (_folder, host) = host();
    run_on(&host, command).await
}

async fn run_on(host: &LocalHost, command: Command) -> Result<(Exit, String, String), HostError> {
    let kept = Kept::default();
    let exit = host.exec(command, &kept).await?;
    let (stdout, stderr) = kept.0.into_inner().expect("not poisoned");
    Ok((exit, String::from_utf8(stdout).expect("text"), String::from_utf8(stderr).expect("text")))
}

#[tokio::test]
async fn keeps_the_streams_and_the_exit_code_apart() {
    let (exit, stdout, stderr) = run(sh("echo out; echo err >&2; exit 3")).await.expect("ran");
    assert_eq!((exit.code, exit.signal), (Some(3), None));
    assert_eq!((stdout.as_str(), stderr.as_str()), ("out\n", "err\n"));
    let (exit, ..) = run(sh("kill -TERM $$")).await.expect("ran");
    assert_eq!((exit.code, exit.signal), (None, Some(15)));
}

#[tokio::test]
async fn input_is_given_or_empty() {
    let (_, stdout, _) = run(Command { stdin: Some("given".into()), ..sh("cat") }).await.expect("ran");
    assert_eq!(stdout, "given");
    let (_, stdout, _) = run(sh("cat; echo end")).await.expect("ran");
    assert_eq!(stdout, "end\n");
    let unread = Command { stdin: Some("x".repeat(1 << 20)), ..sh("exit 0") };
    assert_eq!(run(unread).await.expect("ran").0.code, Some(0));
}

#[tokio::test]
async fn the_environment_is_clean_but_for_what_is_given() {
    let given = vec![("GREETING".into(), "hello there".into()), ("LANG".into(), "de_DE.UTF-8".into())];
    let (_, stdout, _) = run(Command { environment: given, ..sh("env") }).await.expect("ran");
    let names: Vec<&str> = stdout.lines().filter_map(|line| line.split('=').next()).collect();
    assert!(stdout.contains("GREETING=hello there") && stdout.contains("LANG=de_DE.UTF-8"), "{stdout}");
    assert!(stdout.contains("TERM=dumb") && names.contains(&"PATH"), "{stdout}");
    // The test runner sets CARGO_MANIFEST_DIR; PWD and such are the shell's own.
    assert!(!names.iter().any(|name| name.starts_with("CARGO")), "{stdout}");
    for bad in ["", "A=B", "A\0"] {
        let bad = Command { environment: vec![(bad.into(), "x".into())], ..sh("true") };
        assert!(matches!(run(bad).await, Err(HostError::Spawn(_))));
    }
}

#[tokio::test]
async fn runs_in_the_workspace_or_a_folder_below() {
    let (folder, host) = host();
    fs::create_dir(folder.path().join("sub")).expect("a folder");
    std::os::unix::fs::symlink("/", folder.path().join("out")).expect("a link");
    let root = folder.path().canonicalize().expect("a real path");
    let pwd = async |place: Option<&str>| {
        let command = Command { working_directory: place.map(Into::into), ..sh("pwd") };
        run_on(&host, command).await.map(|(_, stdout, _)| stdout.trim().to_owned())
    };
    assert_eq!(Path::new(&pwd(None).await.expect("ran")), root);
    assert_eq!(Path::new(&pwd(Some("sub")).await.expect("ran")), root.join("sub"));
    assert_eq!(Path::new(&pwd(Some(".")).await.expect("ran")), root);
    assert!(matches!(pwd(Some("..")).await, Err(HostError::Outside(_))));
    assert!(matches!(pwd(Some("out")).await, Err(HostError::Outside(_))));
    assert!(matches!(pwd(Some("gone")).await, Err(HostError::NotFound(_))));
}

#[tokio::test]
async fn only_known_shells_are_used() {
    let (_, stdout, _) =
        run(Command { shell: Some("bash".into()), ..sh("echo ${BASH_VERSION:+yes}") }).await.expect("ran");
    assert_eq!(stdout, "yes\n");
    let error = run(Command { shell: Some("python".into()), ..sh("1") }).await.expect_err("no shell");
    assert!(error.to_string().contains("`python`") && error.to_string().contains("zsh"), "{error}");
    let error = run(sh("echo \0")).await.expect_err("a zero byte");
    assert!(error.to_string().contains("zero byte"), "{error}");
}

#[tokio::test]
async fn output_arrives_while_the_command_runs() {
    let (folder, host) = host();
    let (sender, mut pieces) = mpsc::unbounded_channel();
    let live = Live(sender);
    let running = host.exec(sh("echo first; while [ ! -e go ]; do sleep 0.01; done; echo second"), &live);
    let watching = async {
        assert_eq!(pieces.recv().await.as_deref(), Some("first\n"));
        fs::write(folder.path().join("go"), "").expect("written");
        assert_eq!(pieces.recv().await.as_deref(), Some("second\n"));
    };
    let (exit, ()) = tokio::join!(running, watching);
    assert_eq!(exit.expect("ran").code, Some(0));
}

/// The line that a grandchild prints holds its process id; once the wait is dropped, it must die.
#[tokio::test]
async fn dropping_the_wait_kills_the_whole_group() {
    let (_folder, host) = impatient_host();
    let (sender, mut pieces) = mpsc::unbounded_channel();
    let live = Live(sender);
    let line = "trap '' TERM HUP; sh -c 'trap \"\" TERM HUP; echo $$; while :; do sleep 0.05; done' & wait";
    let mut running = host.exec(sh(line), &live);
    let grandchild = tokio::select! {
        _ = &mut running => panic!("it ended by itself"),
        piece = pieces.recv() => piece.expect("a process id").trim().to_owned(),
    };
    assert!(is_alive(&grandchild));
    drop(running);
    dies(&grandchild).await;
}

/// Begins a command, and drops the wait for it at its first line, which is given back.
async fn drop_at_first_line(host: &LocalHost, line: &str) -> String {
    let (sender, mut pieces) = mpsc::unbounded_channel();
    let live = Live(sender);
    tokio::select! {
        ended = host.exec(sh(line), &live) => panic!("it ended by itself: {ended:?}"),
        piece = pieces.recv() => piece.expect("a line").trim().to_owned(),
    }
}

#[tokio::test]
async fn a_command_is_asked_to_stop_and_may_clean_up() {
    let (folder, host) = host();
    let line = "trap 'echo a last word; sleep 0.1; echo tidy > done; exit' TERM; echo $$; while :; do sleep 0.02; done";
    let process = drop_at_first_line(&host, line).await;
    host.settle().await;
    assert_eq!(fs::read_to_string(folder.path().join("done")).expect("it cleaned up"), "tidy\n");
    dies(&process).await;
}

#[tokio::test]
async fn a_command_that_does_not_stop_is_killed_after_its_grace() {
    let (folder, host) = impatient_host();
    let line = "trap 'echo asked >> asked' TERM; echo $$; while :; do sleep 0.02; done";
    let process = drop_at_first_line(&host, line).await;
    host.settle().await;
    assert_eq!(fs::read_to_string(folder.path().join("asked")).expect("it was asked"), "asked\n");
    dies(&process).await;
    let process = drop_at_first_line(&host, "trap '' TERM; echo $$; while :; do sleep 0.02; done").await;
    host.settle().await;
    dies(&process).await;
}

async fn dies(process: &str) {
    let patience = Instant::now() + Duration::from_secs(10);
    while is_alive(process) {
        assert!(Instant::now() < patience, "process {process} is still there");
        tokio::task::yield_now().await;
    }
}

/// A killed process that nobody collected yet (`Z`) does no more work.
fn is_alive(process: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"));
    stat.is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with(['Z', 'X'])))
}

#[tokio::test]
async fn a_process_left_in_the_background_does_not_hold_the_command_up() {
    let (_folder, host) = host();
    let before = Instant::now();
    let (exit, stdout, _) = run_on(&host, sh("sleep 30 & echo $!")).await.expect("ran");
    assert_eq!(exit.code, Some(0));
    assert!(before.elapsed() < Duration::from_secs(10), "{:?}", before.elapsed());
    assert!(is_alive(stdout.trim()), "a process started for later goes on");
    let killed = std::process::Command::new("kill").arg(stdout.trim()).status().expect("kill runs");
    assert!(killed.success());
}

#[tokio::test]
async fn much_output_on_both_streams_neither_stalls_nor_is_lost() {
    #[derive(Default)]
    struct Counted(Mutex<(usize, usize)>);
    impl OutputSink for Counted {
        fn bytes(&self, stream: Stream, bytes: &[u8]) {
            let mut counted = self.0.lock().expect("not poisoned");
            if stream == Stream::Stdout { counted.0 += bytes.len() } else { counted.1 += bytes.len() }
        }
    }
    let (_folder, host) = host();
    let counted = Counted::default();
    let line = "head -c 50000000 /dev/zero & head -c 30000000 /dev/zero >&2; wait";
    host.exec(sh(line), &counted).await.expect("ran");
    assert_eq!(*counted.0.lock().expect("not poisoned"), (50_000_000, 30_000_000));
}

fn limited(cpu_seconds: Option<u64>, memory_mb: Option<u64>) -> (TempDir, LocalHost) {
    host_with(Commands { limits: CommandLimits { cpu_seconds, memory_mb }, ..Commands::ALLOWED })
}

#[tokio::test]
async fn a_command_ends_when_its_processor_time_is_used_up() {
    const USED_UP: i32 = 24;
    let (_folder, host) = limited(Some(1), None);
    let (exit, stdout, _) = run_on(&host, sh("echo begun; while :; do :; done")).await.expect("ran");
    assert_eq!((exit.signal, stdout.as_str()), (Some(USED_UP), "begun\n"));
    let (exit, ..) = run_on(&host, sh("sh -c 'while :; do :; done'; exit $?")).await.expect("ran");
    assert_eq!(exit.code, Some(128 + USED_UP));
    // Who does not react to the signal gets a little more, not all the time in the world.
    let (exit, ..) = run_on(&host, sh("trap '' XCPU; while :; do :; done")).await.expect("ran");
    assert_eq!(exit.signal, Some(9));
}

#[tokio::test]
async fn a_command_gets_no_more_memory_than_it_may_use() {
    let line = "head -c 200000000 /dev/zero | tail -c 200000000 | wc -c";
    let (_folder, host) = limited(None, Some(64));
    let (_, stdout, stderr) = run_on(&host, sh(line)).await.expect("ran");
    assert_eq!(stdout.trim(), "0");
    assert!(stderr.contains("memory"), "{stderr}");
    let (_, stdout, _) = run(sh(line)).await.expect("ran");
    assert_eq!(stdout.trim(), "200000000");
}

#[tokio::test]
async fn limits_change_nothing_else() {
    let (_folder, host) = limited(Some(60), Some(256));
    let shown = "echo \"$0 $#\"; ulimit -S -t; ulimit -H -t; ulimit -v";
    let (exit, stdout, _) = run_on(&host, sh(shown)).await.expect("ran");
    assert_eq!((exit.code, stdout.as_str()), (Some(0), "sh 0\n60\n62\n262144\n"));
    let line = "printf '%s|' \"it's; \\$(x)\" \"$1\"; exit 7";
    let bash = Command { shell: Some("bash".into()), stdin: Some("given".into()), ..sh(line) };
    let (exit, stdout, _) = run_on(&host, bash).await.expect("ran");
    assert_eq!((exit.code, stdout.as_str()), (Some(7), "it's; $(x)||"));
    let unknown = vec![("PATH".into(), "/nowhere".into())];
    let error = run_on(&host, Command { environment: unknown, ..sh("true") }).await.expect_err("no shell");
    assert!(error.to_string().contains("`sh` is not installed"), "{error}");
}
