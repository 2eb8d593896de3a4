//! What never ends is ended, and says which limit it met.

use engine::RunStatus;
use serde_json::{Value as Json, json};

use crate::support::{Ran, flow, problems, run};

fn check(ran: &Ran, kind: &str, says: &str) {
    assert_eq!(ran.report.status, RunStatus::Failed);
    let (found, message) = ran.error();
    assert!(found == kind && message.contains(says), "{found}: {message}");
}

#[tokio::test]
async fn an_expression_that_never_ends_is_stopped() {
    let ran = run(&flow(json!([["a", "flow.if", { "condition": "loop { } true" }]]), &[])).await;
    check(&ran, "limit", "stopped after 1000000 operations");
}

#[tokio::test]
async fn a_template_that_never_ends_is_stopped() {
    let endless = "{% for a in range(10000) %}{% for b in range(10000) %}{{ b }}{% endfor %}{% endfor %}";
    let ran = run(&flow(json!([["a", "flow.throw_error", { "message": endless }]]), &[])).await;
    check(&ran, "limit", "The template was stopped after 200000 steps");
}

#[tokio::test]
async fn a_loop_over_its_limit_is_stopped() {
    let ran = run(&flow(
        json!([["a", "flow.while", { "condition": "true", "max_iterations": 7 }], ["b", "flow.join"]]),
        &["a.loop -> b"],
    ))
    .await;
    check(&ran, "loop_limit", "stopped after 7 rounds");
    let mut document = flow(json!([["a", "flow.foreach", { "collection": "{{ all }}", "item_variable": "n" }]]), &[]);
    document["variables"] = json!({ "all": (0..20).collect::<Vec<i32>>() });
    document["settings"] = json!({ "limits": { "iterations": 10 } });
    check(&run(&document).await, "loop_limit", "The list has 20 items, and a loop may make 10 rounds");
}

#[tokio::test]
async fn a_run_of_too_many_steps_is_stopped() {
    let mut document = flow(
        json!([["a", "flow.for", { "loop_variable": "i", "start_value": 1, "end_value": 90 }], ["b", "flow.join"]]),
        &["a.loop -> b"],
    );
    document["settings"] = json!({ "limits": { "steps": 50 } });
    check(&run(&document).await, "limit", "stopped after 50 executed nodes");
}

#[tokio::test]
async fn a_value_that_is_too_large_is_refused() {
    let double: Json = json!({ "$expr": "s + s" });
    let ran = run(&{
        let mut document = flow(
            json!([["a", "flow.for", { "loop_variable": "i", "start_value": 1, "end_value": 40 }], ["b", "flow.set_variable", { "variables": { "s": double } }]]),
            &["a.loop -> b"],
        );
        document["variables"] = json!({ "s": "xxxxxxxx" });
        document
    })
    .await;
    check(&ran, "limit", "The value of the variable `s` has more than");
}

#[tokio::test]
async fn a_text_that_would_become_too_long_is_refused() {
    let big = "a".repeat(100_000);
    for config in [json!("{{ big | replace('a', big) }}"), json!({ "$expr": "big.replace('a', big)" })] {
        let mut document = flow(json!([["a", "flow.set_variable", { "variables": { "x": config } }]]), &[]);
        document["variables"] = json!({ "big": big });
        check(&run(&document).await, "expression_error", "would become too long");
    }
}

#[tokio::test]
async fn a_value_nested_too_deep_is_refused_and_nothing_overflows() {
    let expr = |text: &str| json!([["a", "flow.set_variable", { "variables": { "x": { "$expr": text } } }]]);
    for text in ["let a = []; for i in 0..20000 { a = [a]; } a", "let a = #{}; for i in 0..5000 { a = #{ a: a }; } a"] {
        check(&run(&flow(expr(text), &[])).await, "limit", "");
    }
    let mut document = flow(
        json!([
            ["a", "flow.for", { "loop_variable": "i", "start_value": 1, "end_value": 200, "max_iterations": 500 }],
            ["b", "flow.set_variable", { "variables": { "x": { "$expr": "[x]" } } }]
        ]),
        &["a.loop -> b"],
    );
    document["variables"] = json!({ "x": [] });
    check(&run(&document).await, "limit", "nested more than 100 deep");
}

/// What takes the square of a text's length would take minutes or gigabytes here.
#[test]
fn texts_of_any_length_are_read_or_refused() {
    let (name, other) = ("a".repeat(400_000), "b".repeat(400_000));
    let many: String = (0..60_000).map(|index| format!("{{{{ a{index} }}}}")).collect();
    let cases = [
        (format!("{{{{ {name} }}}}"), "Unknown variable"),
        (format!("{{{{ a{} }}}}", ".a".repeat(1_000_000)), "Unknown variable"),
        (many, "mentions more than 1000 names"),
    ];
    for (text, says) in cases {
        let mut document = flow(json!([["a", "flow.throw_error", { "context": { "x": text }, "message": "m" }]]), &[]);
        document["variables"] = json!({ (other.clone()): 1 });
        assert!(problems(&document).iter().any(|problem| problem.message.contains(says)), "{says}");
    }
    let names = |first: char| (0..2_000).map(move |index| format!("{first}{index:063}"));
    let used: Vec<_> = names('u').map(|name| format!("{{{{ {name} }}}}")).collect();
    let mut document = flow(json!([["a", "flow.throw_error", { "context": { "x": used }, "message": "m" }]]), &[]);
    document["variables"] = names('v').map(|name| (name, json!(1))).collect();
    assert_eq!(problems(&document).len(), 100);
    for text in ["let ".repeat(500_000), "a + ".repeat(500_000)] {
        let document = flow(json!([["a", "flow.if", { "condition": text }]]), &[]);
        assert!(problems(&document).iter().any(|problem| problem.message.contains("more than 64 KiB")));
    }
}

#[tokio::test]
async fn a_template_may_have_long_lines_and_many() {
    for part in ["x", "\n"] {
        let text = format!("{}{{{{ 'y' | upper }}}}", part.repeat(70_000));
        let ran =
            run(&flow(json!([["a", "flow.throw_error", { "context": { "x": text }, "message": "m" }]]), &[])).await;
        check(&ran, "custom", "m");
    }
}

#[tokio::test]
async fn a_path_outside_the_workspace_is_refused() {
    for path in ["../secret", "/etc/passwd", "logs/../../b"] {
        let ran = run(&flow(json!([["a", "file.read", { "file_path": path }]]), &[])).await;
        check(&ran, "file_error", "outside the workspace folder");
        assert_eq!(ran.report.error.as_ref().and_then(|error| error.node.as_deref()), Some("a"));
    }
}

#[tokio::test]
async fn a_secret_is_masked_wherever_people_read() {
    let mut document = flow(
        json!([
            ["a", "shell.command", { "command": "echo {{ password | sh }}; echo {{ password | sh }} >&2; exit 3" }, { "onError": "continue" }],
            ["b", "flow.set_variable", { "variables": { "copy": "-{{ password }}-" } }],
            ["c", "flow.throw_error", { "message": "bad {{ password }}" }]
        ]),
        &["a -> b", "b -> c"],
    );
    document["parameters"] = json!({ "password": { "type": "string", "secret": true, "default": "hunter2" } });
    let ran = run(&document).await;
    let told = format!("{:?} {:?}", ran.events, ran.report);
    assert!(!told.contains("hunter2"), "{told}");
    assert!(told.contains("•••"), "{told}");
}
