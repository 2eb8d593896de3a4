//! Commands over SSH that end while something of them goes on, or are to end before they have begun.

use std::path::{Path, PathBuf};
use std::time::Duration;

use node_sdk::{Host, HostError};
use node_testkit::Sshd;
use tokio::task::JoinSet;

use super::machines::{Heard, gone, host, line, pool, run};

/// How long anything may take that takes a moment; a test that hangs would tell nothing.
const PATIENCE: Duration = Duration::from_secs(60);

async fn written(path: &Path) -> String {
    let waiting = async {
        loop {
            match std::fs::read_to_string(path) {
                Ok(text) if text.ends_with('\n') => return text.trim().to_owned(),
                _ => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    };
    let late = |_| panic!("nothing wrote {}", path.display());
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(late)
}

/// Ends a process, which may have ended.
fn kill(process: &str) {
    let _ = std::process::Command::new("kill").args(["-KILL", process]).status();
}

/// Begins a command, and drops it once it is so far.
async fn drop_after(host: &dyn Host, text: &str, is_so_far: impl Future<Output = String>) -> String {
    let heard = Heard::default();
    tokio::select! {
        ended = host.exec(line(text), &heard) => panic!("it ended: {ended:?}"),
        told = is_so_far => told,
    }
}

#[tokio::test]
async fn a_command_ends_though_it_leaves_a_process_behind() {
    let (pool, sshd) = (pool(), Sshd::start());
    let host = host(&pool, &sshd).await;
    // Each holds a channel of the machine until it is closed, and there are more of them than it has.
    let commands = (0..12).map(|_| {
        let host = host.clone();
        tokio::spawn(async move { run(&host, line("sleep 600 & echo started $!; exit 4")).await })
    });
    let mut commands: Vec<_> = commands.collect();
    for command in &mut commands {
        let ended = tokio::time::timeout(PATIENCE, command).await.expect("it ends").expect("no panic");
        kill(ended.1.trim().trim_start_matches("started "));
        assert_eq!(ended.0.expect("it ran").code, Some(4));
        assert!(ended.1.starts_with("started "), "{ended:?}", ended = ended.1);
    }
}

#[tokio::test]
async fn what_is_printed_last_arrives_though_a_process_is_left_behind() {
    let (pool, sshd) = (pool(), Sshd::start());
    let host = host(&pool, &sshd).await;
    let (exit, stdout, _) = run(&host, line("sleep 600 & echo $!; head -c 3000000 /dev/zero | tr '\\0' x")).await;
    let (process, rest) = stdout.split_once('\n').expect("a line");
    kill(process);
    assert_eq!((exit.expect("it ran").code, rest.len()), (Some(0), 3_000_000));
}

#[tokio::test]
async fn a_process_left_behind_that_prints_for_ever_is_not_listened_to_for_ever() {
    let (pool, sshd) = (pool(), Sshd::start());
    let host = host(&pool, &sshd).await;
    let command = line("yes & echo \"$!\" >&2");
    let (exit, _, process) = tokio::time::timeout(PATIENCE, run(&host, command)).await.expect("it ends");
    kill(process.trim());
    assert_eq!(exit.expect("it ran").code, Some(0));
}

/// A server whose commands first run a script of ours.
fn gated(script: &str) -> Sshd {
    Sshd::with(&[&format!("ForceCommand {script}; eval \"$SSH_ORIGINAL_COMMAND\"")])
}

fn in_folder(folder: &tempfile::TempDir, name: &str) -> (PathBuf, String) {
    let path = folder.path().join(name);
    let shown = path.display().to_string();
    (path, shown)
}

#[tokio::test]
async fn a_command_that_has_not_begun_is_stopped_once_it_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let ((came, came_at), (gate, gate_at)) = (in_folder(&folder, "came"), in_folder(&folder, "gate"));
    let (begun, begun_at) = in_folder(&folder, "begun");
    let script = format!("echo $$ >> {came_at}; while [ ! -e {gate_at} ]; do sleep 0.05; done");
    let (pool, sshd) = (pool(), gated(&script));
    let host = host(&pool, &sshd).await;
    let command = format!("echo $$ > {begun_at}; exec sleep 600");
    let process = drop_after(host.as_ref(), &command, written(&came)).await;
    std::fs::write(gate, "").expect("it is opened");
    pool.settle().await;
    gone(&process).await;
    if let Ok(process) = std::fs::read_to_string(begun) {
        gone(process.trim()).await;
    }
}

#[tokio::test]
async fn a_command_whose_beginning_is_not_found_is_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let (begun, begun_at) = in_folder(&folder, "begun");
    let (pool, sshd) = (pool(), gated("head -c 70000 /dev/zero | tr '\\0' x; sleep 0.2"));
    let host = host(&pool, &sshd).await;
    let (result, _, _) = run(&host, line(&format!("echo $$ > {begun_at}; exec sleep 600"))).await;
    assert!(matches!(&result, Err(HostError::Spawn(reason)) if reason.contains("too much")), "{result:?}");
    let process = written(&begun).await;
    pool.settle().await;
    gone(&process).await;
}

#[tokio::test]
async fn all_commands_of_a_machine_are_stopped_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (pool, sshd) = (pool(), Sshd::start());
    let host = host(&pool, &sshd).await;
    host.stat("/").await.expect("files have a channel, too");
    let marks: Vec<_> = (0..8).map(|number| in_folder(&folder, &number.to_string())).collect();
    let mut running = JoinSet::new();
    for (_, mark) in &marks {
        let (host, text) = (host.clone(), format!("echo $$ > {mark}; exec sleep 600"));
        running.spawn(async move { run(&host, line(&text)).await });
    }
    let mut processes = Vec::new();
    for (mark, _) in &marks {
        processes.push(written(mark).await);
    }
    running.shutdown().await;
    let (exit, _, _) = run(&host, line("true")).await;
    exit.expect("there is room for commands again");
    pool.settle().await;
    for process in processes {
        gone(&process).await;
    }
}
