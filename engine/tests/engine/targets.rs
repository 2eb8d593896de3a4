//! Where nodes work: the machines a target stands for, what expressions know of them, and secrets on the way to them.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use engine::journal::{Journal, Memory, Record};
use engine::{Event, Execution, RunId, RunStatus};
use node_sdk::{
    Caller, Command, Credential, Credentials, ErrorKind, Exit, FileEntry, FlowCall, Flows, Host, HostError, Hosts,
    NodeError, OutputSink, Platform, Stream, Target, Value, WriteMode,
};
use serde_json::{Value as Json, json};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::support::{Given, Ran, execute, flow, problems, program, run_with};

/// Three machines, two of them in a group; commands say where they ran and who signed in, and fail on `b` if they are told
/// to. `last` ends on `a` after the others, `long` after a while, and `big` prints much.
struct Fleet;

/// How many others have ended.
static OTHERS: Semaphore = Semaphore::const_new(0);
const MUCH: usize = 600 << 10;

fn machine(name: &str) -> Arc<Target> {
    Arc::new(Target {
        id: format!("id-{name}").into(),
        name: name.into(),
        hostname: format!("{name}.example.org").into(),
        os_type: "linux".into(),
        os_version: "Debian 12".into(),
        credential: Some("key".into()),
        ..Target::default()
    })
}

#[async_trait]
impl Hosts for Fleet {
    fn select(&self, selector: &str) -> Result<Vec<Arc<Target>>, NodeError> {
        match selector {
            "a" | "id-a" => Ok(vec![machine("a")]),
            "b" | "id-b" => Ok(vec![machine("b")]),
            "c" => Ok(vec![machine("c")]),
            "group:all" => Ok(vec![machine("a"), machine("b")]),
            other => Err(Target::unknown(other)),
        }
    }

    async fn connect(
        &self,
        _: &Caller,
        target: Option<&Target>,
        credential: Option<Credential>,
    ) -> Result<Arc<dyn Host>, NodeError> {
        let name = target.map_or("here", |target| &*target.name).to_owned();
        Ok(Arc::new(Place { name, credential }))
    }
}

#[async_trait]
impl Credentials for Fleet {
    async fn open(&self, _: &Caller, name: &str, _: &str) -> Result<Credential, NodeError> {
        let fields = [("password".into(), format!("secret-of-{name}").into(), true)];
        Ok(Credential::new(("1", name, "ssh_password"), 1, fields))
    }
}

/// A flow that ends with the target it is called for.
#[async_trait]
impl Flows for Fleet {
    async fn call(&self, _: Caller, call: FlowCall, _: CancellationToken) -> Result<Value, NodeError> {
        Ok(call.target.map(Value::from).unwrap_or_default())
    }
}

struct Place {
    name: String,
    credential: Option<Credential>,
}

#[async_trait]
impl Host for Place {
    fn platform(&self) -> Platform {
        Platform::Ssh
    }

    async fn exec(&self, command: Command, output: &dyn OutputSink) -> Result<Exit, HostError> {
        match command.line.as_str() {
            "last" if self.name == "a" => drop(OTHERS.acquire_many(2).await),
            "last" => OTHERS.add_permits(1),
            "long" => {
                for _ in 0..1_000 {
                    tokio::task::yield_now().await;
                }
            }
            line if line.starts_with("big") => output.bytes(Stream::Stdout, "x".repeat(MUCH).as_bytes()),
            _ => {}
        }
        let password = self.credential.as_ref().and_then(|credential| credential.get("password")).unwrap_or("nobody");
        output.bytes(Stream::Stdout, format!("{} on {} by {password}\n", command.line, self.name).as_bytes());
        Ok(Exit { code: Some(i32::from(command.line.contains("fail") && self.name == "b")), signal: None })
    }

    async fn read(&self, path: &str, _: u64) -> Result<Vec<u8>, HostError> {
        Err(HostError::NotFound(path.into()))
    }

    async fn write(&self, path: &str, _: &[u8], _: WriteMode, _: Option<u32>, _: bool) -> Result<(), HostError> {
        Err(HostError::Outside(path.into()))
    }

    async fn stat(&self, _: &str) -> Result<Option<FileEntry>, HostError> {
        Ok(None)
    }

    async fn list(&self, path: &str, _: bool, _: usize) -> Result<Vec<FileEntry>, HostError> {
        Err(HostError::NotFound(path.into()))
    }

    async fn delete(&self, path: &str, _: bool) -> Result<(), HostError> {
        Err(HostError::NotFound(path.into()))
    }
}

async fn on_fleet(document: &Json, target: Option<&str>) -> Ran {
    let mut given = Given { target: target.map(|name| Target::clone(&machine(name))), ..Given::default() };
    given.fakes.services.hosts = Arc::new(Fleet);
    given.fakes.services.credentials = Arc::new(Fleet);
    run_with(document, given).await
}

/// A command at a target; `node` is what else is said of the node.
fn command(line: &str, node: &Json) -> Json {
    let mut document = flow(json!([["ask", "shell.command", { "command": line }]]), &[]);
    let fields = document["nodes"][0].as_object_mut().expect("a node");
    fields.extend(node.as_object().expect("an object").clone());
    document
}

async fn stdout(line: &str, node: Json, run_target: Option<&str>) -> String {
    let ran = on_fleet(&command(line, &node), run_target).await;
    assert_eq!(ran.report.status, RunStatus::Completed, "{:?}", ran.report.error);
    ran.result()["stdout"].as_str().expect("text").to_owned()
}

#[tokio::test]
async fn a_node_works_where_it_says_else_where_the_message_does_else_where_the_run_does() {
    assert_eq!(stdout("x", json!({}), None).await, "x on here by nobody\n");
    assert_eq!(stdout("x", json!({}), Some("a")).await, "x on a by •••\n");
    assert_eq!(stdout("x", json!({ "target": "b" }), Some("a")).await, "x on b by •••\n");
    assert_eq!(stdout("x", json!({ "target": "{{ 'id-' ~ 'b' }}" }), Some("a")).await, "x on b by •••\n");
    assert_eq!(stdout("x", json!({ "target": " " }), Some("a")).await, "x on a by •••\n");
}

#[tokio::test]
async fn expressions_know_the_machine_the_node_works_on() {
    let line =
        "{{ target.name }} {{ target_hostname }} {{ target_os }} {{ target_distro }} {{ target_list | join(',') }}";
    let said = stdout(line, json!({ "target": "b" }), Some("a")).await;
    assert!(said.starts_with("b b.example.org linux Debian b on b"), "{said}");
    let document = flow(json!([["end", "flow.end", { "result": "{{ target.name }} {{ target_version }}" }]]), &[]);
    assert_eq!(on_fleet(&document, Some("a")).await.result(), "a Debian 12");
    let nowhere = flow(json!([["end", "flow.end", { "result": "{{ target_hostname is none }}" }]]), &[]);
    assert_eq!(on_fleet(&nowhere, None).await.result(), true);
}

#[tokio::test]
async fn on_several_machines_the_work_is_done_on_each() {
    let ran = on_fleet(&command("greet {{ target.name }}", &json!({ "target": "group:all" })), None).await;
    let result = ran.result();
    assert_eq!((&result["total"], &result["failed"]), (&json!(2), &json!(0)), "{result}");
    assert_eq!(result["results"][1]["target"], "b");
    assert_eq!(result["results"][1]["output"]["stdout"], "greet b on b by •••\n");
    assert_eq!(ran.keys(), ["ask"], "it is one step");
    let told = format!("{:?}", ran.events);
    assert!(told.contains("Branches { done: 2, total: 2 }"), "how far it came is told: {told}");
    let logged = ran.events.iter().filter_map(|event| match event {
        Event::Log(line) => Some((line.target.as_deref(), line.key.as_str())),
        _ => None,
    });
    let mut logged: Vec<_> = logged.collect();
    logged.sort_unstable();
    assert_eq!(logged, [(Some("a"), "ask:id-a"), (Some("b"), "ask:id-b")]);
}

#[tokio::test]
async fn where_it_fails_on_one_of_several_it_fails_and_says_where() {
    let ran = on_fleet(&command("fail", &json!({ "target": "{{ ['a', 'b', 'a'] }}" })), None).await;
    let (kind, message) = ran.error();
    assert_eq!(kind, "exit_code");
    assert!(message.starts_with("It failed on 1 of 2 targets. b: "), "{message}");
    let details = Json::from(&ran.report.error.as_ref().expect("an error").details);
    let statuses: Vec<_> = details["results"].as_array().expect("results").iter().map(|one| &one["status"]).collect();
    assert_eq!(statuses, ["success", "failed"]);
}

#[tokio::test]
async fn nothing_shows_the_secrets_of_a_credential_whatever_a_machine_prints() {
    let ran = on_fleet(&command("x", &json!({ "target": "a", "credential": "door" })), None).await;
    let told = format!("{:?} {:?}", ran.events, ran.report);
    assert!(told.contains("x on a by •••") && !told.contains("secret-of"), "{told}");
}

#[tokio::test]
async fn a_target_that_is_not_there_is_an_error_and_a_broken_one_a_problem() {
    let ran = on_fleet(&command("x", &json!({ "target": "{{ 'nobody' }}" })), None).await;
    assert_eq!(ran.error().0, ErrorKind::VALIDATION.as_str());
    let found = problems(&command("x", &json!({ "target": "{{ nonsense", "credential": "{{ nobody }}" })));
    let fields: Vec<_> = found.iter().filter_map(|problem| problem.field.as_deref()).collect();
    assert_eq!(fields, ["target", "credential"], "{found:?}");
}

#[tokio::test]
async fn one_slow_machine_holds_up_no_other() {
    let mut document = command("last", &json!({ "target": "{{ ['a', 'b', 'c'] }}" }));
    document["settings"] = json!({ "maxParallelTargets": 2 });
    let result = on_fleet(&document, None).await.result();
    let names: Vec<_> = result["results"].as_array().expect("results").iter().map(|one| &one["target"]).collect();
    assert_eq!(names, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_node_that_needs_no_machine_is_done_once_whatever_the_message_names() {
    let nodes = json!([["wait", "system.wait", { "seconds": 0 }], ["end", "flow.end", { "result": "{{ nodes }}" }]]);
    for target in [json!(["a", "b"]), json!("a"), json!("nobody")] {
        let input = json!({ "payload": 1, "target": target });
        let mut given = Given { input, ..Given::default() };
        given.fakes.services.hosts = Arc::new(Fleet);
        let ran = run_with(&flow(nodes.clone(), &["wait -> end"]), given).await;
        assert_eq!(ran.report.status, RunStatus::Completed, "{:?}", ran.report.error);
        assert!(ran.result()["wait"]["output"]["total"].is_null(), "{}", ran.result());
    }
}

#[tokio::test]
async fn a_call_hands_on_the_one_machine_that_the_message_names() {
    let nodes = json!([["call", "flow.call", { "flow": "Greet" }]]);
    for (target, expected) in [(json!("a"), json!("id-a")), (json!(["a", "b"]), Json::Null)] {
        let mut given = Given { input: json!({ "payload": 1, "target": target }), ..Given::default() };
        given.fakes.services.hosts = Arc::new(Fleet);
        given.fakes.services.flows = Arc::new(Fleet);
        assert_eq!(run_with(&flow(nodes.clone(), &[]), given).await.result(), expected);
    }
}

#[tokio::test]
async fn the_message_goes_on_as_it_came_where_it_does_on_each_machine() {
    let document = flow(
        json!([["wait", "system.wait", { "seconds": 0 }], ["end", "flow.end", { "result": "{{ msg.payload }}" }]]),
        &["wait -> end"],
    );
    let mut several = document.clone();
    several["nodes"][0]["target"] = "group:all".into();
    assert_eq!(on_fleet(&several, None).await.result(), on_fleet(&document, None).await.result());
}

#[tokio::test]
async fn a_run_stays_in_memory_while_a_node_works_beside_one_that_waits_on_several_machines() {
    let mut document = flow(
        json!([["wait", "system.wait", { "seconds": 3600 }], ["work", "shell.command", { "command": "long" }]]),
        &[],
    );
    document["nodes"][0]["target"] = "group:all".into();
    let journal = Arc::new(Memory::default());
    let run_id = RunId::fresh();
    let mut given = Given {
        journal: Arc::clone(&journal) as Arc<dyn Journal>,
        run_id,
        park_after: Some(Duration::from_secs(60)),
        ..Given::default()
    };
    given.fakes.services.hosts = Arc::new(Fleet);
    let (ended, ..) = execute(program(&document), given).await;
    assert!(matches!(ended, Execution::Parked { .. }), "it waits for an hour");
    let records = journal.load(run_id).await.expect("memory never fails");
    let is_end = |record: &Record| matches!(record, Record::Finished { key, .. } if key == "work");
    assert!(records.iter().any(is_end), "what worked has ended: {records:?}");
}

#[tokio::test]
async fn what_several_machines_say_is_kept_in_files_where_it_is_much() {
    for line in ["big", "big fail"] {
        let ran = on_fleet(&command(line, &json!({ "target": "{{ ['a', 'b', 'c'] }}" })), None).await;
        let told = match &ran.report.error {
            None => ran.result(),
            Some(error) => Json::from(&error.details),
        };
        let results = told["results"].as_array().expect("results");
        let in_files = results.iter().filter(|one| !one.pointer("/output/artifact").unwrap_or(&Json::Null).is_null());
        assert!(in_files.count() >= 1, "{line}");
        assert!(told.to_string().len() < 2 * MUCH, "{line}: {}", told.to_string().len());
    }
}

#[test]
fn what_was_chosen_on_one_machine_is_of_the_node() {
    let document = command("x", &json!({ "target": "group:all" }));
    let keys = ["ask", "ask:id-a!chance0", "ask#2:id-b!again"];
    let records = keys.map(|key| Record::Started { key: key.into(), at: 1 });
    assert_eq!(program(&document).undone(&records, "ask").expect("a step"), keys);
}
