//! Dry runs touch nothing, pinned nodes are not run, and one node can be run alone.

use engine::{Event, Rehearsal, RunStatus};
use node_sdk::{Map, Value};
use serde_json::json;

use crate::support::{Given, engine, flow, run_program, run_with};

fn map(entries: serde_json::Value) -> Map {
    Value::from(&entries).as_object().expect("an object").as_ref().clone()
}

#[tokio::test]
async fn a_dry_run_takes_the_ways_it_would_take_and_touches_nothing() {
    let document = flow(
        json!([
            ["write", "file.create", { "file_path": "{{ msg.payload.name }}.txt", "content": "x" }],
            ["ask", "shell.command", { "command": "uptime" }],
            ["if", "flow.if", { "condition": "nodes.ask.exit_code == 0" }],
            ["yes", "flow.end", { "result": "well" }], ["no", "flow.end", { "result": "badly" }]
        ]),
        &["write -> ask", "ask -> if", "if.true -> yes", "if.false -> no"],
    );
    let rehearsal = Rehearsal { dry: true, pins: map(json!({ "ask": { "exit_code": 0 } })), ..Rehearsal::default() };
    let given = Given { input: json!({ "name": "a" }), rehearsal: Some(rehearsal), ..Given::default() };
    let ran = run_with(&document, given).await;
    assert_eq!((ran.report.status, ran.result()), (RunStatus::Completed, json!("well")));
    assert_eq!(ran.fakes.text("a.txt"), None, "nothing was written");
    let write = ran.steps().into_iter().find(|step| step.key == "write").expect("it was rehearsed");
    assert_eq!(write.config.as_ref().and_then(|config| config.get("file_path")), Some(&"a.txt".into()));
}

#[tokio::test]
async fn a_dry_run_names_a_configuration_that_would_not_do() {
    let document =
        flow(json!([["write", "file.create", { "file_path": "{{ msg.payload.name }}", "content": "x" }]]), &[]);
    let given = Given { rehearsal: Some(Rehearsal { dry: true, ..Rehearsal::default() }), ..Given::default() };
    let ran = run_with(&document, given).await;
    assert_eq!(ran.report.status, RunStatus::Failed);
    assert!(ran.error().1.contains("name"), "{:?}", ran.error());
}

#[tokio::test]
async fn a_node_runs_alone_in_a_flow_that_is_not_finished() {
    let document = flow(
        json!([
            ["read", "file.read", { "file_path": "{{ nodes.before.path }}" }],
            ["before", "no.such.type"], ["broken", "flow.if", {}]
        ]),
        &["before -> read"],
    );
    let engine = engine();
    let parsed = engine.parse(document.to_string().as_bytes()).expect("a readable document");
    let alone = engine.compile_node(&parsed, "read").expect("there is such a node");
    assert_eq!(alone.problems, []);
    let rehearsal = Rehearsal { nodes: map(json!({ "before": { "path": "hello.txt" } })), ..Rehearsal::default() };
    let given = Given { rehearsal: Some(rehearsal), ..Given::default() };
    let ran = run_program(alone.program.expect("it is sound"), given).await;
    assert_eq!(ran.report.status, RunStatus::Completed, "{:?}", ran.report.error);
    assert_eq!(ran.keys(), ["read"]);
    assert!(engine.compile_node(&parsed, "nowhere").is_none());
    let broken = engine.compile_node(&parsed, "broken").expect("there is such a node");
    assert!(
        broken.program.is_none() && broken.problems.iter().all(|problem| problem.node.as_deref() == Some("broken"))
    );
}

#[tokio::test]
async fn rounds_are_told_the_first_and_the_last_of_them_and_counted_between() {
    let document = flow(
        json!([
            ["each", "flow.foreach", { "collection": { "$expr": "let a = []; a.pad(1000, 1); a" }, "item_variable": "n" }],
            ["in", "flow.set_variable", { "variables": { "last": "{{ index }}" } }]
        ]),
        &["each.loop -> in"],
    );
    let ran = run_with(&document, Given::default()).await;
    let keys = ran.keys();
    assert_eq!(keys.iter().filter(|key| key.ends_with("/in")).count(), 200);
    assert!(keys.contains(&"each[0]/in") && keys.contains(&"each[999]/in") && !keys.contains(&"each[500]/in"));
    let bodies =
        ran.events.iter().filter(|event| matches!(event, Event::Step(step) if step.kind == engine::StepKind::Region));
    assert_eq!(bodies.count(), 200);
    assert_eq!(ran.variable("last"), json!(999));
}
