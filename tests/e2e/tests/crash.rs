//! A server that is killed loses nothing and does nothing twice.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use e2e::{Api, Server};
use serde_json::{Value as Json, json};

/// Puts a program into a folder of programs.
fn program(folder: &Path, name: &str, text: &str) {
    std::fs::create_dir_all(folder).expect("the folder is made");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the program is written");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("it can be run");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < e2e::PATIENCE, "{what} does not happen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn the_disk_report_survives_a_kill_in_its_middle() {
    let data = tempfile::tempdir().expect("a folder");
    let (bin, asked, go) = (data.path().join("bin"), data.path().join("asked"), data.path().join("go"));
    let slow = format!(
        "#!/bin/sh\necho x >> {}\nwhile [ ! -e {} ]; do sleep 0.05; done\nexec /bin/df \"$@\"\n",
        asked.display(),
        go.display()
    );
    program(&bin, "df", &slow);
    let path = format!("{}:{}", bin.display(), std::env::var_os("PATH").expect("a path").to_string_lossy());
    let environment = [("PATH", path.as_str())];

    let server = Server::start(data.path(), &environment).await;
    let document: Json =
        serde_json::from_str(&read(&e2e::root().join("flows/examples/disk-report/flow.json"))).expect("JSON");
    let api = server.api().await;
    let flow = api.create(&document).await;
    let run = api.run(&flow, &json!({})).await;
    until("the question for the disks", || !read(&asked).is_empty()).await;
    server.kill();

    std::fs::write(&go, "").expect("the way is free");
    let server = Server::start(data.path(), &environment).await;
    let api = server.api().await;
    let ended = api.finished(&run).await;
    assert_eq!(ended["status"], "completed", "{ended}");
    assert_eq!(read(&asked).lines().count(), 2, "the command that had not ended is repeated, once");
    assert!(data.path().join("store/workspace/reports/disks.txt").exists());
}

/// Twenty rounds; each appends its number to a file, then waits a moment.
fn counting() -> Json {
    json!({
        "format": "opsconductor.flow/1", "name": "count",
        "nodes": [
            { "id": "each", "type": "flow.for", "config": { "loop_variable": "i", "start_value": 1, "end_value": 20 } },
            { "id": "append", "type": "shell.command", "config": { "command": "echo {{ i }} >> counted" }, "onError": "continue" },
            { "id": "wait", "type": "system.wait", "config": { "seconds": 0.05 } }
        ],
        "wires": [
            { "source": "each", "sourcePort": "loop", "target": "append" },
            { "source": "append", "target": "wait" }
        ]
    })
}

/// How often each number was written.
fn counted(file: &Path) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in read(file).lines() {
        *counts.entry(line.to_owned()).or_default() += 1;
    }
    counts
}

/// Steps of the appending node by round: `completed`, or why not.
async fn appended(api: &Api, run: &str) -> BTreeMap<String, String> {
    let steps = api.get(&format!("/runs/{run}/steps?node=append&limit=200")).await;
    let steps = steps["items"].as_array().expect("steps").clone();
    let outcome =
        |step: &Json| step["error"]["kind"].as_str().or(step["status"].as_str()).unwrap_or_default().to_owned();
    steps.iter().map(|step| (step["key"].as_str().unwrap_or_default().to_owned(), outcome(step))).collect()
}

fn is_over(run: &Json) -> bool {
    !["pending", "running"].contains(&run["status"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn twenty_kills_lose_no_step_and_repeat_none() {
    let data = tempfile::tempdir().expect("a folder");
    let file = data.path().join("store/workspace/counted");
    let mut server = Server::start(data.path(), &[]).await;
    let api = server.api().await;
    let flow = api.create(&counting()).await;
    let run = api.run(&flow, &json!({})).await;
    for kill in 0..20_u64 {
        // A different moment each time: by progress, then some milliseconds on.
        let before = read(&file).lines().count();
        let path = format!("/runs/{run}");
        let state = server.api().await.until(&path, |run| is_over(run) || read(&file).lines().count() > before).await;
        if is_over(&state) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(kill * 7 % 60)).await;
        server.kill();
        server = Server::start(data.path(), &[]).await;
    }
    let api = server.api().await;
    let ended = api.finished(&run).await;
    assert_eq!(ended["status"], "completed", "{ended}");
    let (counts, steps) = (counted(&file), appended(&api, &run).await);
    assert_eq!(steps.len(), 20, "every round has its step: {steps:?}");
    for round in 1..=20 {
        let (written, step) =
            (counts.get(&round.to_string()).copied().unwrap_or(0), &steps[&format!("each[{}]/append", round - 1)]);
        match step.as_str() {
            "completed" => assert_eq!(written, 1, "round {round} is done once"),
            "interrupted" => assert!(written <= 1, "round {round} is not repeated"),
            other => panic!("round {round} is {other}"),
        }
    }
}
