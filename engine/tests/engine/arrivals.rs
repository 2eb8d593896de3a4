//! What happens where wires arrive: once for all, with the first, or once for each; and values that come
//! by a wire of their own.

use std::sync::Arc;

use engine::journal::{Journal, Memory, Record};
use engine::{RunId, RunStatus};
use serde_json::json;

use crate::support::{Given, flow, problems, run, run_with};

fn expr(text: &str) -> serde_json::Value {
    json!({ "$expr": text })
}

#[tokio::test]
async fn a_node_that_runs_for_each_message_runs_once_a_path_and_what_follows_joins() {
    let ran = run(&flow(
        json!([
            ["a", "flow.set_variable", { "variables": { "a": 1 } }],
            ["b", "flow.set_variable", { "variables": { "b": 2 } }],
            ["each", "file.read", { "file_path": "hello.txt" }, { "run": "each" }],
            ["end", "flow.end", { "result": "{{ nodes.each.size }}" }]
        ]),
        &["a -> each", "b -> each", "each -> end"],
    ))
    .await;
    assert_eq!(ran.report.status, RunStatus::Completed, "{:?}", ran.report.error);
    let keys = ran.keys();
    let of = |key: &str| keys.iter().filter(|known| **known == key).count();
    assert_eq!((of("each"), of("each@2"), of("end")), (1, 1, 1), "{keys:?}");
}

#[tokio::test]
async fn copies_of_copies_run_for_every_way_to_them_and_answer_under_their_own_name() {
    let each = |id: &str| json!([id, "flow.calculate", { "calculations": [{ "variable": "n", "expression": "1 + 1" }] }, { "run": "each" }]);
    let ran = run(&flow(
        json!([["a", "flow.join"], ["b", "flow.join"], each("x"), each("y"), ["end", "flow.end", { "result": "{{ nodes.y.n }}" }]]),
        &["a -> x", "b -> x", "x -> y", "a -> y", "y -> end"],
    ))
    .await;
    assert_eq!(ran.result(), json!(2));
    assert_eq!(ran.keys().iter().filter(|key| key.starts_with('y')).count(), 3);
}

#[test]
fn too_many_paths_and_bodies_for_each_message_are_refused() {
    let nodes = json!([["a", "flow.join"], ["b", "flow.join"], ["loop", "flow.foreach", { "collection": [1], "item_variable": "i" }, { "run": "each" }]]);
    let found = problems(&flow(nodes, &["a -> loop", "b -> loop"]));
    assert_eq!(found[0].code, "each_with_body");
    assert_eq!(found[0].node.as_deref(), Some("loop"));
}

#[tokio::test]
async fn a_data_wire_gives_a_value_to_a_field_and_starts_nothing() {
    let mut document = flow(
        json!([
            ["name", "flow.calculate", { "calculations": [{ "variable": "n", "expression": "40 + 2" }] }],
            ["end", "flow.end", { "result": null }]
        ]),
        &["name -> end"],
    );
    let wire = json!({ "source": "name", "target": "end", "targetPort": "config/result", "kind": "data" });
    document["wires"].as_array_mut().expect("a list").push(wire);
    assert_eq!(run(&document).await.result(), json!({ "n": 42 }));
}

#[test]
fn a_value_can_only_come_from_a_node_that_ran_before() {
    let mut document = flow(json!([["a", "flow.join"], ["b", "flow.end", { "result": 1 }]]), &[]);
    document["wires"] = json!([{ "source": "a", "target": "b", "targetPort": "result", "kind": "data" }]);
    let found = problems(&document);
    assert!(
        found.iter().any(|problem| problem.code == "data_wire" && problem.node.as_deref() == Some("b")),
        "{found:?}"
    );
}

/// Two paths to one end; which of them comes first is what was recorded.
#[tokio::test]
async fn the_first_path_is_taken_and_stays_the_first_when_the_run_is_executed_again() {
    let document = flow(
        json!([
            ["slow", "system.wait", { "seconds": 0 }], ["fast", "flow.set_variable", { "variables": { "x": 1 } }],
            ["first", "flow.join", { "mode": "any" }], ["end", "flow.end", { "result": expr("prev.success") }],
            ["which", "flow.set_variable", { "variables": { "which": expr("inputs.keys()[0]") } }]
        ]),
        &["slow -> first", "fast -> first", "first -> which", "which -> end"],
    );
    if !problems(&document).is_empty() {
        // `mode` is the join's own field; without it there is nothing to test here.
        panic!("{:#?}", problems(&document));
    }
    let (journal, run_id) = (Arc::new(Memory::default()), RunId::fresh());
    let given = Given { journal: Arc::clone(&journal) as Arc<dyn Journal>, run_id, ..Given::default() };
    let ran = run_with(&document, given).await;
    assert_eq!(ran.keys().iter().filter(|key| **key == "first").count(), 1);
    let records = journal.load(run_id).await.expect("memory never fails");
    assert!(records.contains(&Record::Choice { key: "first!first".into(), value: 1_i64.into() }), "{records:?}");
}
