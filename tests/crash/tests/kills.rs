//! `kill -9` at any time: no step is lost, and none that completed is done again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use crash::{Chance, Ledger, Seen};
use e2e::{Api, Server};
use serde_json::json;

/// Runs that are never over all at once while the server is struck.
const AT_ONCE: usize = 3;
/// Kills, where `CRASH_KILLS` names no other number.
const KILLS: usize = 20;
/// The longest a server lives, in milliseconds.
const LIFE: u64 = 400;

/// A run and the steps of it that were seen completed, each with how often its line was there by then.
type Runs = BTreeMap<String, BTreeMap<String, usize>>;

#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_no_step_and_repeat_none_that_completed() {
    let kills = std::env::var_os("CRASH_KILLS").and_then(|count| count.to_str()?.parse().ok()).unwrap_or(KILLS);
    let data = tempfile::tempdir().expect("a folder");
    let (mut chance, ledger) = (Chance::new(), Ledger::new(data.path().join("ledger")));
    let mut server = Server::start(data.path(), &[]).await;
    let flow = server.api().await.create(&crash::flow(&data.path().join("ledger"))).await;
    let (mut runs, mut open) = (Runs::new(), BTreeSet::new());
    for _ in 0..kills {
        let api = server.api().await;
        look(&api, &ledger, &mut runs, &mut open).await;
        while open.len() < AT_ONCE {
            let run = api.run(&flow, &json!({})).await;
            runs.insert(run.clone(), BTreeMap::new());
            open.insert(run);
        }
        tokio::time::sleep(Duration::from_millis(chance.below(LIFE))).await;
        server.kill();
        server = Server::start(data.path(), &[]).await;
    }
    let api = server.api().await;
    let mut steps = 0;
    for (run, known) in &runs {
        let ended = api.finished(run).await;
        assert_eq!(ended["status"], "completed", "{ended}");
        let seen = Seen::ask(&api, run).await;
        ledger.check(run, &seen, kills);
        check_known(&ledger, run, known);
        steps += seen.steps.len();
    }
    no_panic(data.path());
    println!("{kills} kills, {} runs, {steps} steps: 0 lost, 0 completed ones repeated", runs.len());
}

/// Notes what has completed by now.
async fn look(api: &Api, ledger: &Ledger, runs: &mut Runs, open: &mut BTreeSet<String>) {
    for run in open.clone() {
        let completed = Seen::ask(api, &run).await.completed();
        let counts = ledger.of(&run);
        let known = runs.get_mut(&run).expect("it was noted when it was started");
        for key in completed {
            let count = counts.get(&key).copied().unwrap_or(0);
            known.entry(key).or_insert(count);
        }
        if api.get(&format!("/runs/{run}")).await["status"] == "completed" {
            open.remove(&run);
        }
    }
}

/// What had completed before a kill was not done again after it.
fn check_known(ledger: &Ledger, run: &str, known: &BTreeMap<String, usize>) {
    let counts = ledger.of(run);
    for (key, before) in known {
        assert_eq!(counts.get(key), Some(before), "{key} of {run} was done again after it had completed");
    }
}

fn no_panic(data: &Path) {
    let log = std::fs::read_to_string(data.join("server.log")).expect("the log");
    assert!(!log.contains("panicked"), "{log}");
}
