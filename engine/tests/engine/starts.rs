//! Flows with several starts: where a run begins, and what may start one.

use engine::{Event, RunStatus, StepStatus};
use node_sdk::Trigger;
use serde_json::{Value as Json, json};

use crate::support::{Given, flow, problems, program, run_with};

/// Three starts: two lead to one node, the third to another.
fn several() -> Json {
    flow(
        json!([
            ["hook", "trigger.webhook", { "path": "orders" }], ["start", "flow.start"],
            ["daily", "trigger.schedule", { "cron": "0 6 * * *" }],
            ["both", "flow.set_variable", { "variables": { "both": "{{ msg.payload }}" } }],
            ["other", "flow.set_variable", { "variables": { "other": "yes" } }],
            ["late", "flow.join"]
        ]),
        &["hook -> both", "start -> both", "daily -> other", "both -> late", "other -> late"],
    )
}

async fn beginning(at: Option<&str>) -> crate::support::Ran {
    let given = Given { at: at.map(str::to_owned), input: json!(7), ..Given::default() };
    run_with(&several(), given).await
}

#[tokio::test]
async fn a_run_begins_at_one_start_and_nothing_comes_from_the_others() {
    for (at, keys) in [
        (None, ["start", "both", "late"]),
        (Some("hook"), ["hook", "both", "late"]),
        (Some("daily"), ["daily", "other", "late"]),
        (Some("nowhere"), ["start", "both", "late"]),
    ] {
        let ran = beginning(at).await;
        assert_eq!(ran.report.status, RunStatus::Completed);
        assert_eq!(ran.keys(), keys, "{at:?}");
        assert_eq!(ran.report.counts.skipped, 3, "{at:?}");
    }
}

#[tokio::test]
async fn those_who_watch_see_which_starts_were_left_out() {
    let ran = beginning(Some("hook")).await;
    let skipped = ran.events.iter().filter_map(|event| match event {
        Event::Node { node, state } if state.status == StepStatus::Skipped => Some(node.to_string()),
        _ => None,
    });
    let mut skipped: Vec<_> = skipped.collect();
    skipped.sort();
    skipped.dedup();
    assert_eq!(skipped, ["daily", "other", "start"]);
}

#[tokio::test]
async fn without_a_start_of_its_own_a_flow_begins_at_its_first_trigger() {
    let document = flow(
        json!([["a", "trigger.webhook", { "path": "a" }], ["b", "trigger.webhook", { "path": "b" }], ["end", "flow.end"]]),
        &["a -> end", "b -> end"],
    );
    assert_eq!(run_with(&document, Given::default()).await.keys(), ["a", "end"]);
}

#[test]
fn a_program_says_what_starts_it() {
    let mut document = several();
    let names = |document: &Json| program(document).triggers().map(|(node, _)| node.to_owned()).collect::<Vec<_>>();
    assert_eq!(names(&document), ["hook", "daily"]);
    assert!(program(&document).begins_at("start") && !program(&document).begins_at("both"));
    document["nodes"][0]["disabled"] = json!(true);
    assert_eq!(names(&document), ["daily"]);
    assert!(
        matches!(program(&document).triggers().next(), Some((_, Trigger::Schedule(times))) if times.timezone == "UTC")
    );
}

#[test]
fn what_could_not_start_a_run_is_refused() {
    let check = |nodes: Json, more: Json, code: &str, says: &str| {
        let mut document = flow(nodes, &[]);
        document.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let found = problems(&document);
        let problem = found.iter().find(|problem| problem.code == code).unwrap_or_else(|| panic!("{code}: {found:#?}"));
        assert!(problem.message.contains(says), "{}", problem.message);
    };
    let none = json!({});
    check(json!([["a", "trigger.schedule", { "cron": "0 6 30 2 *" }]]), none.clone(), "invalid_config", "never comes");
    check(
        json!([["a", "trigger.schedule", { "cron": "{{ params.x }}" }]]),
        none.clone(),
        "not_plain",
        "before there is a run",
    );
    let twice = json!([["a", "trigger.webhook", { "path": "x" }], ["b", "trigger.webhook", { "path": "x" }]]);
    check(twice, none.clone(), "address_twice", "path `x`");
    let many: Vec<_> =
        (0..51).map(|n| json!([format!("t{n}"), "trigger.webhook", { "path": format!("p{n}") }])).collect();
    check(json!(many), none, "too_many_triggers", "50 triggers at most");
    let daily = |parameters: Json| json!([["a", "trigger.schedule", { "cron": "@daily", "parameters": parameters }]]);
    let required = json!({ "parameters": { "host": { "type": "string", "required": true } } });
    check(daily(json!({})), required, "missing_parameter", "no run could start");
    let secret = json!({ "parameters": { "key": { "type": "string", "secret": true } } });
    check(daily(json!({ "key": "x" })), secret, "secret_in_document", "`key` is secret");
}
