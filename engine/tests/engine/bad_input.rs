//! What cannot work is refused before a run, with node, field and a sentence to act on.

use engine::{Caps, Engine, Problem};
use serde_json::{Value as Json, json};

use crate::support::{engine, flow, problems};

/// Expects a problem of this code at this node and field, whose message says `says`.
fn check(document: &Json, code: &str, node: Option<&str>, field: Option<&str>, says: &str) {
    let found = problems(document);
    let fits = |problem: &&Problem| {
        problem.code == code
            && problem.node.as_deref() == node
            && problem.field.as_deref() == field
            && problem.message.contains(says)
    };
    assert!(
        found.iter().any(|problem| fits(&problem)),
        "expected {code} at {node:?} {field:?} saying `{says}`, found {found:#?}"
    );
}

fn check_bytes(bytes: &[u8], code: &str, says: &str) {
    let problems = engine().parse(bytes).err().unwrap_or_default();
    assert!(
        problems.iter().any(|it| it.code == code && it.message.contains(says)),
        "expected {code} saying `{says}`, found {problems:#?}"
    );
}

#[test]
fn an_unknown_node_type_is_named_with_what_comes_near() {
    check(
        &flow(json!([["a", "flow.iff"]]), &[]),
        "unknown_node_type",
        Some("a"),
        Some("type"),
        "Did you mean `flow.if`?",
    );
}

#[test]
fn a_missing_field_is_named() {
    check(
        &flow(json!([["a", "flow.if"]]), &[]),
        "invalid_config",
        Some("a"),
        Some("config/condition"),
        "`condition` is missing",
    );
}

#[test]
fn a_value_of_the_wrong_type_is_named() {
    let document = flow(json!([["a", "system.wait", { "seconds": "soon" }]]), &[]);
    check(
        &document,
        "invalid_config",
        Some("a"),
        Some("config/seconds"),
        "It must be a number, and \"soon\" was given",
    );
}

#[test]
fn a_field_that_does_not_exist_is_named() {
    let document = flow(json!([["a", "system.wait", { "seconds": 1, "secnds": 2 }]]), &[]);
    check(&document, "invalid_config", Some("a"), Some("config"), "There is no field `secnds`");
}

#[test]
fn a_number_out_of_range_is_named_with_its_bound() {
    let document = flow(json!([["a", "system.wait", { "seconds": -1 }]]), &[]);
    check(&document, "invalid_config", Some("a"), Some("config/seconds"), "at least 0");
    let document = flow(json!([["a", "flow.break", { "levels": 99 }]]), &[]);
    check(&document, "invalid_config", Some("a"), Some("config/levels"), "at most 20");
}

#[test]
fn an_expression_that_does_not_parse_is_shown_with_its_position() {
    let document = flow(json!([["a", "flow.if", { "condition": "1 +" }]]), &[]);
    check(&document, "invalid_expression", Some("a"), Some("config/condition"), "");
    let document = flow(json!([["a", "flow.if", { "condition": "1 ++ ) 2" }]]), &[]);
    check(&document, "invalid_expression", Some("a"), Some("config/condition"), "character");
    let document = flow(json!([["a", "flow.if", { "condition": "{{ a == 1" }]]), &[]);
    check(&document, "invalid_expression", Some("a"), Some("config/condition"), "never closed");
}

#[test]
fn a_template_that_does_not_parse_is_refused() {
    let document = flow(json!([["a", "flow.throw_error", { "message": "{% for x %}" }]]), &[]);
    check(&document, "invalid_expression", Some("a"), Some("config/message"), "The template is wrong");
}

#[test]
fn a_template_cannot_grow_without_bound_or_reach_others() {
    for text in [
        "{% set x = 1 %}",
        "{% include 't0' %}",
        "{% macro m() %}{% endmacro %}",
        "{{ namespace(x=1) }}",
        "{{ 1) %}{% set a = (2 }}",
    ] {
        let document = flow(json!([["a", "flow.throw_error", { "message": text }]]), &[]);
        assert!(!problems(&document).is_empty(), "{text} is taken");
    }
    let nested = format!("{}{}", "{% for a in [1] %}".repeat(5), "{% endfor %}".repeat(5));
    let document = flow(json!([["a", "flow.throw_error", { "message": nested }]]), &[]);
    check(&document, "invalid_expression", Some("a"), Some("config/message"), "more than 4 loops");
}

#[test]
fn an_unknown_variable_is_named_with_what_comes_near() {
    let mut document = flow(json!([["a", "flow.if", { "condition": "hostnme == 'x'" }]]), &[]);
    document["parameters"] = json!({ "hostname": { "type": "string" } });
    check(&document, "unknown_variable", Some("a"), Some("config/condition"), "Did you mean `hostname`?");
    let document = flow(json!([["a", "flow.throw_error", { "message": "on {{ hostnme }}" }]]), &[]);
    check(&document, "unknown_variable", Some("a"), Some("config/message"), "Unknown variable `hostnme`");
    let document = flow(json!([["a", "flow.throw_error", { "message": "{{ nodes.b.output }}" }]]), &[]);
    check(&document, "unknown_node", Some("a"), Some("config/message"), "No node of this flow is called `b`");
}

#[test]
fn a_wire_to_a_missing_node_or_port_is_named() {
    let start = || json!([["a", "flow.start"], ["b", "flow.end"]]);
    check(&flow(start(), &["a -> c"]), "unknown_node", None, None, "node `c`, which does not exist");
    check(&flow(start(), &["a.done -> b"]), "unknown_port", Some("a"), None, "Its outputs are output");
    check(&flow(start(), &["a -> b.inn"]), "unknown_port", Some("b"), None, "Its inputs are in");
    check(&flow(start(), &["a -> b", "a -> b"]), "duplicate_wire", None, None, "wired twice");
    check(&flow(json!([["a", "flow.join"]]), &["a -> a"]), "self_wire", None, None, "with itself");
}

#[test]
fn a_wire_between_two_outputs_is_refused() {
    let document = flow(json!([["a", "flow.start"], ["b", "flow.join"]]), &["a -> b.output"]);
    check(&document, "unknown_port", Some("b"), None, "Wires go from an output to an input");
}

#[test]
fn a_circle_without_a_loop_wire_names_its_nodes() {
    let document =
        flow(json!([["a", "flow.join"], ["b", "flow.join"], ["c", "flow.join"]]), &["a -> b", "b -> c", "c -> a"]);
    check(&document, "cycle", Some("a"), None, "`a`, `b`, `c` form a circle");
}

#[test]
fn a_wire_into_a_body_from_outside_is_refused() {
    let each = json!(["each", "flow.foreach", { "collection": [1], "item_variable": "n" }]);
    let document =
        flow(json!([["a", "flow.start"], each, ["in", "flow.join"]]), &["a -> each", "each.loop -> in", "a -> in"]);
    check(&document, "wire_into_region", Some("in"), None, "enters the body `loop` of `each` from outside");
    let document = flow(
        json!([each, ["in", "flow.join"], ["out", "flow.join"]]),
        &["each.loop -> in", "each -> out", "in -> out"],
    );
    check(&document, "wire_into_region", Some("out"), None, "from outside");
}

#[test]
fn a_loop_wire_must_come_from_its_own_body() {
    let document = flow(
        json!([["each", "flow.foreach", { "collection": [1], "item_variable": "n" }], ["out", "flow.join"]]),
        &["each -> out", "out -> each.back"],
    );
    check(&document, "wrong_loop_wire", Some("out"), None, "not part of that node's own body");
}

#[test]
fn two_starts_and_ids_used_twice_are_refused() {
    check(
        &flow(json!([["a", "flow.start"], ["b", "flow.start"]]), &[]),
        "two_starts",
        Some("b"),
        None,
        "one start at most",
    );
    check(
        &flow(json!([["a", "flow.start"], ["a", "flow.end"]]), &[]),
        "duplicate_id",
        Some("a"),
        Some("id"),
        "2 nodes",
    );
}

#[test]
fn all_problems_are_reported_in_one_pass() {
    let document = flow(
        json!([["a", "flow.if"], ["b", "flow.nope"], ["c", "system.wait", { "seconds": "x" }], ["d", "flow.if", { "condition": "q" }]]),
        &["a -> z", "a.true -> b"],
    );
    let codes: Vec<_> = problems(&document).into_iter().map(|problem| problem.code).collect();
    for code in ["invalid_config", "unknown_node_type", "unknown_variable", "unknown_node"] {
        assert!(codes.iter().any(|found| found == code), "{code} is missing in {codes:?}");
    }
}

#[test]
fn a_file_that_is_no_document_is_refused_in_words() {
    check_bytes(b"", "empty_document", "The flow is empty");
    check_bytes(b"  \n", "empty_document", "The flow is empty");
    check_bytes(b"{\"format\": \xff}", "invalid_utf8", "byte 11 is invalid");
    check_bytes(b"{\"format\": ", "invalid_json", "line 1, column 11");
    check_bytes(b"[]", "invalid_document", "");
    check_bytes(b"{\"format\": \"other/1\"}", "unknown_format", "`other/1` is not known");
    check_bytes(&vec![b' '; 10 << 20], "document_too_large", "10485760 bytes");
    check_bytes(format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)).as_bytes(), "too_deep", "more than 100 levels");
}

#[test]
fn a_document_of_the_wrong_shape_names_node_and_field() {
    let document = json!({ "format": "opsconductor.flow/1", "name": "x", "nodes": [{ "id": "a b", "type": 3 }] });
    check(&document, "invalid_document", Some("a b"), Some("id"), "must be letters, digits");
    check(&document, "invalid_document", Some("a b"), Some("type"), "It must be text");
    check(
        &json!({ "format": "opsconductor.flow/1", "nodes": [] }),
        "invalid_document",
        None,
        Some(""),
        "`name` is missing",
    );
}

#[test]
fn more_branches_than_the_server_allows_are_refused() {
    let caps = Caps { branches: 2, ..Caps::default() };
    let engine = Engine::new(node_catalog::libraries(), caps).expect("an engine");
    let problems = |names: &[&str]| {
        let branches: Vec<_> = names.iter().map(|name| json!({ "name": name })).collect();
        let document = flow(json!([["all", "flow.parallel", { "branches": branches }]]), &[]);
        let document = engine.parse(document.to_string().as_bytes()).expect("a document");
        engine.compile(&document).problems
    };
    let refused = problems(&["a", "b", "c"]);
    assert!(refused.iter().any(|problem| problem.code == "too_many_branches"), "{refused:?}");
    assert!(problems(&["a", "b"]).iter().all(|problem| problem.code != "too_many_branches"));
}

#[test]
fn bodies_nested_too_deep_are_refused() {
    let each = |index: usize| json!([format!("l{index}"), "flow.foreach", { "collection": [1], "item_variable": "n" }]);
    let nodes: Vec<Json> = (0..30).map(each).collect();
    let wires: Vec<String> = (1..30).map(|index| format!("l{}.loop -> l{index}", index - 1)).collect();
    let wires: Vec<&str> = wires.iter().map(String::as_str).collect();
    check(&flow(json!(nodes), &wires), "too_deep", Some("l20"), None, "more than 20 deep");
}
