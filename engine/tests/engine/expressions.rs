//! Expressions and templates, as a flow's author meets them.

use serde_json::{Value as Json, json};

use crate::support::{Given, flow, run_with};

/// What a value written in a field comes to.
async fn value(written: Json, given: Given) -> Json {
    let mut document =
        flow(json!([["start", "flow.start"], ["end", "flow.end", { "result": written }]]), &["start -> end"]);
    document["parameters"] = json!({
        "name": { "type": "string", "default": "web-1" }, "count": { "type": "integer", "default": 3 },
        "flag": { "type": "boolean", "default": true }, "disks": [{ "mount": "/", "used": 91 }, { "mount": "/var", "used": 40 }],
        "nothing": { "type": "string" }
    });
    let ran = run_with(&document, given).await;
    match &ran.report.error {
        Some(error) => json!(format!("{}: {}", error.kind, error.message)),
        None => ran.result(),
    }
}

async fn check(written: Json, expected: Json) {
    assert_eq!(value(written.clone(), Given::default()).await, expected, "{written}");
}

async fn check_expr(text: &str, expected: Json) {
    check(json!({ "$expr": text }), expected).await;
}

#[tokio::test]
async fn a_template_that_is_one_value_keeps_its_type() {
    check(json!("{{ count }}"), json!(3)).await;
    check(json!("{{ params.disks[0].used }}"), json!(91)).await;
    check(json!("{{ disks | length }}"), json!(2)).await;
    check(json!("{{ disks[0] }}"), json!({ "mount": "/", "used": 91 })).await;
    check(json!("n={{ count }}"), json!("n=3")).await;
}

#[tokio::test]
async fn rendering_into_text_follows_the_rules() {
    check(json!("${{parameters.flag}}|{{ nothing }}|{{ disks[0] }}"), json!("$true||{\"mount\":\"/\",\"used\":91}"))
        .await;
    check(json!("{{ name | upper }} {{ name|replace:'web':'db' }} {{ name | sh }}"), json!("WEB-1 db-1 'web-1'")).await;
    check(json!("{% for d in disks %}{{ d.mount }};{% endfor %}"), json!("/;/var;")).await;
    check(json!("{% raw %}{{.Names}} {% set %}{% endraw %}"), json!("{{.Names}} {% set %}")).await;
    check(json!("{{ 0 | date:'%Y%m%d' }}"), json!("19700101")).await;
}

#[tokio::test]
async fn expressions_compute_with_names_paths_and_references() {
    check_expr("count * 2 + 1", json!(7)).await;
    check_expr("name == 'web-1' && flag", json!(true)).await;
    check_expr("{{ name }} != 'running'", json!(true)).await;
    check_expr("'{{ name }}!' == \"web-1!\"", json!(true)).await;
    check_expr("disks.filter(|d| d.used > count * 20).len()", json!(1)).await;
    check_expr("let total = 0; for d in disks { total += d.used; } total", json!(131)).await;
    check_expr("disks.len()", json!(2)).await;
    check_expr("#{ name: name, all: disks }.all[1].mount", json!("/var")).await;
    check_expr("parse_json(\"[1,2]\")", json!([1, 2])).await;
    check_expr("' 7 '.trim().to_int() + 1", json!(8)).await;
    check_expr("`${name} has ${disks.len()} disks`", json!("web-1 has 2 disks")).await;
    check_expr("name.replace('web', 'db')", json!("db-1")).await;
    check_expr("if count > 2 { 'many' } else { 'few' }", json!("many")).await;
}

#[tokio::test]
async fn a_value_is_never_taken_for_code_or_a_template() {
    let attack = json!({ "name": "'; 1 == 1 || '" });
    let given = || Given { parameters: attack.clone(), ..Given::default() };
    assert_eq!(value(json!({ "$expr": "{{ name }} == 'web-1'" }), given()).await, json!(false));
    let given = || Given { parameters: json!({ "name": "{{ count }}" }), ..Given::default() };
    assert_eq!(value(json!("{{ name }}!"), given()).await, json!("{{ count }}!"));
    assert_eq!(value(json!("{{ name }}"), given()).await, json!("{{ count }}"));
    let given = || Given { parameters: json!({ "name": "it's" }), ..Given::default() };
    assert_eq!(value(json!("{{ name | sh }}"), given()).await, json!("'it'\\''s'"));
}

#[tokio::test]
async fn what_is_missing_is_named_with_what_comes_near() {
    let field = value(json!("{{ params.disks[0].usd }}"), Given::default()).await;
    assert_eq!(
        field,
        json!(
            "expression_error: `params.disks[0]` has no field `usd` at character 20; did you mean `used`? (in `{{ params.disks[0].usd }}`)"
        )
    );
    let index = value(json!({ "$expr": "disks[5].used" }), Given::default()).await;
    assert_eq!(
        index,
        json!(
            "expression_error: `disks` has 2 items, so there is none at index 5, at character 7. (in `disks[5].used`)"
        )
    );
    let message = value(json!("{{ msg.topic }}"), Given::default()).await;
    assert_eq!(
        message,
        json!("expression_error: The message has no field `topic` at character 8. (in `{{ msg.topic }}`)")
    );
    check(json!("{{ msg.topic | default('none') }}"), json!("none")).await;
}

#[tokio::test]
async fn mistakes_in_computing_are_said_in_words() {
    let division = value(json!({ "$expr": "count / 0" }), Given::default()).await;
    assert!(division.as_str().is_some_and(|text| text.contains("Division by zero")), "{division}");
    let types = value(json!({ "$expr": "name - 1" }), Given::default()).await;
    assert!(
        types.as_str().is_some_and(|text| text.contains("`-` at character 6 does not work between string and integer")),
        "{types}"
    );
    let function = value(json!({ "$expr": "name.pad(3)" }), Given::default()).await;
    assert!(
        function
            .as_str()
            .is_some_and(|text| text.contains("The function `pad` at character 6 does not take (string, integer)")),
        "{function}"
    );
}
