//! Where nodes work: the machines a target stands for, what expressions know of them, and secrets on the way to them.

use std::sync::Arc;

use async_trait::async_trait;
use engine::{Event, RunStatus};
use node_sdk::{
    Caller, Command, Credential, Credentials, ErrorKind, Exit, FileEntry, Host, HostError, Hosts, NodeError,
    OutputSink, Platform, Stream, Target, WriteMode,
};
use serde_json::{Value as Json, json};

use crate::support::{Given, Ran, flow, problems, run_with};

/// Two machines in a group; commands say where they ran and who signed in, and fail on `b` if they are told to.
struct Fleet;

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
    assert_eq!(logged, [(Some("a"), "ask@id-a"), (Some("b"), "ask@id-b")]);
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
    let ran = on_fleet(&command("x", &json!({ "target": "{{ 'c' }}" })), None).await;
    assert_eq!(ran.error().0, ErrorKind::VALIDATION.as_str());
    let found = problems(&command("x", &json!({ "target": "{{ nonsense", "credential": "{{ nobody }}" })));
    let fields: Vec<_> = found.iter().filter_map(|problem| problem.field.as_deref()).collect();
    assert_eq!(fields, ["target", "credential"], "{found:?}");
}
