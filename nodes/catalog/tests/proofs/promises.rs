//! The promises of the engine for every example: one line a flow.

use std::collections::BTreeSet;
use std::fs;

use node_testkit::Flows;
use node_testkit::kit::{self, Subject};
use serde_json::json;

use crate::cases::{example, examples};

macro_rules! promises {
    ($($test:ident: $flow:literal,)+) => {
        $(#[tokio::test]
        async fn $test() {
            check($flow).await;
        })+

        const TESTED: &[&str] = &[$($flow),+];
    };
}

promises! {
    clean_up_with_approval: "clean-up-with-approval",
    disk_report: "disk-report",
    first_answer: "first-answer",
    hello: "hello",
    http_health: "http-health",
    retry_until_up: "retry-until-up",
}

async fn check(name: &str) {
    let flows = Flows::new(node_catalog::libraries());
    let (flow, cases) = example(name);
    for case in &cases {
        let subject = Subject {
            name: &format!("{name}, {}", case.name),
            flow: &flow,
            parameters: case.parameters(),
            input: case.input(),
            world: &|| case.world(),
        };
        kit::check(&flows, &subject).await;
    }
}

#[test]
fn every_example_with_cases_is_tested() {
    let folders = fs::read_dir(examples()).expect("listed").map(|entry| entry.expect("an entry"));
    let folders = folders.filter(|entry| entry.path().join("cases.json").exists()).map(|entry| entry.file_name());
    let folders: BTreeSet<_> = folders.map(|name| name.to_string_lossy().into_owned()).collect();
    assert_eq!(folders, TESTED.iter().map(ToString::to_string).collect());
}

/// All that the kit looks at, in one flow: a `finally`, both kinds of effect, a loop, paths side by side.
#[tokio::test]
async fn a_flow_with_clean_up() {
    let node = |id: &str, kind: &str, config| json!({ "id": id, "type": kind, "config": config });
    let append = |text: &str| json!({ "command": format!("echo {text} >> log.txt") });
    let wire =
        |source: &str, port: &str, target: &str| json!({ "source": source, "sourcePort": port, "target": target });
    let mut bold = node("bold", "shell.command", append("bold {{ n }}"));
    bold["repeatable"] = json!(true);
    let flow = json!({
        "format": "opsconductor.flow/1", "name": "Clean up",
        "nodes": [
            node("try", "flow.try_catch", json!({ "catch_error_types": ["timeout"] })),
            node("each", "flow.foreach", json!({ "collection": [1, 2], "item_variable": "n", "continue_on_error": false })),
            node("careful", "shell.command", append("careful {{ n }}")), bold,
            node("wait", "system.wait", json!({ "seconds": 60 })),
            node("note", "file.create", json!({ "file_path": "caught.txt", "content": "{{ error.kind }}" })),
            node("tidy", "shell.command", append("tidy")),
        ],
        "wires": [
            wire("try", "try", "each"), wire("each", "loop", "careful"), wire("each", "loop", "bold"),
            wire("each", "output", "wait"), wire("try", "catch", "note"), wire("try", "finally", "tidy"),
        ],
    });
    let subject = Subject {
        name: "clean up",
        flow: &flow,
        parameters: node_sdk::Map::default(),
        input: node_sdk::Value::Null,
        world: &node_testkit::Fakes::default,
    };
    kit::check(&Flows::new(node_catalog::libraries()), &subject).await;
}
