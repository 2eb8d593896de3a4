//! Disks that are full or damaged: a clear error, no panic, and nothing is said to be done that is not.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crash::{Disk, Ledger, ReadOnly, Seen};
use e2e::Server;
use serde_json::json;

fn log(data: &Path) -> String {
    fs::read_to_string(data.join("server.log")).unwrap_or_default()
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < e2e::PATIENCE, "{what} does not happen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// What a server says that does not start.
fn refusal(data: &Path) -> String {
    let mut child = Command::new(e2e::binary())
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data.join("store"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server is started");
    let begun = Instant::now();
    while child.try_wait().expect("it can be asked").is_none() {
        if begun.elapsed() > e2e::PATIENCE {
            // It may end by itself just now.
            let _ = child.kill();
            panic!("the server serves");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("the server ended");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{text}");
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// A data folder with a database in it, and a run in its middle when its server was killed.
async fn struck(data: &Path, ledger: &Ledger, lines: usize) -> String {
    let server = Server::start(data, &[]).await;
    let api = server.api().await;
    let flow = api.create(&crash::flow(&data.join("ledger"))).await;
    let run = api.run(&flow, &json!({})).await;
    until("the run's middle", || ledger.lines() >= lines).await;
    server.kill();
    run
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_runs_and_they_go_on_when_there_is_room() {
    let data = tempfile::tempdir().expect("a folder");
    let disk = Disk::small(data.path().join("store"));
    let (ledger, workspace) = (Ledger::new(data.path().join("ledger")), data.path().join("workspace"));
    let environment = [("OPSCONDUCTOR_WORKSPACE", workspace.to_str().expect("a plain path"))];
    let command = disk.command();
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    let server = Server::start_by(&command, data.path(), &environment).await;
    let api = server.api().await;
    let flow = api.create(&crash::flow(&data.path().join("ledger"))).await;
    let (mut runs, begun) = (vec![api.run(&flow, &json!({})).await], Instant::now());
    until("the first run's middle", || ledger.lines() > 4).await;
    disk.fill();
    // Where only files are limited, it takes some runs until one is full.
    let (status, problem) = loop {
        let (status, answer) = api.try_post(&format!("/flows/{flow}/run"), &json!({ "parameters": {} })).await;
        match answer["run_id"].as_str() {
            Some(run) => runs.push(run.to_owned()),
            None => break (status, answer),
        }
        assert!(begun.elapsed() < e2e::PATIENCE, "the disk does not fill up");
    };
    assert!(status >= 500, "{status} {problem}");
    assert!(problem["code"].is_string() && problem["title"].is_string(), "a problem with a code: {problem}");
    until("a word in the log", || log(data.path()).contains("could not be written")).await;
    for run in &runs {
        let seen = Seen::ask(&api, run).await;
        let counts = ledger.of(run);
        assert!(seen.completed().iter().all(|key| counts.contains_key(key)), "{:?} {counts:?}", seen.steps);
        assert_ne!(api.get(&format!("/runs/{run}")).await["status"], "failed", "a full disk is not the run's fault");
    }
    server.kill();
    disk.clear();
    let server = Server::start(data.path(), &environment).await;
    let api = server.api().await;
    for run in &runs {
        assert_eq!(api.finished(run).await["status"], "completed");
        ledger.check(run, &Seen::ask(&api, run).await, 1);
    }
    assert!(!log(data.path()).contains("panicked"), "{}", log(data.path()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_database_is_refused_at_the_start() {
    let data = tempfile::tempdir().expect("a folder");
    let store = data.path().join("store");
    fs::create_dir_all(&store).expect("the folder is made");
    fs::write(store.join("opsconductor.db"), "This is not a database, and never was.\n".repeat(200)).expect("written");
    let text = refusal(data.path());
    assert!(text.contains("the database cannot be opened") && text.contains("not a database"), "{text}");
}

/// The last commits are lost with the end of the log; what is left is sound.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_end_of_the_write_ahead_log_costs_the_last_commits_and_nothing_else() {
    for damage in [damage_tail as fn(&Path), cut_tail] {
        let data = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::new(data.path().join("ledger"));
        let run = struck(data.path(), &ledger, 10).await;
        damage(&data.path().join("store/opsconductor.db-wal"));
        let server = Server::start(data.path(), &[]).await;
        let api = server.api().await;
        let ended = api.finished(&run).await;
        assert_eq!(ended["status"], "completed", "{ended}");
        let (seen, counts) = (Seen::ask(&api, &run).await, ledger.of(&run));
        for key in seen.completed() {
            assert!(counts.contains_key(&key), "{key} is said to be done: {counts:?}");
        }
        assert!(!log(data.path()).contains("panicked"), "{}", log(data.path()));
    }
}

/// Writes nonsense over the last two pages.
fn damage_tail(file: &Path) {
    let mut file = fs::File::options().write(true).open(file).expect("the log is there");
    file.seek(SeekFrom::End(-8_000)).expect("it is longer than that");
    file.write_all(&[0xA5; 8_000]).expect("the damage is done");
}

/// Cuts it in the middle of a page.
fn cut_tail(file: &Path) {
    let file = fs::File::options().write(true).open(file).expect("the log is there");
    let length = file.metadata().expect("it has a length").len();
    file.set_len(length - 5_000).expect("it is cut");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_be_written_is_refused_at_the_start() {
    let data = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::new(data.path().join("ledger"));
    let run = struck(data.path(), &ledger, 3).await;
    let read_only = ReadOnly::new(data.path().join("store/opsconductor.db"));
    let text = refusal(data.path());
    assert!(text.contains("database") && text.to_lowercase().contains("read"), "{text}");
    drop(read_only);
    assert!(!ledger.of(&run).is_empty());
}
