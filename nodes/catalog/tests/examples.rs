//! Every flow in `flows/examples` with cases compiles without a warning, and each case comes out as written:
//! on the real engine, with real files, commands and requests.
//!
//! In `cases.json`, `${http}` stands for a web server that runs beside the case and `${gone}` for an
//! address where nothing listens. An expected object may leave fields out; a file must contain the text.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use node_hosts::{EgressPolicy, HttpClient, Sessions, SystemClock};
use node_sdk::{Map, Value};
use node_testkit::{Fakes, Flows, Given, Trace};
use serde::Deserialize;
use serde_json::Value as Json;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    parameters: BTreeMap<String, Json>,
    #[serde(default)]
    input: Json,
    /// The start it begins at, where that is not the usual one.
    #[serde(default)]
    start: Option<String>,
    /// What lies in the workspace before.
    #[serde(default)]
    files: BTreeMap<String, String>,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    status: String,
    result: Option<Json>,
    error_kind: Option<String>,
    /// A part of the error's message.
    error: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// How each node's last execution ended.
    #[serde(default)]
    steps: BTreeMap<String, String>,
}

#[tokio::test]
async fn hello() {
    check("hello").await;
}

#[tokio::test]
async fn clean_up_with_approval() {
    check("clean-up-with-approval").await;
}

#[tokio::test]
async fn disk_report() {
    check("disk-report").await;
}

#[tokio::test]
async fn first_answer() {
    check("first-answer").await;
}

#[tokio::test]
async fn http_health() {
    check("http-health").await;
}

#[tokio::test]
async fn retry_until_up() {
    check("retry-until-up").await;
}

#[test]
fn every_example_with_cases_has_a_test_here() {
    let folders = fs::read_dir(examples()).expect("listed").map(|entry| entry.expect("an entry"));
    let folders: BTreeSet<_> =
        folders.filter(|entry| entry.path().join("cases.json").exists()).map(|entry| entry.file_name()).collect();
    let tested = ["clean-up-with-approval", "disk-report", "first-answer", "hello", "http-health", "retry-until-up"];
    assert_eq!(folders, BTreeSet::from(tested.map(Into::into)));
}

async fn check(example: &str) {
    let flows = Flows::new(node_catalog::libraries());
    let folder = examples().join(example);
    let flow: Json = serde_json::from_str(&read(&folder.join("flow.json"))).expect("the flow is JSON");
    assert_eq!(flows.problems(&flow), [], "{example}");
    let cases = read(&folder.join("cases.json"));
    let mut ran = BTreeSet::new();
    for index in 0..serde_json::from_str::<Vec<Case>>(&cases).expect("cases").len() {
        let server = serve().await;
        let text = cases.replace("${http}", &server.uri()).replace("${gone}", &nobody());
        let case = serde_json::from_str::<Vec<Case>>(&text).expect("cases").swap_remove(index);
        let trace = run(&flows, &flow, &case).await;
        ran.extend(trace.steps().filter(|step| word(&step.status) != "skipped").map(|step| step.node.to_string()));
    }
    let nodes =
        flow["nodes"].as_array().expect("nodes").iter().map(|node| node["id"].as_str().expect("an id").to_owned());
    let idle: Vec<_> = nodes.filter(|node| !ran.contains(node)).collect();
    assert!(idle.is_empty(), "{example}: no case reaches {idle:?}");
}

async fn run(flows: &Flows, flow: &Json, case: &Case) -> Trace {
    let mut fakes = Fakes::default().with_http(HttpClient::new(EgressPolicy::default(), Sessions::unrecorded()));
    fakes.services.clock = Arc::new(SystemClock);
    case.files.iter().for_each(|(path, content)| fakes.put(path, content));
    let parameters: Map = case.parameters.iter().map(|(name, value)| (name.as_str().into(), value.into())).collect();
    let (input, at) = ((&case.input).into(), case.start.clone());
    let given = Given { parameters, input, at, ..Given::default() };
    let trace = flows.run(flow, &fakes.services, given).await;
    compare(case, &trace, &fakes);
    trace
}

fn compare(case: &Case, trace: &Trace, fakes: &Fakes) {
    let Case { name, expect, .. } = case;
    let report = &trace.report;
    assert_eq!(word(&report.status), expect.status, "{name}: {report:#?}");
    if let Some(result) = &expect.result {
        assert!(holds(&report.result, &result.into()), "{name}: {result} was expected and {} came", report.result);
    }
    let kind = report.error.as_ref().map(|error| error.kind.to_string());
    assert_eq!(kind, expect.error_kind, "{name}: {:?}", report.error);
    if let Some(part) = &expect.error {
        assert!(report.error.as_ref().is_some_and(|error| error.message.contains(part)), "{name}: {:?}", report.error);
    }
    for (path, part) in &expect.files {
        let text = fakes.text(path).unwrap_or_else(|| panic!("{name}: `{path}` was not written"));
        assert!(text.contains(part), "{name}: `{path}` does not contain {part:?}: {text}");
    }
    for (node, status) in &expect.steps {
        let actual = trace.step(node).map_or("skipped".into(), |step| word(&step.status));
        assert_eq!(actual, *status, "{name}: the node `{node}`: {:?}", trace.step(node));
    }
}

/// Whether a value has everything that is expected of it.
fn holds(value: &Value, expected: &Value) -> bool {
    match (value, expected) {
        (Value::Object(value), Value::Object(expected)) => {
            expected.iter().all(|(key, expected)| value.get(key).is_some_and(|value| holds(value, expected)))
        }
        (Value::Array(value), Value::Array(expected)) => {
            value.len() == expected.len()
                && value.iter().zip(expected.iter()).all(|(value, expected)| holds(value, expected))
        }
        _ => value == expected,
    }
}

/// A status as JSON has it.
fn word(status: &impl serde::Serialize) -> String {
    serde_json::to_value(status).expect("a word").as_str().expect("a word").to_owned()
}

async fn serve() -> MockServer {
    let server = MockServer::start().await;
    let answer = |at: &str, template| Mock::given(path(at.to_owned())).respond_with(template);
    let broken = || ResponseTemplate::new(503);
    answer("/up", ResponseTemplate::new(200).set_body_string("ok")).mount(&server).await;
    answer("/broken", broken()).mount(&server).await;
    answer("/slow", ResponseTemplate::new(200).set_delay(Duration::from_secs(60))).mount(&server).await;
    answer("/third-time", broken()).up_to_n_times(2).mount(&server).await;
    answer("/third-time", ResponseTemplate::new(200)).mount(&server).await;
    server
}

/// An address where a server was just now, and is no more.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../flows/examples")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
