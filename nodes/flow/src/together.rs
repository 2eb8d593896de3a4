//! How control nodes work inside one another: tests only.
#![cfg(test)]

use node_sdk::{ErrorKind, Value};
use node_testkit::{Fakes, Flows, Given};
use serde_json::json;

use crate::testing::{flow, run, run_with_time, see, variable};

#[tokio::test]
async fn a_break_leaves_several_loops_through_tries_and_their_clean_up_runs() {
    let count = |name: &str| json!({ "loop_variable": name, "start_value": 1, "end_value": 3 });
    let nodes = json!([
        ["outer", "flow.for", count("i")], ["try", "flow.try_catch"], ["inner", "flow.for", count("j")],
        see("round", "{{ i }}{{ j }} "), ["leave", "flow.break", { "condition": "i == 2 && j == 2", "levels": 2 }],
        see("rest", "."), see("tidy", "t "), see("after", "end"),
    ]);
    let wires = [
        "outer.loop -> try",
        "try.try -> inner",
        "inner.loop -> round",
        "round -> leave",
        "leave -> rest",
        "try.finally -> tidy",
        "outer -> after",
    ];
    let trace = run(&flow(nodes, &wires)).await;
    assert_eq!(variable(&trace, "seen"), "11 .12 .13 .t 21 .22 t end".into(), "{:?}", trace.report.error);
    assert_eq!(trace.step("outer").and_then(|step| step.output.get("path").cloned()), Some("break".into()));
}

#[tokio::test]
async fn a_time_limit_inside_a_retry_inside_parallel_stops_only_its_own_body() {
    let nodes = json!([
        ["all", "flow.parallel", { "branches": [{ "name": "left" }, { "name": "right" }] }],
        ["again", "flow.retry", { "max_attempts": 3, "retry_delay": 1, "retry_on": ["timeout"] }],
        ["limit", "flow.timeout", { "timeout_seconds": 5 }],
        ["first", "flow.if", { "condition": "attempt < 3" }],
        ["hang", "system.wait", { "seconds": 3600 }],
        ["done", "flow.set_variable", { "variables": { "count": "{{ attempt }}" } }],
        ["steady", "system.wait", { "seconds": 60 }], see("other", "right"),
    ]);
    let wires = [
        "all.left -> again",
        "again.loop -> limit",
        "limit.body -> first",
        "first.true -> hang",
        "first.false -> done",
        "all.right -> steady",
        "steady -> other",
    ];
    let trace = run_with_time(&flow(nodes, &wires)).await;
    assert_eq!(trace.report.error, None);
    assert_eq!((variable(&trace, "count"), variable(&trace, "seen")), (Value::Int(3), "right".into()));
}

#[tokio::test]
async fn parallel_rounds_keep_the_order_of_the_list_and_merge_in_it() {
    let each = json!({ "collection": [3, 1, 2], "item_variable": "n", "parallel_execution": true, "max_parallel": 3 });
    let nodes = json!([
        ["each", "flow.foreach", each], ["wait", "system.wait", { "seconds": "{{ n }}" }],
        ["set", "flow.set_variable", { "variables": { "last": "{{ n }}", "count": { "$expr": "count + 1" } } }],
    ]);
    let trace = run_with_time(&flow(nodes, &["each.loop -> wait", "wait -> set"])).await;
    assert_eq!(trace.report.result.get("results"), Some(&json!([3, 1, 2]).into()), "{:?}", trace.report.error);
    assert_eq!((variable(&trace, "last"), variable(&trace, "count")), (Value::Int(2), Value::Int(1)));
}

#[tokio::test]
async fn a_while_loop_is_stopped_in_the_middle_of_a_round_when_its_time_is_over() {
    let nodes = json!([["loop", "flow.while", { "condition": "true", "timeout_seconds": 10 }],
                       ["wait", "system.wait", { "seconds": 4 }], see("round", "r")]);
    let trace = run_with_time(&flow(nodes, &["loop.loop -> round", "round -> wait", "wait -> loop.back"])).await;
    assert_eq!(trace.report.error.map(|error| error.kind), Some(ErrorKind::TIMEOUT));
    assert_eq!(trace.report.variables.get("seen"), Some(&"rrr".into()));
}

#[tokio::test]
async fn results_that_do_not_fit_are_kept_as_an_artifact() {
    let each = json!({ "collection": { "$expr": "let a = []; a.pad(3000, 'x'); a" }, "item_variable": "n" });
    let nodes = json!([["each", "flow.foreach", each],
                       ["pad", "flow.string_operations", { "operations": [
                           { "operation": "pad", "variable": "padded", "source": "{{ index }}", "width": 1000 }] }],
                       ["it", "flow.get_variable", { "variable": "padded" }]]);
    let (flows, fakes) = (Flows::new(vec![crate::library()]), Fakes::default());
    let document = flow(nodes, &["each.loop -> pad", "pad -> it", "it -> each.back"]);
    let result = flows.run(&document, &fakes.services, Given::default()).await.report.result;
    assert_eq!((result.get("count"), result.get("iterations")), (Some(&Value::Int(3000)), Some(&Value::Int(3000))));
    assert_eq!(result.get("results").and_then(Value::as_array).map(|kept| kept.len()), Some(100));
    let id = result.get("artifact").and_then(|artifact| artifact.get("artifact")?.as_str()).expect("an artifact");
    let lines = String::from_utf8(fakes.kept.artifact(id).expect("its content")).expect("text");
    assert_eq!(lines.lines().count(), 3000);
    assert!(lines.lines().last().is_some_and(|line| line.starts_with("\"2999 ")), "the last line is the last round");
}

#[tokio::test]
async fn an_artifact_shows_no_secret() {
    let each = json!({ "collection": { "$expr": "let a = []; a.pad(3000, 'x'); a" }, "item_variable": "n" });
    let text = format!("{{{{ params.hidden }}}}{}", ".".repeat(1000));
    let pad = json!({ "variable": "none", "default": text });
    let nodes = json!([["each", "flow.foreach", each], ["it", "flow.get_variable", pad]]);
    let (flows, fakes) = (Flows::new(vec![crate::library()]), Fakes::default());
    let mut document = flow(nodes, &["each.loop -> it", "it -> each.back"]);
    document["parameters"] =
        json!({ "hidden": { "type": "string", "secret": true, "default": "Kx7-never-to-be-seen" } });
    let result = flows.run(&document, &fakes.services, Given::default()).await.report.result;
    let id = result.get("artifact").and_then(|artifact| artifact.get("artifact")?.as_str()).expect("an artifact");
    let lines = String::from_utf8(fakes.kept.artifact(id).expect("its content")).expect("text");
    assert_eq!((lines.lines().count(), lines.contains("Kx7-never")), (3000, false));
}

#[tokio::test]
async fn a_catch_sees_where_an_error_came_from() {
    let nodes = json!([
        ["try", "flow.try_catch"], ["each", "flow.foreach", { "collection": [7], "item_variable": "n", "continue_on_error": false }],
        ["fail", "flow.throw_error", { "message": "no", "context": { "n": "{{ n }}" } }],
        ["note", "flow.set_variable", { "variables": { "stack": "{{ error_stack }}", "why": "{{ error_details }}" } }],
    ]);
    let trace = run(&flow(nodes, &["try.try -> each", "each.loop -> fail", "try.catch -> note"])).await;
    assert_eq!(variable(&trace, "stack"), json!(["fail", "each[0]", "try.try"]).into(), "{:?}", trace.report.error);
    assert_eq!(variable(&trace, "why"), json!({ "n": 7 }).into());
}

#[tokio::test]
async fn global_variables_outlive_the_run_and_are_set_in_order() {
    let set = json!({ "scope": "global", "variables": { "base": 2, "twice": { "$expr": "base * 2" } } });
    let nodes = json!([["set", "flow.set_variable", set], ["get", "flow.get_variable", { "variable": "twice", "scope": "global" }]]);
    let (flows, fakes) = (Flows::new(vec![crate::library()]), Fakes::default());
    let trace = flows.run(&flow(nodes, &["set -> get"]), &fakes.services, Given::default()).await;
    assert_eq!(trace.report.result, Value::Int(4), "{:?}", trace.report.error);
    assert_eq!(fakes.kept.global("base"), Some(Value::Int(2)));
}

#[tokio::test]
async fn a_join_goes_on_with_the_first_path_if_it_is_told_to() {
    let nodes = json!([
        ["a", "system.wait", { "seconds": 5 }], ["b", "system.wait", { "seconds": 1 }],
        ["x", "flow.get_variable", { "variable": "none", "default": "slow" }],
        ["y", "flow.get_variable", { "variable": "none", "default": "fast" }],
        ["join", "flow.join", { "mode": "any" }], see("after", "once "), ["end", "flow.end"],
    ]);
    let wires = ["a -> x", "b -> y", "x -> join", "y -> join", "join -> after", "after -> end"];
    let trace = run_with_time(&flow(nodes, &wires)).await;
    assert_eq!((trace.report.result.clone(), variable(&trace, "seen")), ("fast".into(), "once ".into()));
}

#[tokio::test]
async fn a_condition_asks_how_a_node_ended_and_whether_something_exists() {
    let asks = |id: &str, condition: serde_json::Value| json!([id, "flow.if", { "condition": condition }]);
    let nodes = json!([
        ["fail", "flow.throw_error", { "message": "no" }],
        asks("failed", json!({ "type": "step_result", "node": "fail", "status": "failed" })),
        asks("prev", json!({ "type": "step_result" })),
        asks("skipped", json!({ "type": "step_result", "node": "never", "status": "skipped" })),
        asks("exists", json!({ "left_operand": "nothing", "operator": "exists", "negate": true })),
        asks("field", json!({ "left_operand": "{{ msg.nothing.below }}", "operator": "exists" })),
        ["never", "flow.join"],
    ]);
    let wires = [
        "fail.error -> failed",
        "failed.true -> prev",
        "failed.false -> never",
        "prev.true -> skipped",
        "skipped.true -> exists",
        "exists.true -> field",
    ];
    let trace = run(&flow(nodes, &wires)).await;
    let ports =
        ["failed", "prev", "skipped", "exists", "field"].map(|id| trace.step(id).and_then(|step| step.port.clone()));
    assert_eq!(
        ports.map(|port| port.unwrap_or_default().to_string()),
        ["true", "true", "true", "true", "false"],
        "{:?}",
        trace.report.error
    );
}

#[test]
fn a_condition_names_the_node_it_asks_about_or_is_refused() {
    let nodes =
        json!([["it", "flow.if", { "condition": { "type": "step_result", "node": "chekc" } }], ["check", "flow.join"]]);
    let problems = Flows::new(vec![crate::library()]).problems(&flow(nodes, &[]));
    let found: Vec<_> = problems.iter().map(|problem| (problem.code.to_string(), problem.field.clone())).collect();
    assert_eq!(found, [("unknown_node".to_owned(), Some("config/condition/node".to_owned()))], "{problems:?}");
}
