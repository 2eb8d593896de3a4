//! Messages as parts of flows: tests only.
#![cfg(test)]

use async_trait::async_trait;
use node_sdk::{Caller, ErrorKind, NodeError, Notice, Notices};
use node_testkit::{Fakes, Flows, Given, Trace};
use serde_json::{Value as Json, json};

const SECRET: &str = "Kx7-never-to-be-seen";

/// A step that ends in some way, and a mail after it by the given port.
fn flow(before: &Json, port: &str, mail: &Json) -> Json {
    let mut config = json!({ "recipients": ["ops@example.org"], "subject": "S", "message": "M" });
    config.as_object_mut().expect("an object").extend(mail.as_object().expect("an object").clone());
    json!({
        "format": "opsconductor.flow/1", "name": "Nightly", "nodes": [
            before,
            { "id": "mail", "type": "notification.email", "config": config },
            { "id": "after", "type": "flow.set_variable", "config": { "variables": { "seen": "yes" } } },
            { "id": "refused", "type": "flow.set_variable", "config": { "variables": { "refused": "yes" } } }
        ],
        "wires": [
            { "source": before["id"], "sourcePort": port, "target": "mail" }, { "source": "mail", "target": "after" }
        ],
        "parameters": { "hidden": { "type": "string", "secret": true, "default": SECRET } },
    })
}

async fn run(flow: &Json, fakes: &Fakes) -> Trace {
    let libraries = vec![crate::library(), node_flow::library(), node_remote::library()];
    Flows::new(libraries).run(flow, &fakes.services, Given::default()).await
}

fn command(text: &str) -> Json {
    json!({ "id": "before", "type": "shell.command", "config": { "command": text } })
}

fn bodies(fakes: &Fakes) -> Vec<String> {
    let body = |notice| match notice {
        Notice::Mail(mail) => mail.body,
        Notice::Post(post) => post.body.to_string(),
    };
    fakes.kept.notices().into_iter().map(body).collect()
}

async fn check(before: &Json, port: &str, condition: &str, is_sent: bool) {
    let fakes = Fakes::default();
    let trace = run(&flow(before, port, &json!({ "send_condition": condition })), &fakes).await;
    assert_eq!(fakes.kept.notices().len(), usize::from(is_sent), "{condition} after {before}");
    let step = trace.step("mail").expect("it was reached");
    assert_eq!(step.output.get("notification_sent"), Some(&is_sent.into()));
    let status = if is_sent { engine::StepStatus::Completed } else { engine::StepStatus::Skipped };
    assert_eq!(step.status, status);
    assert_eq!(trace.report.variables.get("seen"), Some(&"yes".into()), "the flow goes on either way");
}

#[tokio::test]
async fn the_condition_looks_at_how_the_step_before_ended() {
    let (well, failed) = (command("true"), command("exit 3"));
    check(&well, "output", "on_success", true).await;
    check(&well, "output", "on_failure", false).await;
    check(&failed, "error", "on_failure", true).await;
    check(&failed, "error", "on_success", false).await;
    check(&failed, "error", "on_error", false).await;
    check(&failed, "error", "on_completion", true).await;
    let broken = json!({ "id": "before", "type": "flow.throw_error", "config": { "message": "no" } });
    let unable =
        json!({ "id": "before", "type": "shell.command", "config": { "command": "pwd", "working_directory": "none" } });
    check(&unable, "error", "on_error", true).await;
    check(&unable, "error", "on_completion", false).await;
    let fakes = Fakes::default();
    let tried = json!({
        "format": "opsconductor.flow/1", "name": "Tried", "nodes": [
            { "id": "try", "type": "flow.try_catch" }, broken,
            { "id": "mail", "type": "notification.email", "config": {
                "recipients": ["ops@example.org"], "subject": "S", "message": "{{ error_message }}", "send_condition": "on_failure"
            } }
        ],
        "wires": [
            { "source": "try", "sourcePort": "try", "target": "before" },
            { "source": "try", "sourcePort": "catch", "target": "mail" }
        ]
    });
    run(&tried, &fakes).await;
    assert!(bodies(&fakes)[0].starts_with("no\n"), "{:?}", bodies(&fakes));
}

#[tokio::test]
async fn the_reader_learns_of_the_run_and_of_what_was_printed_but_of_no_secret() {
    let fakes = Fakes::default();
    let said = command("echo disk full; echo {{ params.hidden | sh }}; exit 3");
    let mail = json!({ "message": "It is {{ params.hidden }}.", "include_execution_logs": true });
    let trace = run(&flow(&said, "error", &mail), &fakes).await;
    let body = bodies(&fakes).remove(0);
    assert!(body.starts_with("It is •••.\n\nFlow: Nightly\nRun: https://ops.example.org/runs/"), "{body}");
    assert!(body.contains("Step before: failed") && body.ends_with("Last output:\ndisk full\n•••"), "{body}");
    assert!(!trace.shows(SECRET));
}

/// Takes no message.
struct Closed;

#[async_trait]
impl Notices for Closed {
    async fn send(&self, _: Caller, _: Notice) -> Result<String, NodeError> {
        Err(NodeError::new(ErrorKind::NETWORK, "It is closed."))
    }

    fn run_address(&self, _: &str) -> Option<String> {
        None
    }
}

async fn refused(mail: &Json, more: &[Json]) -> Trace {
    let mut fakes = Fakes::default();
    fakes.services.notices = std::sync::Arc::new(Closed);
    let mut flow = flow(&command("true"), "output", mail);
    flow["wires"].as_array_mut().expect("a list").extend(more.iter().cloned());
    run(&flow, &fakes).await
}

#[tokio::test]
async fn a_message_that_cannot_be_sent_stops_a_run_only_where_that_is_wanted() {
    let trace = refused(&json!({}), &[]).await;
    assert_eq!(trace.report.error, None);
    assert_eq!(trace.report.variables.get("seen"), Some(&"yes".into()));
    let details = trace.step("mail").expect("a step").output.get("notification_details").cloned();
    assert_eq!(details.expect("details").to_string(), r#"{"error_type":"network_error","error":"It is closed."}"#);

    let trace = refused(&json!({ "fail_flow_on_error": true }), &[]).await;
    assert_eq!(trace.report.error.map(|error| error.kind), Some(ErrorKind::NETWORK));

    let port = json!({ "source": "mail", "sourcePort": "error", "target": "refused" });
    let trace = refused(&json!({}), &[port]).await;
    assert_eq!(trace.report.variables.get("refused"), Some(&"yes".into()));
    assert_eq!(trace.report.variables.get("seen"), None);
}
