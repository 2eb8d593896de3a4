//! Each filter with usual and odd input.
#![expect(clippy::needless_pass_by_value, reason = "cases are written where they are used")]

use node_sdk::Value;
use serde_json::{Value as Json, json};

use super::FILTERS;

fn apply(name: &str, value: &Json, arguments: &Json) -> Result<Json, String> {
    let (_, filter) = FILTERS.iter().find(|(known, _)| *known == name).expect("a filter of this name");
    let arguments: Vec<Value> = arguments.as_array().expect("a list").iter().map(Value::from).collect();
    filter(&Value::from(value), &arguments).map(|value| Json::from(&value))
}

fn check(name: &str, cases: &[(Json, Json, Json)]) {
    for (value, arguments, expected) in cases {
        assert_eq!(apply(name, value, arguments).as_ref(), Ok(expected), "{value} | {name}:{arguments}");
    }
}

fn refuse(name: &str, value: Json, arguments: Json, says: &str) {
    let error = apply(name, &value, &arguments).expect_err("the filter refuses this");
    assert!(error.contains(says), "{error}");
}

fn plain(value: impl Into<Json>, expected: impl Into<Json>) -> (Json, Json, Json) {
    (value.into(), json!([]), expected.into())
}

#[test]
fn letters() {
    check("lower", &[plain("ÄB c", "äb c"), plain(Json::Null, ""), plain(-5, "-5"), plain(json!(["A"]), "[\"a\"]")]);
    check("upper", &[plain("straße", "STRASSE"), plain("", ""), plain(true, "TRUE")]);
    check("title", &[plain("élan vital, JOHN'S", "Élan Vital, John's"), plain("", ""), plain(Json::Null, "")]);
    check("string", &[plain(1.5, "1.5"), plain(Json::Null, ""), plain(json!({ "a": 1 }), "{\"a\":1}")]);
}

#[test]
fn cutting_and_replacing() {
    check("trim", &[plain(" \t x\u{a0}", "x"), (json!("--x-"), json!(["-"]), json!("x")), plain(Json::Null, "")]);
    check(
        "replace",
        &[(json!("a.b.c"), json!([".", "::"]), json!("a::b::c")), (json!(-1), json!(["-", "+"]), json!("+1"))],
    );
    refuse("replace", json!("a"), json!(["", "b"]), "is empty");
    refuse("replace", json!("a"), json!(["a"]), "give two texts");
    refuse("replace", json!("a".repeat(10_000)), json!(["a", "b".repeat(10_000)]), "too long");
    check("split", &[(json!("a,,ü"), json!([","]), json!(["a", "", "ü"])), plain(" a  b\n", json!(["a", "b"]))]);
    check("split", &[(json!(""), json!([","]), json!([])), plain(Json::Null, json!([]))]);
    refuse("split", json!("a"), json!([""]), "is empty");
    refuse("split", json!(",".repeat(1_000_000)), json!([","]), "more than 1000000 parts");
}

#[test]
fn dates() {
    check("date", &[plain(0, "1970-01-01"), plain(-1, "1969-12-31"), plain("2024-02-29", "2024-02-29")]);
    let (time, format) = (json!("2024-02-29T23:30:00+02:00"), json!(["%Y%m%d %H:%M"]));
    check(
        "date",
        &[(time, format, json!("20240229 21:30")), (json!("2024-02-29 08:05"), json!(["%H%M"]), json!("0805"))],
    );
    refuse("date", json!("soon"), json!([]), "`\"soon\"` is not a time");
    refuse("date", Json::Null, json!([]), "is not a time");
    refuse("date", json!(i64::MAX), json!([]), "is not a time");
    refuse("date", json!(0), json!(["%Q"]), "is not a date format");
}

#[test]
fn paths() {
    check(
        "basename",
        &[plain("/a/b.txt", "b.txt"), plain("/a/b/", "b"), plain("b/", "b"), plain("/", "/"), plain("", "")],
    );
    check("basename", &[plain("C:\\Temp\\ä.log", "ä.log"), plain(Json::Null, "")]);
    check(
        "dirname",
        &[plain("/a/b.txt", "/a"), plain("/a", "/"), plain("a", "."), plain("/", "/"), plain("a//b", "a")],
    );
    check("dirname", &[plain("C:\\Temp\\x", "C:\\Temp"), plain("C:\\x", "C:\\")]);
}

#[test]
fn encodings() {
    check("urlencode", &[plain("a b/ü&", "a%20b%2F%C3%BC%26"), plain(-1.5, "-1.5"), plain(Json::Null, "")]);
    check("urlencode", &[plain(json!({ "q": "a b", "n": 1 }), "q=a%20b&n=1")]);
    check("base64", &[plain("hé", "aMOp"), plain("", ""), plain(json!([1]), "WzFd")]);
    check("base64decode", &[plain("aMOp", "hé"), plain(" \n", "")]);
    refuse("base64decode", json!("%%"), json!([]), "is not base64");
    refuse("base64decode", json!("/w=="), json!([]), "not UTF-8");
    check(
        "json",
        &[plain(json!({ "b": 1, "a": [null, "ü"] }), "{\"b\":1,\"a\":[null,\"ü\"]}"), plain(Json::Null, "null")],
    );
    check("tojson", &[plain("a\"", "\"a\\\"\""), (json!([1]), json!([2]), json!("[\n  1\n]"))]);
}

#[test]
fn hashes() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    check("hash", &[plain("", empty), plain(Json::Null, empty)]);
    check("hash", &[(json!("abc"), json!(["sha1"]), json!("a9993e364706816aba3e25717850c26c9cd0d89d"))]);
    let long = apply("hash", &json!("ü"), &json!(["sha512"])).expect("a hash");
    assert_eq!(long.as_str().map(str::len), Some(128));
    refuse("hash", json!("a"), json!(["md5"]), "use sha1, sha256 or sha512");
}

#[test]
fn numbers() {
    check(
        "int",
        &[plain(" 42 ", 42), plain(-1.9, -1), plain("1e3", 1000), plain(true, 1), (json!("x"), json!([7]), json!(7))],
    );
    refuse("int", json!("abc"), json!([]), "`\"abc\"` is not a number");
    refuse("int", Json::Null, json!([]), "`null` is not a number");
    refuse("int", json!(1e300), json!([]), "is not a number");
    check("float", &[plain("-1.5", -1.5), plain(2, 2.0), (Json::Null, json!([0.5]), json!(0.5))]);
    refuse("float", json!("NaN"), json!([]), "is not a number");
    check(
        "round",
        &[plain(2.5, 3), plain(-2.5, -3), plain("1.4", 1), plain(7, 7), (json!(1.256), json!([2]), json!(1.26))],
    );
    refuse("round", json!([1]), json!([]), "`[1]` is not a number");
    check(
        "bool",
        &[plain("Yes", true), plain("off", false), plain(0, false), plain(-1, true), plain(Json::Null, false)],
    );
    check("bool", &[plain(json!([]), false), plain(json!({ "a": 1 }), true)]);
    refuse("bool", json!("maybe"), json!([]), "neither true nor false");
}

#[test]
fn lists() {
    check("length", &[plain("üx", 2), plain(json!([1, 2]), 2), plain(json!({}), 0), plain(Json::Null, 0)]);
    refuse("length", json!(5), json!([]), "has no length");
    check("join", &[(json!([1, null, "ü", [2]]), json!([", "]), json!("1, , ü, [2]")), plain(json!([]), "")]);
    refuse("join", json!("ab"), json!([]), "is not a list");
    check(
        "first",
        &[plain(json!([3, 4]), 3), plain(json!([]), Json::Null), plain("üx", "ü"), plain(Json::Null, Json::Null)],
    );
    check("last", &[plain(json!([3, 4]), 4), plain(json!([]), Json::Null), plain("xü", "ü")]);
    check(
        "sort",
        &[
            plain(json!([10, 9.5, -1]), json!([-1, 9.5, 10])),
            plain(json!(["b", "B", 2, null]), json!([null, 2, "B", "b"])),
        ],
    );
    check(
        "sort",
        &[
            (json!([1, 2]), json!([true]), json!([2, 1])),
            (json!([{ "n": 2 }, { "n": 1 }, {}]), json!(["n"]), json!([{}, { "n": 1 }, { "n": 2 }])),
        ],
    );
    check("unique", &[plain(json!([2, 1, 2, "2", null, null]), json!([2, 1, "2", null])), plain(json!([]), json!([]))]);
    refuse("unique", json!({ "a": 1 }), json!([]), "is not a list");
}

#[test]
fn quoting_for_shells() {
    check(
        "sh",
        &[plain("it's; rm -rf /", "'it'\\''s; rm -rf /'"), plain("", "''"), plain(Json::Null, "''"), plain(-1, "'-1'")],
    );
    check("sh", &[plain(json!(["a b", "c"]), "'a b' 'c'"), plain("$(x)`y`\n", "'$(x)`y`\n'")]);
    check(
        "ps",
        &[
            plain("it's $x", "'it''s $x'"),
            plain("a\u{2019}; b", "'a\u{2019}\u{2019}; b'"),
            plain(json!(["a", 1]), "'a','1'"),
        ],
    );
    refuse("sh", json!("a\0b"), json!([]), "NUL");
}
