//! Parameters: what is declared, what is refused, and with which words.

use node_sdk::{Map, Value};
use serde_json::{Value as Json, json};

use crate::support::{flow, problems, program};

fn document(parameters: &Json, rules: &Json) -> Json {
    let mut document = flow(json!([["end", "flow.end"]]), &[]);
    document["parameters"] = parameters.clone();
    document["rules"] = rules.clone();
    document
}

/// The effective values, or all messages.
fn start(parameters: Json, rules: Json, given: Json) -> Result<Json, Vec<String>> {
    let program = program(&document(&parameters, &rules));
    let given: Map = Value::from(&given).as_object().expect("an object").as_ref().clone();
    let values = program.parameters(&given).map(|values| Json::from(&Value::from(values)));
    values.map_err(|problems| problems.into_iter().map(|problem| problem.message).collect())
}

fn check(parameter: Json, value: Json, refused: Option<&str>) {
    let started = start(json!({ "p": parameter }), json!([]), json!({ "p": value }));
    match refused {
        None => assert_eq!(started, Ok(json!({ "p": value }))),
        Some(says) => {
            let messages = started.expect_err("the value is refused");
            assert!(messages.len() == 1 && messages[0].contains(says), "{messages:?}");
        }
    }
}

#[test]
fn every_bound_is_checked() {
    let port = json!({ "type": "integer", "min": 1, "max": 65535, "order": 2 });
    check(port.clone(), json!(22), None);
    check(port.clone(), json!(0), Some("must be at least 1, and 0 was given"));
    check(port, json!(1.5), Some("must be a whole number"));
    check(json!({ "type": "number", "maximum": 0.5 }), json!(0.75), Some("at most 0.5"));
    let name = json!({ "type": "string", "pattern": "[a-z]+-[0-9]+", "min_length": 4, "max_length": 6 });
    check(name.clone(), json!("web-1"), None);
    check(name.clone(), json!("a-1"), Some("at least 4 characters"));
    check(
        name.clone(),
        json!("web-1; rm"),
        Some("must match the pattern `[a-z]+-[0-9]+`, and \"web-1; rm\" was given"),
    );
    check(name, json!("web-1\n"), Some("must match the pattern"));
    let ports = json!({ "type": "array", "maxLength": 3, "items": { "type": "integer", "max": 9 } });
    check(ports.clone(), json!([1, 9]), None);
    check(ports.clone(), json!([1, 10]), Some("`p[1]` must be at most 9, and 10 was given"));
    check(ports, json!([1, "x"]), Some("`p[1]` must be a whole number, and \"x\" was given"));
}

#[test]
fn values_are_clean_and_of_a_sensible_size() {
    check(json!({ "type": "string" }), json!("tab\tand\nline ü"), None);
    check(json!({ "type": "string" }), json!("a\0b"), Some("control character U+0000"));
    check(json!({ "type": "object" }), json!({ "a": ["\u{1b}[2J"] }), Some("control character U+001B"));
    check(json!({ "type": "string" }), json!("x".repeat(1 << 20)), Some("more than 1 MiB"));
}

#[test]
fn a_secret_is_not_shown_in_its_own_refusal() {
    check(
        json!({ "type": "string", "secret": true, "pattern": "[0-9]+" }),
        json!("hunter2"),
        Some("and another value was given"),
    );
    check(
        json!({ "type": "array", "secret": true, "items": { "type": "integer" } }),
        json!(["x"]),
        Some("and another value was given"),
    );
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let parameters = json!({ "host": { "type": "string", "required": true }, "port": { "type": "integer", "max": 9 }, "svc": "Spooler" });
    let messages =
        start(parameters.clone(), json!([]), json!({ "port": 10, "svc": 1, "hst": "a" })).expect_err("refused");
    assert_eq!(messages.len(), 4, "{messages:?}");
    assert!(messages[0].contains("no parameter `hst`. Did you mean `host`?"), "{messages:?}");
    let values = start(parameters, json!([]), json!({ "host": "a" }));
    assert_eq!(values, Ok(json!({ "host": "a", "port": null, "svc": "Spooler" })));
}

#[test]
fn rules_hold_between_parameters() {
    let parameters = json!({ "from": 1, "to": 5 });
    let rules = json!([
        { "expression": "from < to", "message": "`from` must be below `to`." },
        { "expression": "params.to <= 10 or {{ from }} == 0", "message": "`to` is at most 10." }
    ]);
    assert_eq!(start(parameters.clone(), rules.clone(), json!({})), Ok(json!({ "from": 1, "to": 5 })));
    let both = start(parameters.clone(), rules, json!({ "from": 20, "to": 11 }));
    assert_eq!(both, Err(vec!["`from` must be below `to`.".into(), "`to` is at most 10.".into()]));
    let odd = json!([{ "expression": "from", "message": "No." }, { "expression": "now() == to", "message": "No." }]);
    let told = start(parameters, odd, json!({})).expect_err("refused");
    assert!(
        told[0].contains("gave integer, not true or false") && told[1].contains("could not be checked"),
        "{told:?}"
    );
}

#[test]
fn a_declaration_that_cannot_work_is_a_problem_of_the_flow() {
    let says = |document: &Json, says: &str| {
        let found = problems(document);
        assert!(found.iter().any(|problem| problem.message.contains(says)), "{found:#?}");
    };
    says(
        &document(&json!({ "p": { "type": "string", "pattern": "(" } }), &json!([])),
        "`(` is not a regular expression",
    );
    says(&document(&json!({ "p": { "type": "string", "pattern": "(a{1000}){1000}" } }), &json!([])), "is too large");
    let rule = json!([{ "expression": "frm < 1", "message": "No." }]);
    says(&document(&json!({ "from": 1 }), &rule), "no parameter `frm`, at character 1");
    says(&document(&json!({ "from": 1 }), &json!([{ "expression": "from <", "message": "No." }])), "at character");
}
