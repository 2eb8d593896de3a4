//! The command line: output, exit codes, and nonsense.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value as Json, json};

fn opsconductor(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(e2e::binary());
    command.args(arguments).current_dir(folder).env("XDG_DATA_HOME", folder.join("share"));
    command.output().expect("the command runs")
}

fn example(name: &str) -> String {
    e2e::root().join("flows/examples").join(name).join("flow.json").to_string_lossy().into_owned()
}

fn stdout(output: &Output) -> Json {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stdout)))
}

fn write(folder: &Path, name: &str, document: &Json) -> String {
    let path = folder.join(name);
    std::fs::write(&path, document.to_string()).expect("the file is written");
    path.to_string_lossy().into_owned()
}

fn one_node(node_type: &str, config: &Json) -> Json {
    json!({ "format": "opsconductor.flow/1", "name": "one", "nodes": [{ "id": "a", "type": node_type, "config": config }], "wires": [] })
}

#[test]
fn the_disk_report_runs_and_answers_as_described() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = opsconductor(folder.path(), &["run", &example("disk-report"), "-p", "threshold=101"]);
    assert_eq!(output.status.code(), Some(2), "a parameter out of range is refused");
    assert!(String::from_utf8_lossy(&output.stderr).contains("must be at most 100"));

    let output =
        opsconductor(folder.path(), &["run", &example("disk-report"), "-p", "threshold=99", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let run = stdout(&output);
    assert_eq!((run["status"].as_str(), &run["error"]), (Some("completed"), &Json::Null));
    assert!(run["run_id"].is_string() && run["variables"]["disks"].is_array(), "{run}");
    let steps = run["steps"].as_array().expect("steps");
    let ask = steps.iter().find(|step| step["node"] == "ask").expect("the command is a step");
    for field in ["key", "node", "type", "status", "port", "attempt", "started_at", "duration_us", "output", "error"] {
        assert!(ask.get(field).is_some(), "{field} is missing in {ask}");
    }
    assert_eq!(ask["output"]["exit_code"], json!(0));
    assert!(folder.path().join("reports/disks.txt").exists(), "the report lies in the workspace, the current folder");
}

#[test]
fn exit_codes_tell_how_it_went() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |document: &Json, code: i32, says: &str| {
        let path = write(folder.path(), "flow.json", document);
        let output = opsconductor(folder.path(), &["run", &path]);
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert!(text.contains(says), "`{says}` is not in: {text}");
    };
    check(&one_node("flow.end", &json!({ "result": 1 })), 0, "completed");
    check(&one_node("shell.command", &json!({ "command": "exit 3" })), 1, "exit code 3");
    check(&one_node("flow.iff", &json!({})), 2, "flow.if");
    let output = opsconductor(folder.path(), &["run", "missing.json"]);
    assert_eq!(output.status.code(), Some(2));
    let output = opsconductor(folder.path(), &["run", "--format", "yaml", "x"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn validate_lists_every_problem_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "bad.json", &one_node("flow.if", &json!({ "condition": "hostnme == 1" })));
    let output = opsconductor(folder.path(), &["validate", &path, "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let problem = &stdout(&output)["problems"][0];
    assert_eq!((problem["node"].as_str(), problem["field"].as_str()), (Some("a"), Some("config/condition")));
    assert_eq!((problem["severity"].as_str(), problem["code"].as_str()), (Some("error"), Some("unknown_variable")));
    for name in ["hello", "disk-report", "http-health", "retry-until-up"] {
        let output = opsconductor(folder.path(), &["validate", &example(name)]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn nodes_are_listed_and_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = opsconductor(folder.path(), &["nodes"]);
    assert!(String::from_utf8_lossy(&list.stdout).contains("flow.foreach"));
    let one = opsconductor(folder.path(), &["nodes", "shell.command"]);
    assert!(String::from_utf8_lossy(&one.stdout).contains("working_directory"));
    assert_eq!(opsconductor(folder.path(), &["nodes", "shell.comand"]).status.code(), Some(2));
}

#[test]
fn a_command_that_prints_a_gigabyte_is_cut_and_costs_little_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let flow = one_node("shell.command", &json!({ "command": "head -c 1073741824 /dev/zero | tr '\\0' 'x'" }));
    let path = write(folder.path(), "big.json", &flow);
    // An address space below the gigabyte printed: whoever keeps it all ends here.
    let script = format!("ulimit -v 900000; exec {} run {path} --format json", e2e::binary().display());
    let output =
        Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().expect("the command runs");
    let json = stdout(&output);
    assert_eq!(json["status"], "completed", "{}", String::from_utf8_lossy(&output.stderr));
    let output = &json["steps"][0]["output"];
    assert_eq!(output["truncated"], json!(true));
    assert!(output["stdout"].as_str().is_some_and(|text| text.len() <= 1 << 20));
}

#[test]
fn ctrl_c_cancels_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path =
        write(folder.path(), "slow.json", &one_node("shell.command", &json!({ "command": "touch begun; sleep 600" })));
    let child =
        Command::new(e2e::binary()).args(["run", &path]).current_dir(folder.path()).spawn().expect("the command runs");
    let begun = std::time::Instant::now();
    while !folder.path().join("begun").exists() {
        assert!(begun.elapsed() < e2e::PATIENCE, "the flow does not begin");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(interrupt.success());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(output.status.code(), Some(130));
}

#[test]
fn a_dry_run_touches_nothing_and_a_pinned_node_answers_without_being_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "flow.json", &one_node("shell.command", &json!({ "command": "touch made.txt" })));
    for extra in [&["--dry-run"][..], &["--pin", "a={\"stdout\":\"pinned\"}"][..]] {
        let output = opsconductor(folder.path(), &[&["run", &path, "--format", "json"], extra].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let step = stdout(&output)["steps"][0].clone();
        assert_eq!(
            (&step["status"], &step["config"]["command"]),
            (&json!("completed"), &json!("touch made.txt")),
            "{step}"
        );
    }
    assert!(!folder.path().join("made.txt").exists());
    let unknown = opsconductor(folder.path(), &["run", &path, "--pin", "b=1"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("no node `b`"));
}

#[tokio::test]
async fn runs_of_a_server_are_seen_and_steered_from_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = e2e::Server::start(folder.path(), &[]).await;
    let api = server.api().await;
    let waits = json!({ "format": "opsconductor.flow/1", "name": "waits", "wires": [],
        "nodes": [{ "id": "a", "type": "system.wait", "config": { "seconds": 3600 } }] });
    let run = api.run(&api.create(&waits).await, &json!({})).await;
    api.until(&format!("/runs/{run}"), |run| run["status"] == "running").await;
    let ask = |arguments: &[&str], password: &str| {
        let mut command = Command::new(e2e::binary());
        command.arg("runs").args(arguments).env("OPSCONDUCTOR_SERVER", &server.address);
        let output = command.env("OPSCONDUCTOR_PASSWORD", password).output().expect("the command runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };

    let (code, said, _) = ask(&["list", "--status", "running"], e2e::PASSWORD);
    assert!(code == Some(0) && said.contains(&run) && said.contains("waits"), "{said}");
    let (_, said, _) = ask(&["queue"], e2e::PASSWORD);
    assert!(said.contains("0 of 10000 waiting"), "{said}");
    let (code, said, _) = ask(&["debug", &run, "pause"], e2e::PASSWORD);
    assert_eq!((code, said.as_str()), (Some(0), "The run is held before its next node.\n"));
    let (code, said, _) = ask(&["cancel", &run], e2e::PASSWORD);
    assert_eq!((code, said.as_str()), (Some(0), "The run is being stopped.\n"));
    api.until(&format!("/runs/{run}"), |run| run["status"] == "cancelled").await;
    let (_, said, _) = ask(&["--format", "json", "show", &run], e2e::PASSWORD);
    let shown: Json = serde_json::from_str(&said).expect("JSON");
    assert_eq!(shown["cancelled_by"], "admin");
    let (code, said, _) = ask(&["rerun", &run], e2e::PASSWORD);
    assert!(code == Some(0) && said.ends_with("waits for its turn.\n"), "{said}");

    let (code, _, why) = ask(&["answer", &run, "a", "done", "--result", "{"], e2e::PASSWORD);
    assert!(code == Some(2) && why.contains("--result is not JSON"), "{why}");
    let (code, _, why) = ask(&["show", "../flows"], e2e::PASSWORD);
    assert!(code == Some(2) && why.contains("There is no run"), "{why}");
    let (code, _, why) = ask(&["queue"], "wrong");
    assert!(code == Some(2) && !why.contains("wrong\""), "{why}");
    let (code, _, why) = ask(&["--server", "http://127.0.0.1:1", "queue"], e2e::PASSWORD);
    assert!(code == Some(2) && why.contains("see that the server runs there"), "{why}");
}
