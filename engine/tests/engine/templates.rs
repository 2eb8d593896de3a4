//! Templates and conditions in their odd corners: what is missing, what is old, what never ends.

use serde_json::{Value as Json, json};

use crate::support::{flow, problems, run};

/// What a value written in a field comes to, beside these variables.
async fn value(written: Json, variables: &Json) -> Json {
    let mut document = flow(json!([["end", "flow.end", { "result": written }]]), &[]);
    document["variables"] = variables.clone();
    let ran = run(&document).await;
    match &ran.report.error {
        Some(error) => json!(format!("{}: {}", error.kind, error.message)),
        None => ran.result(),
    }
}

fn variables() -> Json {
    json!({
        "service_status": "stopped", "total": 3, "text": "3", "flag": false, "none_yet": null,
        "host": { "name": "web-1", "disks": [{ "mount": "/" }] }, "evil": "{{ total }}", "names": ["b", "a", "b"]
    })
}

async fn check(written: &str, expected: Json) {
    assert_eq!(value(json!(written), &variables()).await, expected, "{written}");
}

async fn check_expr(written: &str, expected: Json) {
    assert_eq!(value(json!({ "$expr": written }), &variables()).await, expected, "{written}");
}

async fn check_error(written: Json, says: &str) {
    let told = value(written.clone(), &variables()).await;
    assert!(told.as_str().is_some_and(|told| told.contains(says)), "{written}: {told}");
}

/// The problem that compiling a text finds.
fn check_problem(written: Json, says: &str) {
    let mut document = flow(json!([["end", "flow.end", { "result": written }]]), &[]);
    document["variables"] = variables();
    let found = problems(&document);
    assert!(found.iter().any(|problem| problem.message.contains(says)), "{says}: {found:#?}");
}

#[tokio::test]
async fn conditions_written_the_old_way_stand() {
    check_expr("{{service_status}} != 'running' && {{total}} * 100 > 5", json!(true)).await;
    check_expr("{{service_status}} == \"stopped\" && {{total}} >= 3", json!(true)).await;
    check_expr("'{{service_status}}' == 'stopped'", json!(true)).await;
    check_expr("'{{ total }}' == '3' && '{{ text }}' == '3'", json!(true)).await;
    check_expr("'{{ evil }}' == '{' + '{ total }}'", json!(true)).await;
}

#[tokio::test]
async fn operators_may_be_words() {
    check_expr("total > 2 and not flag", json!(true)).await;
    check_expr("not total == 3 or flag", json!(false)).await;
    check_expr("not (flag or total == 3)", json!(false)).await;
    check_expr("'c' not in names and 'a' in names", json!(true)).await;
    check_expr("if not flag { 'off' } else { 'on' }", json!("off")).await;
    check_expr("none_yet == null", json!(true)).await;
}

#[tokio::test]
async fn rendering_follows_the_kinds_of_values() {
    check("${{ flag }}|${{parameters}}|{{ none_yet }}|{{ names }}", json!("$false|${}||[\"b\",\"a\",\"b\"]")).await;
    check("{{ [1, true, none] }}!", json!("[1,true,null]!")).await;
    check("{{ names | sort | unique | join:', ' }}", json!("a, b")).await;
    check("{{ names | unique }}", json!(["b", "a"])).await;
    check("{{ text | int }}", json!(3)).await;
    check("{{ evil }} {{ evil | upper }}", json!("{{ total }} {{ TOTAL }}")).await;
    check("{{ 'a|b:c' | split:'|' | last | replace(':', '=') }}", json!("b=c")).await;
}

#[tokio::test]
async fn what_is_missing_needs_a_default() {
    check("{{ nowhere.at.all | default:'x' }}", json!("x")).await;
    check("[{{ host.disks[7].mount | default('none') | upper }}]", json!("[NONE]")).await;
    check("{{ host.name | default:'x' }} {{ none_yet | default:'y' }}", json!("web-1 y")).await;
    check("{{ host.disks[0].mount | default:'x' }}", json!("/")).await;
    check("{% for d in host.disks %}{{ d.size.mb | default:0 }}{% endfor %}", json!("0")).await;
    check("{{ '' | default('x', true) }}", json!("x")).await;
    check_error(json!("a {{ host.nme }}"), "`host` has no field `nme` at character 11; did you mean `name`?").await;
    check_error(json!("{{ host.disks[0].mont | upper }}"), "did you mean `mount`?").await;
    check_error(json!("{{ none_yet.x }}"), "`none_yet` is empty, so it has no field `x` at character 13.").await;
}

#[tokio::test]
async fn an_error_names_the_place_in_what_was_written() {
    check_problem(json!("up\n  {{ totl }}"), "Unknown variable `totl` at line 2, character 6");
    check_problem(json!("up {{ totl | upper }}"), "Unknown variable `totl` at character 7");
    check_problem(json!({ "$expr": "'é' != x &&\n 1 < totl" }), "Unknown variable `totl` at line 2, character 6");
    check_problem(
        json!("{{ total | date:'%Y' | uper }}"),
        "There is no filter `uper`, at character 24; did you mean `upper`?",
    );
    check_problem(
        json!({ "$expr": "total + rond(1.5, 1)" }),
        "There is no function `rond`, at character 9; did you mean `round`?",
    );
    check_problem(
        json!({ "$expr": "names.fliter(|n| n == 'a')" }),
        "There is no function `fliter`, at character 7; did you mean `filter`?",
    );
    check_problem(json!({ "$expr": "{{ service_status }} == 'x' &&\n  total + )" }), "at line 2, character 11");
    check_problem(json!("{{ total + }}"), "at character");
    check_error(
        json!({ "$expr": "total > 1 && service_status - 1 > 0" }),
        "`-` at character 29 does not work between string and integer",
    )
    .await;
    check_error(json!({ "$expr": "let x = {{ total }};\nx / 0" }), "at line 2, character 3").await;
}

#[tokio::test]
async fn the_clock_and_chance_are_at_hand() {
    check_expr("now().starts_with(current_date) && timestamp() > 0 && current_timestamp <= timestamp()", json!(true))
        .await;
    check_expr("uuid().len() == 36 && uuid() != uuid() && random() >= 0.0 && random() < 1.0", json!(true)).await;
    check("{{ now() | date:'%Y' == current_datetime | date:'%Y' }}", json!(true)).await;
    check("{{ uuid() | length }} {{ random() < 1 }}", json!("36 true")).await;
}

#[tokio::test]
async fn a_template_cannot_write_or_run_without_end() {
    let big = json!({ "big": "x".repeat(1_000_000), "bigs": ["x".repeat(1_000_000)], "names": vec!["a"; 200] });
    let written_too_much = "{% for i in range(9999) %}{{ big }}{% endfor %}";
    let joined = format!("{{{{ big{} }}}}", " ~ big".repeat(200));
    let called = format!("{{{{ ({}) | upper }}}}", "big ~ ".repeat(90) + "big");
    let cases = [
        (written_too_much, "more than 16 MiB"),
        ("{% for i in range(1000000000) %}{% endfor %}", "range has too many elements"),
        (
            "{% for a in names %}{% for b in names %}{% for c in names %}{% endfor %}{% endfor %}{% endfor %}",
            "200000 steps",
        ),
        ("{{ 'x' * 1000000000 }}", "`*` stands between numbers, not a string"),
        ("{{ 3 * big }}", "`*` stands between numbers"),
        ("{{ (1, 2) * 50000000 | length }}", "`*` stands between numbers"),
        ("{{ bigs | join(big) | replace('x', big) }}", "too long"),
    ];
    // What is told is the bound on work that was met; whoever is stopped by the clock is told of seconds.
    for (written, says) in cases {
        let told = value(json!(written), &big).await;
        assert!(told.as_str().is_some_and(|told| told.contains(says)), "{written}: {told}");
    }
    let mut document = flow(json!([["end", "flow.end", { "result": joined }]]), &[]);
    document["variables"] = big.clone();
    assert!(problems(&document).iter().any(|problem| problem.message.contains("More than 100 values are joined")));
    let told = value(json!(called), &big).await;
    assert!(told.as_str().is_some_and(|told| told.starts_with("limit")), "a value of 90 MiB is refused");
}

#[tokio::test]
async fn a_template_cannot_make_more_of_little() {
    let big = json!({ "big": "x".repeat(1_000_000) });
    let many = |text: &str| format!("{{{{ [{}] | length }}}}", format!("{text}, ").repeat(500));
    let joined = format!("big{}", " ~ big".repeat(20));
    let cases = [
        (many("big | upper"), "more than 64 MiB at once"),
        (many("'x' | replace('x', big)"), "more than 64 MiB at once"),
        ("{{ [range(90000), range(90000), range(90000)] }}".into(), "more than 16 MiB"),
        (many("range(100000) | list"), "more than 64 MiB at once"),
        (
            format!("{{% for a in [{joined}] %}}{{{{ [a{}] | length }}}}{{% endfor %}}", " ~ a".repeat(50)),
            "more than 64 MiB",
        ),
    ];
    for (written, says) in cases {
        let told = value(json!(written), &big).await;
        assert!(told.as_str().is_some_and(|told| told.contains(says)), "{says}: {told}");
    }
    check("{{ 2 * 3 + 4 ** 2 }} {{ 'a' ~ -total | abs }} {{ [total] + [2] }}", json!("22 a3 [3,2]")).await;
}

#[test]
fn the_shipped_flows_compile() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../flows/examples");
    let mut count = 0;
    let examples =
        std::fs::read_dir(folder).expect("the shipped flows").map(|example| example.expect("an entry").path());
    // Those without cases have placeholders, which are no part of a flow.
    for example in examples.filter(|example| example.join("cases.json").exists()) {
        let path = example.join("flow.json");
        let text = std::fs::read_to_string(&path).expect("a flow");
        let document: Json = serde_json::from_str(&text).expect("JSON");
        let found: Vec<_> = problems(&document).into_iter().filter(engine::Problem::is_error).collect();
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
        count += 1;
    }
    assert!(count > 0, "no flow was found in {folder}");
}
