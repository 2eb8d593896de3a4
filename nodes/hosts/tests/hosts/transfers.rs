//! Files over SSH where something is missing, ends or breaks off on the way.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;

use node_sdk::{Host, HostError, WriteMode};
use node_testkit::Sshd;

use super::machines::{host, line, pool, run};

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

/// A file is not replaced, and it is said that the account or the machine cannot do it.
async fn check_refused(lines: &[&str]) {
    let (pool, sshd) = (pool(), Sshd::with(lines));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file").display().to_string();
    let host = host(&pool, &sshd).await;
    host.write(&path, b"old", WriteMode::CreateNew, None, false).await.expect("that takes SFTP only");
    let refused = host.write(&path, b"new", WriteMode::Replace, None, false).await.expect_err("it takes a command");
    let HostError::Failed(reason) = refused else { panic!("{refused:?}") };
    assert!(reason.contains("`sh` and `base64`") && reason.contains("only SFTP"), "{reason}");
    assert_eq!(std::fs::read(&path).expect("it is there"), b"old");
    assert_eq!(names(folder.path()), ["file"], "nothing is left beside it");
}

#[tokio::test]
async fn replacing_takes_an_account_that_may_run_commands() {
    check_refused(&["ForceCommand internal-sftp"]).await;
}

#[tokio::test]
async fn replacing_takes_the_programs_for_it() {
    let programs = tempfile::tempdir().expect("a folder");
    for program in ["sh", "mv", "bash"] {
        symlink(Path::new("/bin").join(program), programs.path().join(program)).expect("a link");
    }
    check_refused(&[&format!("SetEnv PATH={}", programs.path().display())]).await;
}

#[tokio::test]
async fn what_the_machine_cannot_do_is_no_broken_connection() {
    let (pool, sshd) = (pool(), Sshd::start());
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let host = host(&pool, &sshd).await;
    let read = host.read(&path(""), 10).await;
    assert!(matches!(&read, Err(HostError::Failed(reason)) if reason.contains("folder")), "{read:?}");
    std::fs::create_dir(path("taken")).expect("a folder");
    let replaced = host.write(&path("taken"), b"x", WriteMode::Replace, None, false).await;
    assert!(matches!(&replaced, Err(HostError::Failed(reason)) if reason.contains("may be a folder")), "{replaced:?}");
    // Longer than a name may be.
    let long = host.write(&path(&"n".repeat(300)), b"x", WriteMode::CreateNew, None, false).await;
    assert!(matches!(&long, Err(HostError::Failed(_))), "{long:?}");
    assert_eq!(names(folder.path()), ["taken"]);
    host.write(&path(&"n".repeat(255)), b"x", WriteMode::CreateNew, None, false).await.expect("as long as it may be");
}

#[tokio::test]
async fn files_have_a_new_session_after_theirs_has_ended() {
    let (pool, sshd) = (pool(), Sshd::start());
    let host = host(&pool, &sshd).await;
    host.stat("/").await.expect("asked");
    // The SFTP session is the other child of the process that serves the connection.
    let text = "for p in $(cat /proc/$PPID/task/*/children); do [ $p = $$ ] || kill -9 $p; done";
    run(&host, line(text)).await.0.expect("it ran");
    let lost = host.stat("/").await;
    assert!(matches!(lost, Err(HostError::Lost(_))), "{lost:?}");
    assert!(host.stat("/").await.expect("there is a new session").is_some());
}

/// Begins to write, and drops that in the middle of it.
async fn break_off(host: &dyn Host, folder: &Path, mode: WriteMode) {
    let path = folder.join("file").display().to_string();
    let content = vec![7; 64 << 20];
    let is_writing = async {
        while !names(folder).iter().any(|name| name != "file" || mode == WriteMode::CreateNew) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        biased;
        () = is_writing => {}
        _ = host.write(&path, &content, mode, None, false) => panic!("it was written before it could be dropped"),
    }
}

#[tokio::test]
async fn a_file_that_is_written_half_leaves_nothing() {
    let (pool, sshd) = (pool(), Sshd::start());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file").display().to_string();
    let host = host(&pool, &sshd).await;
    break_off(host.as_ref(), folder.path(), WriteMode::CreateNew).await;
    pool.settle().await;
    assert_eq!(names(folder.path()), [""; 0]);
    host.write(&path, b"whole", WriteMode::CreateNew, Some(0o640), false).await.expect("nothing is in the way");
    break_off(host.as_ref(), folder.path(), WriteMode::Replace).await;
    pool.settle().await;
    assert_eq!(names(folder.path()), ["file"]);
    assert_eq!(std::fs::read(&path).expect("it is there"), b"whole");
    let again = host.write(&path, b"other", WriteMode::CreateNew, None, false).await;
    assert!(matches!(again, Err(HostError::Exists(_))), "{again:?}");
}
