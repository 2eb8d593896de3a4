//! What a drawn flow does: readiness, regions, variables, errors.

use engine::{RunStatus, StepStatus};
use serde_json::{Value as Json, json};

use crate::support::{Given, flow, run, run_with};

/// Sets one variable.
fn set(id: &str, name: &str, value: Json) -> Json {
    json!([id, "flow.set_variable", { "variables": { name: value } }])
}

fn expr(text: &str) -> Json {
    json!({ "$expr": text })
}

#[tokio::test]
async fn a_chain_runs_in_order_and_ends_with_a_result() {
    let ran = run(&flow(
        json!([["start", "flow.start"], set("a", "x", json!(1)), set("b", "y", expr("x + 1")), ["end", "flow.end", { "result": "{{ y }}" }]]),
        &["start -> a", "a -> b", "b -> end"],
    ))
    .await;
    assert_eq!(ran.report.status, RunStatus::Completed);
    assert_eq!(ran.result(), json!(2));
    assert_eq!(ran.keys(), ["start", "a", "b", "end"]);
}

#[tokio::test]
async fn branches_of_an_if_merge_without_a_join_node() {
    for (value, expected) in [(5, "big"), (1, "small")] {
        let ran = run(&flow(
            json!([
                set("x", "x", json!(value)), ["if", "flow.if", { "condition": "x > 3" }],
                set("big", "size", json!("big")), set("small", "size", json!("small")),
                ["end", "flow.end", { "result": "{{ size }}" }]
            ]),
            &["x -> if", "if.true -> big", "if.false -> small", "big -> end", "small -> end"],
        ))
        .await;
        assert_eq!(ran.result(), json!(expected));
        assert_eq!(ran.report.counts.skipped, 1);
    }
}

#[tokio::test]
async fn parallel_paths_join_and_their_variables_merge_in_document_order() {
    let ran = run(&flow(
        json!([
            set("fork", "a", json!(0)), set("left", "a", expr("a + 1")), set("right", "b", expr("a + 2")),
            set("late", "a", json!(9)), ["join", "flow.join", { "combine": "by_source" }]
        ]),
        &["fork -> left", "fork -> right", "right -> late", "left -> join", "late -> join"],
    ))
    .await;
    assert_eq!((ran.variable("a"), ran.variable("b")), (json!(9), json!(2)));
    assert_eq!(ran.result(), json!({ "left": null, "late": null }));
}

#[tokio::test]
async fn a_join_takes_the_message_of_the_first_live_wire_in_document_order() {
    let ran = run_with(
        &flow(
            json!([
                ["start", "flow.start"],
                ["each", "flow.foreach", { "collection": "{{ msg.payload }}", "item_variable": "n" }],
                ["other", "flow.join"], ["end", "flow.end"]
            ]),
            &["start -> each", "start -> other", "other -> end", "each -> end"],
        ),
        Given { input: json!([1]), ..Given::default() },
    )
    .await;
    assert_eq!(ran.result(), json!([1]));
}

#[tokio::test]
async fn a_loop_yields_what_its_loop_wire_carries() {
    let ran = run(&flow(
        json!([
            ["each", "flow.foreach", { "collection": [1, 2, 3], "item_variable": "n" }],
            set("twice", "t", expr("n * 2")), ["stop", "flow.break", { "condition": "n == 3" }],
            set("after", "sum", expr("nodes.each.output.iterations"))
        ]),
        &["each.loop -> stop", "stop -> twice", "twice -> each.back", "each -> after"],
    ))
    .await;
    assert_eq!(ran.result(), json!({ "results": [1, 2], "iterations": 3, "path": "break" }));
    assert_eq!((ran.variable("t"), ran.variable("sum")), (json!(4), json!(3)));
    assert!(ran.keys().contains(&"each[1]/twice"), "{:?}", ran.keys());
}

#[tokio::test]
async fn break_leaves_as_many_loops_as_it_says() {
    let nested = |levels: u32| {
        flow(
            json!([
                ["outer", "flow.for", { "loop_variable": "i", "start_value": 1, "end_value": 3 }],
                ["inner", "flow.for", { "loop_variable": "j", "start_value": 1, "end_value": 3 }],
                ["leave", "flow.break", { "condition": "j == 2", "levels": levels }],
                set("count", "count", expr("count + 1"))
            ]),
            &["outer.loop -> inner", "inner.loop -> leave", "leave -> count"],
        )
    };
    for (levels, expected) in [(1, 3), (2, 1)] {
        let mut document = nested(levels);
        document["variables"] = json!({ "count": 0 });
        assert_eq!(run(&document).await.variable("count"), json!(expected), "levels {levels}");
    }
}

#[tokio::test]
async fn continue_skips_the_rest_of_a_round_even_out_of_a_try() {
    let mut document = flow(
        json!([
            ["each", "flow.foreach", { "collection": [1, 2, 3], "item_variable": "n" }],
            ["try", "flow.try_catch"], ["skip", "flow.continue", { "condition": "n == 2" }],
            set("seen", "seen", expr("seen + [n]")), set("always", "ends", expr("ends + 1"))
        ]),
        &["each.loop -> try", "try.try -> skip", "skip -> seen", "try.finally -> always"],
    );
    document["variables"] = json!({ "seen": [], "ends": 0 });
    let ran = run(&document).await;
    assert_eq!((ran.variable("seen"), ran.variable("ends")), (json!([1, 3]), json!(3)));
}

#[tokio::test]
async fn step_scope_ends_with_its_body_and_shadows_the_run_s() {
    let mut document = flow(
        json!([
            ["each", "flow.foreach", { "collection": [1], "item_variable": "n" }],
            ["own", "flow.set_variable", { "variables": { "x": "inner" }, "scope": "step" }],
            set("see", "seen", expr("x"))
        ]),
        &["each.loop -> own", "own -> see"],
    );
    document["variables"] = json!({ "x": "outer" });
    let ran = run(&document).await;
    assert_eq!((ran.variable("seen"), ran.variable("x")), (json!("inner"), json!("outer")));
}

#[tokio::test]
async fn parallel_rounds_keep_order_and_do_not_see_each_other() {
    let mut document = flow(
        json!([
            ["each", "flow.foreach", { "collection": [30, 20, 10], "item_variable": "n", "parallel_execution": true }],
            ["wait", "system.wait", { "seconds": 0 }], set("mark", "last", expr("last + n"))
        ]),
        &["each.loop -> wait", "wait -> mark", "mark -> each.back"],
    );
    document["variables"] = json!({ "last": 0 });
    let ran = run(&document).await;
    assert_eq!(ran.result()["results"], json!([30, 20, 10]));
    assert_eq!(ran.variable("last"), json!(10), "each round starts from 0; the last one in order wins");
}

#[tokio::test]
async fn parallel_branches_answer_by_name() {
    let ran = run(&flow(
        json!([
            ["both", "flow.parallel", { "branches": [{ "name": "left" }, { "name": "right" }] }],
            set("l", "l", json!(1)), ["r", "flow.throw_error", { "message": "no" }]
        ]),
        &["both.left -> l", "both.right -> r"],
    ))
    .await;
    assert_eq!(ran.report.status, RunStatus::Completed);
    assert_eq!(ran.result()["branches"]["left"]["status"], json!("completed"));
    assert_eq!(ran.result()["branches"]["right"]["error"]["message"], json!("no"));
}

#[tokio::test]
async fn an_error_goes_to_its_port_then_to_the_nearest_try_then_to_the_run() {
    let throw = json!(["throw", "flow.throw_error", { "message": "broken", "error_type": "odd" }]);
    let by_port = run(&flow(
        json!([throw, ["end", "flow.end", { "result": "{{ msg.error.kind }}: {{ error_message }}" }]]),
        &["throw.error -> end"],
    ))
    .await;
    assert_eq!(by_port.result(), json!("odd: broken"));

    let caught = run(&flow(
        json!([
            ["try", "flow.try_catch"],
            throw,
            set("catch", "why", expr("error.node + ' ' + error.kind")),
            set("finally", "done", json!(true))
        ]),
        &["try.try -> throw", "try.catch -> catch", "try.finally -> finally"],
    ))
    .await;
    assert_eq!(caught.report.status, RunStatus::Completed);
    assert_eq!((caught.variable("why"), caught.variable("done")), (json!("throw odd"), json!(true)));

    let not_listed = run(&flow(
        json!([["try", "flow.try_catch", { "catch_error_types": ["timeout"] }], throw, set("catch", "why", json!(1)), set("finally", "done", json!(true))]),
        &["try.try -> throw", "try.catch -> catch", "try.finally -> finally"],
    ))
    .await;
    assert_eq!(not_listed.report.status, RunStatus::Failed);
    assert_eq!(not_listed.error(), ("odd", "broken"));
    assert_eq!(not_listed.variable("done"), json!(true), "finally runs before the error goes on");
}

#[tokio::test]
async fn a_node_may_be_told_to_go_on_after_an_error() {
    let ran = run(&flow(
        json!([
            ["read", "file.read", { "file_path": "missing.txt" }, { "onError": "continue" }],
            set("after", "status", expr("nodes.read.status"))
        ]),
        &["read -> after"],
    ))
    .await;
    assert_eq!(ran.report.status, RunStatus::Completed);
    assert_eq!(ran.variable("status"), json!("error"));
    assert_eq!(ran.report.counts.failed, 1);
}

#[tokio::test]
async fn a_flow_says_what_a_failure_does_where_a_node_does_not() {
    let missing = |more: Json| json!(["read", "file.read", { "file_path": "missing.txt" }, more]);
    for (node, status) in [(json!({}), RunStatus::Completed), (json!({ "onError": "stop" }), RunStatus::Failed)] {
        let mut document = flow(json!([missing(node), ["end", "flow.end"]]), &["read -> end"]);
        document["settings"] = json!({ "onError": "continue" });
        assert_eq!(run(&document).await.report.status, status);
    }
}

#[tokio::test]
async fn a_disabled_node_lets_the_message_through() {
    let ran = run_with(
        &flow(
            json!([["start", "flow.start"], ["off", "flow.throw_error", { "message": "x" }, { "disabled": true }], ["end", "flow.end"]]),
            &["start -> off", "off.error -> end"],
        ),
        Given { input: json!("hi"), ..Given::default() },
    )
    .await;
    assert_eq!(ran.report.status, RunStatus::Completed);
}

#[tokio::test]
async fn paths_that_part_at_a_disabled_node_merge_as_any_others() {
    let ran = run(&flow(
        json!([
            set("before", "x", json!(1)), ["off", "flow.join", {}, { "disabled": true }],
            set("left", "x", json!(2)), set("right", "y", json!(3)), ["join", "flow.join"]
        ]),
        &["before -> off", "off -> left", "off -> right", "left -> join", "right -> join"],
    ))
    .await;
    assert_eq!((ran.variable("x"), ran.variable("y")), (json!(2), json!(3)));
}

#[tokio::test]
async fn what_one_path_changed_is_not_undone_by_another_that_did_not_touch_it() {
    let nodes = |last: Json| {
        json!([
            ["if", "flow.if", { "condition": "true" }], set("before", "x", json!(1)),
            set("left", "x", json!(2)), set("right", "y", json!(3)), last
        ])
    };
    let parting = ["if.true -> before", "before -> left", "before -> right"];
    let aside = ["if.false -> aside"];
    let open = run(&flow(nodes(set("aside", "z", json!(0))), &[&parting[..], &aside[..]].concat())).await;
    assert_eq!((open.variable("x"), open.variable("y")), (json!(2), json!(3)), "paths that end without a join");
    let other_way = ["if.false -> left", "if.false -> right", "left -> join", "right -> join"];
    let joined = run(&flow(nodes(json!(["join", "flow.join"])), &[&parting[..], &other_way[..]].concat())).await;
    assert_eq!((joined.variable("x"), joined.variable("y")), (json!(2), json!(3)), "they parted after the way taken");
}

#[tokio::test]
async fn an_end_in_rounds_at_the_same_time_answers_for_the_last_round_whichever_is_over_first() {
    let ran = run(&flow(
        json!([
            ["each", "flow.foreach", { "collection": [0.05, 0], "item_variable": "s", "parallel_execution": true }],
            ["wait", "shell.command", { "command": "sleep {{ s }}" }], ["end", "flow.end", { "result": "{{ index }}" }]
        ]),
        &["each.loop -> wait", "wait -> end"],
    ))
    .await;
    assert_eq!(ran.result(), json!(1));
}

#[tokio::test]
async fn each_attempt_at_a_body_has_keys_of_its_own() {
    let ran = run(&flow(
        json!([
            ["each", "flow.foreach", { "collection": [1], "item_variable": "n", "continue_on_error": false }, { "retry": { "count": 1, "delay": 0 } }],
            ["read", "file.read", { "file_path": "missing.txt" }]
        ]),
        &["each.loop -> read"],
    ))
    .await;
    assert_eq!(ran.keys(), ["each[0]/read", "each", "each#2[0]/read", "each#2"]);
}

#[tokio::test]
async fn cancelling_runs_finally_and_leaves_nothing_running() {
    let given = Given::default();
    let cancel = given.cancel.clone();
    let document = flow(
        json!([
            ["try", "flow.try_catch"], ["wait", "system.wait", { "seconds": 3600 }],
            ["clean", "file.create", { "file_path": "cleaned.txt", "content": "yes" }]
        ]),
        &["try.try -> wait", "try.finally -> clean"],
    );
    let running = tokio::spawn(async move { run_with(&document, given).await });
    cancel.cancel();
    let ran = running.await.expect("the run ends");
    assert_eq!(ran.report.status, RunStatus::Cancelled);
    assert_eq!(ran.fakes.text("cleaned.txt").as_deref(), Some("yes"));
}

#[tokio::test]
async fn a_timeout_stops_the_node_and_can_be_caught() {
    let ran = run(&flow(
        json!([
            ["try", "flow.try_catch"], ["wait", "system.wait", { "seconds": 3600 }, { "timeout": 0.01 }],
            set("catch", "kind", expr("error.kind"))
        ]),
        &["try.try -> wait", "try.catch -> catch"],
    ))
    .await;
    assert_eq!(ran.variable("kind"), json!("timeout"));
}

#[tokio::test]
async fn a_failing_node_is_tried_again_as_often_as_it_says() {
    let ran = run(&flow(
        json!([["read", "file.read", { "file_path": "missing.txt" }, { "retry": { "count": 2, "delay": 0 } }]]),
        &[],
    ))
    .await;
    assert_eq!(ran.keys(), ["read", "read#2", "read#3"]);
    assert_eq!(ran.error().0, "file_error");
}

#[tokio::test]
async fn a_failed_end_fails_the_run_with_its_result() {
    let ran =
        run(&flow(json!([["end", "flow.end", { "status": "failed", "result": "two disks are full" }]]), &[])).await;
    assert_eq!(ran.report.status, RunStatus::Failed);
    assert_eq!(ran.result(), json!("two disks are full"));
}

#[tokio::test]
async fn a_switch_compares_values_and_then_texts() {
    for (value, expected) in [(json!(80), "80"), (json!("80"), "80"), (json!("x"), "default")] {
        let ran =
            run(&flow(json!([["s", "flow.switch", { "switch_variable": value, "cases": [{ "value": 80 }] }]]), &[]))
                .await;
        assert_eq!(ran.steps()[0].port.as_deref(), Some(expected));
    }
}

/// What a command without and with a folder to run in comes to: it ran and failed, or it could not run.
async fn check_failure(config: Json, status: StepStatus, word: &str, catches: &str, passes_by: &str) {
    let asks = json!({ "condition": { "type": "step_result", "node": "ask", "status": "failed" } });
    let tells = json!({ "result": "{{ nodes.ask.status }} {{ error.failed }} {{ prev.status }}" });
    let handled = flow(
        json!([["ask", "shell.command", config], ["if", "flow.if", asks], ["end", "flow.end", tells]]),
        &["ask.error -> if", "if.true -> end"],
    );
    let ran = run(&handled).await;
    assert_eq!(ran.steps()[0].status, status);
    assert_eq!(ran.result(), json!(format!("{word} {} success", word == "failed")));
    for (kind, is_caught) in [(catches, true), (passes_by, false)] {
        let nodes = json!([
            ["try", "flow.try_catch", { "catch_error_types": [kind] }], ["ask", "shell.command", config],
            set("caught", "why", json!("{{ error_type }}"))
        ]);
        let ran = run(&flow(nodes, &["try.try -> ask", "try.catch -> caught"])).await;
        assert_eq!(ran.report.status == RunStatus::Completed, is_caught, "{kind}: {:?}", ran.report.error);
    }
}

#[tokio::test]
async fn what_failed_is_told_from_what_could_not_run() {
    check_failure(json!({ "command": "exit 3" }), StepStatus::Failed, "failed", "failed", "error").await;
    let nowhere = json!({ "command": "true", "working_directory": "no-such-folder" });
    check_failure(nowhere, StepStatus::Error, "error", "error", "failed").await;
}
