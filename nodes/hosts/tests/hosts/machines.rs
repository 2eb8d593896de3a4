//! Machines over SSH: real OpenSSH servers, with commands, files, keys and passwords.

use std::process::Command as Process;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use node_hosts::{Endpoint, HostKey, HostKeys, Sessions, SshPool};
use node_sdk::{
    Command, Credential, EntryKind, ErrorKind, Exit, Host, HostError, NodeError, OutputSink, Stream, WriteMode,
};
use node_testkit::Sshd;
use parking_lot::Mutex;

/// Trusts every key.
struct Trusting;

#[async_trait]
impl HostKeys for Trusting {
    async fn check(&self, _: &Endpoint, key: &HostKey) -> Result<(), NodeError> {
        assert!(key.fingerprint.starts_with("SHA256:"), "{key:?}");
        Ok(())
    }
}

pub(crate) fn pool() -> SshPool {
    pool_with(Sessions::unrecorded())
}

pub(crate) fn pool_with(sessions: Sessions) -> SshPool {
    SshPool::new(Arc::new(Trusting), sessions, Duration::from_secs(1))
}

fn endpoint(port: u16) -> Endpoint {
    let timeout = Duration::from_secs(10);
    Endpoint { id: "1".into(), name: "web-1".into(), host: "127.0.0.1".into(), port, timeout, revision: 1 }
}

fn credential(kind: &str, fields: &[(&str, &str)]) -> Credential {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).into(), true));
    Credential::new((kind, "door", kind), 1, fields)
}

pub(crate) async fn host(pool: &SshPool, sshd: &Sshd) -> Arc<dyn Host> {
    let key = credential("ssh_key", &[("username", &sshd.user), ("private_key", &sshd.private_key)]);
    pool.host("run", &endpoint(sshd.port), Some(&key)).await.expect("we are let in")
}

#[derive(Default)]
pub(crate) struct Heard(Mutex<(Vec<u8>, Vec<u8>)>);

impl OutputSink for Heard {
    fn bytes(&self, stream: Stream, bytes: &[u8]) {
        let mut heard = self.0.lock();
        let place = if stream == Stream::Stdout { &mut heard.0 } else { &mut heard.1 };
        place.extend_from_slice(bytes);
    }
}

pub(crate) async fn run(host: &Arc<dyn Host>, command: Command) -> (Result<Exit, HostError>, String, String) {
    let heard = Heard::default();
    let exit = host.exec(command, &heard).await;
    let (stdout, stderr) = heard.0.into_inner();
    (exit, String::from_utf8_lossy(&stdout).into_owned(), String::from_utf8_lossy(&stderr).into_owned())
}

pub(crate) fn line(text: &str) -> Command {
    Command { line: text.into(), ..Command::default() }
}

#[tokio::test]
async fn a_command_gets_all_it_needs_and_tells_how_it_ended() {
    let (pool, sshd) = (pool(), Sshd::start());
    let host = host(&pool, &sshd).await;
    let command = Command {
        line: "cat; echo \"$WHO in $(pwd)\"; echo 'not \\good' >&2; exit 3".into(),
        shell: Some("bash".into()),
        working_directory: Some("/usr".into()),
        environment: vec![("WHO".into(), "it's \"me\" $HOME".into())],
        stdin: Some("first\n".into()),
    };
    let (exit, stdout, stderr) = run(&host, command).await;
    assert_eq!(exit.expect("it ran"), Exit { code: Some(3), signal: None });
    assert_eq!((stdout.as_str(), stderr.as_str()), ("first\nit's \"me\" $HOME in /usr\n", "not \\good\n"));
    assert_eq!(run(&host, line("kill -9 $$")).await.0.expect("it ran").signal, Some(9));
    let missing = Command { working_directory: Some("/no/such".into()), ..line("true") };
    assert!(matches!(run(&host, missing).await.0, Err(HostError::NotFound(path)) if path == "/no/such"));
    let (exit, stdout, _) = run(&host, line("head -c 3000000 /dev/zero | tr '\\0' x")).await;
    assert_eq!((exit.expect("it ran").code, stdout.len()), (Some(0), 3_000_000));
}

#[tokio::test]
async fn a_command_that_nobody_waits_for_is_stopped_with_all_it_started() {
    let (pool, sshd) = (pool(), Sshd::start());
    let host = host(&pool, &sshd).await;
    let folder = tempfile::tempdir().expect("a folder");
    let mark = folder.path().join("pid").display().to_string();
    let command =
        line(&format!("trap '' TERM HUP; sleep 600 & echo $! > {mark}.new; mv {mark}.new {mark}; wait; sleep 600"));
    let heard = Heard::default();
    let process = {
        let running = host.exec(command, &heard);
        tokio::pin!(running);
        loop {
            tokio::select! {
                _ = &mut running => panic!("it ended"),
                () = tokio::time::sleep(Duration::from_millis(20)) => {}
            }
            if let Ok(text) = std::fs::read_to_string(&mark) {
                break text.trim().to_owned();
            }
        }
    };
    pool.settle().await;
    gone(&process).await;
}

/// Waits until a process is no more; one that was killed may take a moment.
pub(crate) async fn gone(process: &str) {
    let is_there = || {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat"));
        stat.is_ok_and(|stat| !stat.contains(") Z"))
    };
    for _ in 0..500 {
        if !is_there() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("process {process} is still there");
}

#[tokio::test]
async fn files_are_written_whole_read_listed_and_deleted() {
    let (pool, sshd) = (pool(), Sshd::start());
    let host = host(&pool, &sshd).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (new, over) = (WriteMode::CreateNew, WriteMode::Replace);
    host.write(&path("a/b/one.txt"), b"one", new, Some(0o640), true).await.expect("written");
    let again = host.write(&path("a/b/one.txt"), b"two", new, None, false).await;
    assert!(matches!(again, Err(HostError::Exists(_))), "{again:?}");
    host.write(&path("a/b/one.txt"), b"two", over, Some(0o600), false).await.expect("replaced");
    assert_eq!(host.read(&path("a/b/one.txt"), 2).await.expect("read"), b"tw");
    let entry = host.stat(&path("a/b/one.txt")).await.expect("asked").expect("it is there");
    assert_eq!((entry.kind, entry.size, entry.mode), (EntryKind::File, 3, Some(0o600)));
    assert!(host.stat(&path("nothing")).await.expect("asked").is_none());
    assert!(matches!(host.read(&path("nothing"), 1).await, Err(HostError::NotFound(_))));
    host.write(&path("a/two.txt"), &vec![7; 300_000], over, None, false).await.expect("written");
    let names = |entries: Vec<node_sdk::FileEntry>| entries.into_iter().map(|entry| entry.path).collect::<Vec<_>>();
    assert_eq!(names(host.list(&path("a"), true, 10).await.expect("listed")), ["b", "b/one.txt", "two.txt"]);
    assert_eq!(names(host.list(&path("a"), false, 1).await.expect("listed")), ["b"]);
    let full = host.delete(&path("a"), false).await.expect_err("it is not empty");
    assert!(full.to_string().contains("not empty"), "{full}");
    host.delete(&path("a"), true).await.expect("deleted");
    assert!(!folder.path().join("a").exists());
    assert!(host.delete("/tmp/..", true).await.is_err(), "the root is never deleted");
}

#[tokio::test]
async fn who_is_not_let_in_is_told_and_connections_end_with_their_run() {
    let (pool, sshd) = (pool(), Sshd::start());
    let first = host(&pool, &sshd).await;
    assert!(Arc::ptr_eq(&first, &host(&pool, &sshd).await), "one connection serves a run");
    pool.release("run").await;
    assert!(!Arc::ptr_eq(&first, &host(&pool, &sshd).await), "and ends with it");
    let other = credential("ssh_password", &[("username", &sshd.user), ("password", "nonsense")]);
    let refused = pool.host("run", &endpoint(sshd.port), Some(&other)).await.err().expect("refused");
    assert_eq!(refused.kind, ErrorKind::AUTH);
    assert!(refused.message.contains("did not let") && !refused.message.contains("nonsense"), "{refused}");
    let nobody = pool.host("run", &endpoint(1), Some(&other)).await.err().expect("nothing listens there");
    assert_eq!(nobody.kind, ErrorKind::NETWORK);
}

/// An account of this machine that goes with this.
struct Account(String);

impl Account {
    /// `None`, and says so, where we may not make accounts.
    fn with_password(password: &str) -> Option<Self> {
        let name = format!("oc{}", std::process::id());
        let is_made = Process::new("useradd").args(["-M", &name]).status().is_ok_and(|status| status.success());
        if !is_made {
            eprintln!("Signing in by password was not tested: only root can make an account for it.");
            return None;
        }
        let account = Self(name);
        let line = format!("echo '{}:{password}' | chpasswd", account.0);
        assert!(Process::new("sh").args(["-c", &line]).status().is_ok_and(|status| status.success()), "no password");
        Some(account)
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        let _ = Process::new("userdel").args(["-f", &self.0]).status();
    }
}

#[tokio::test]
async fn a_password_lets_us_in_where_the_machine_takes_passwords() {
    let Some(account) = Account::with_password("Correct-horse-7") else { return };
    let (pool, sshd) = (pool(), Sshd::with(&["PasswordAuthentication yes"]));
    let right = credential("ssh_password", &[("username", &account.0), ("password", "Correct-horse-7")]);
    let host = pool.host("run", &endpoint(sshd.port), Some(&right)).await.expect("we are let in");
    let (exit, stdout, _) = run(&host, line("id -un")).await;
    assert_eq!((exit.expect("it ran").code, stdout.trim()), (Some(0), account.0.as_str()));
    pool.release("run").await;
}
