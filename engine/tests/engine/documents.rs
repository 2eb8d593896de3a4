//! The document's published schema, parameters, and what a document may leave out.

use engine::{Problem, flow_schema};
use node_sdk::{Map, Value};
use serde_json::{Value as Json, json};

use crate::support::{engine, flow, problems, program};

#[test]
fn the_published_schema_is_the_one_in_the_repository() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/flow.schema.json");
    let current = format!("{}\n", serde_json::to_string_pretty(flow_schema()).expect("a schema"));
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &current).expect("the schema is written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == current, "engine/flow.schema.json is stale; run UPDATE_SCHEMA=1 cargo test -p engine");
}

fn check(given: Json, expected: Result<Json, &str>) {
    let mut document = flow(json!([["a", "flow.start"]]), &[]);
    document["parameters"] = json!({
        "host": { "type": "string", "required": true, "minLength": 2 },
        "level": { "type": "string", "enum": ["low", "high"], "default": "low" },
        "count": { "type": "integer", "min": 1, "max": 5 },
        "service": "Spooler"
    });
    let given: Map = Value::from(&given).as_object().expect("an object").as_ref().clone();
    let got = program(&document).parameters(&given);
    match (got, expected) {
        (Ok(values), Ok(expected)) => assert_eq!(Json::from(&Value::from(values)), expected),
        (Err(problems), Err(says)) => {
            assert!(problems.iter().any(|problem: &Problem| problem.message.contains(says)), "{problems:#?}");
        }
        (got, _) => panic!("{got:?}"),
    }
}

#[test]
fn parameters_are_checked_and_filled_in() {
    check(json!({ "host": "web" }), Ok(json!({ "host": "web", "level": "low", "count": null, "service": "Spooler" })));
    check(json!({}), Err("`host` is required"));
    check(json!({ "host": "w" }), Err("at least 2 characters"));
    check(json!({ "host": "web", "level": "mid" }), Err("must be one of low, high"));
    check(json!({ "host": "web", "count": 9 }), Err("must be at most 5"));
    check(json!({ "host": "web", "count": "9" }), Err("must be a whole number"));
    check(json!({ "host": "web", "conut": 1 }), Err("Did you mean `count`?"));
}

/// A node with these fields must read as one with those, with a warning for each field of another name.
fn check_fields(written: Json, own: Json, warnings: usize) {
    let read = |more: &Json| {
        let document = flow(json!([["a", "flow.start", {}, more]]), &[]);
        let read = engine().parse(document.to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}"));
        (format!("{:?}", read.nodes), read.notes)
    };
    let (node, notes) = read(&written);
    assert_eq!(read(&own), (node, Vec::new()), "{written}");
    assert_eq!(notes.len(), warnings, "{notes:#?}");
    let is_told = |problem: &Problem| !problem.is_error() && problem.node.as_deref() == Some("a");
    assert!(notes.iter().all(is_told), "{notes:#?}");
}

#[test]
fn other_names_of_fields_are_read_as_what_they_mean() {
    check_fields(json!({ "timeoutSec": 7 }), json!({ "timeout": 7 }), 1);
    check_fields(json!({ "timeout_seconds": 0.5 }), json!({ "timeout": 0.5 }), 1);
    check_fields(json!({ "retryCount": 3 }), json!({ "retry": { "count": 3 } }), 1);
    let both = json!({ "retry_delay": 1, "retry_count": 2 });
    check_fields(both, json!({ "retry": { "count": 2, "delay": 1 } }), 2);
    check_fields(json!({ "retryDelay": 1 }), json!({ "retry": { "count": 0, "delay": 1 } }), 1);
    for name in ["continueOnFailure", "continueOnError", "continue_on_error"] {
        check_fields(json!({ name: true }), json!({ "onError": "continue" }), 1);
        check_fields(json!({ name: false }), json!({ "onError": "stop" }), 1);
    }
    check_fields(json!({ "output_variable": "got" }), json!({ "outputVariable": "got" }), 1);
    check_fields(json!({ "enabled": false }), json!({ "disabled": true }), 1);
}

#[test]
fn compiling_tells_the_own_name_of_a_field_once() {
    let told = problems(&flow(json!([["a", "flow.start", {}, { "timeoutSec": 7 }]]), &[]));
    let [problem] = told.as_slice() else { panic!("{told:#?}") };
    assert_eq!((problem.code.as_str(), problem.field.as_deref()), ("alias_replaced", Some("timeout")));
    assert!(problem.message.contains("`timeoutSec` is another name of `timeout`"), "{problem:?}");
}

#[test]
fn a_field_under_two_names_or_of_the_wrong_type_is_refused() {
    let check = |more: Json, code: &str, field: &str, says: &str| {
        let found = problems(&flow(json!([["a", "flow.start", {}, more]]), &[]));
        let fits = |problem: &Problem| {
            (problem.code.as_str(), problem.field.as_deref()) == (code, Some(field)) && problem.message.contains(says)
        };
        assert!(found.iter().any(|problem| problem.is_error() && fits(problem)), "{found:#?}");
    };
    let says = "has `timeout` and `timeoutSec`, which mean the same. Keep `timeout` only";
    check(json!({ "timeout": 7, "timeoutSec": 7 }), "field_twice", "timeout", says);
    check(json!({ "timeoutSec": 7, "timeout_seconds": 7 }), "field_twice", "timeout", "`timeoutSec` and `timeout_sec");
    check(json!({ "retry": { "count": 1 }, "retry_delay": 7 }), "field_twice", "retry", "`retry` and `retry_delay`");
    check(json!({ "enabled": "no" }), "invalid_document", "enabled", "must be true or false, and \"no\" was given");
    check(json!({ "timeoutSec": "soon" }), "invalid_document", "timeout", "It must be a number");
}
