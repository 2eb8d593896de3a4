//! The document's published schema, parameters, and what a document may leave out.

use engine::{Problem, flow_schema};
use node_sdk::{Map, Value};
use serde_json::{Value as Json, json};

use crate::support::{flow, program};

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
