//! The examples and the cases beside them, in a world that is the same every time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use node_sdk::{ErrorKind, Http, HttpRequest, HttpResponse, Map, NodeError, Value};
use node_testkit::Fakes;
use serde::Deserialize;
use serde_json::Value as Json;

/// What a case says of its start; its expected end is for another test.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    #[serde(default)]
    parameters: BTreeMap<String, Json>,
    #[serde(default)]
    input: Json,
    #[serde(default)]
    files: BTreeMap<String, String>,
}

impl Case {
    pub(crate) fn parameters(&self) -> Map {
        self.parameters.iter().map(|(name, value)| (name.as_str().into(), value.into())).collect()
    }

    pub(crate) fn input(&self) -> Value {
        (&self.input).into()
    }

    /// A workspace with the case's files, and a web that exists only in memory.
    pub(crate) fn world(&self) -> Fakes {
        let fakes = Fakes::default().with_http(Web);
        self.files.iter().for_each(|(path, content)| fakes.put(path, content));
        fakes
    }
}

/// The document and the cases of an example.
pub(crate) fn example(name: &str) -> (Json, Vec<Case>) {
    let folder = examples().join(name);
    let read = |file| fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{name}/{file}: {error}"));
    let cases = read("cases.json").replace("${http}", "http://web.test").replace("${gone}", "http://gone.test");
    let flow = serde_json::from_str(&read("flow.json")).expect("the flow is JSON");
    (flow, serde_json::from_str(&cases).expect("the cases are cases"))
}

/// The folder of all examples.
pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../flows/examples")
}

/// Answers by the path: `/broken` with status 503, anything else well; `gone.test` is not there.
struct Web;

#[async_trait]
impl Http for Web {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NodeError> {
        if request.url.contains("gone.test") {
            return Err(NodeError::new(ErrorKind::NETWORK, "Nothing answers at `gone.test`."));
        }
        let status = if request.url.contains("/broken") { 503 } else { 200 };
        Ok(HttpResponse { status, headers: Vec::new(), body: b"ok".to_vec(), truncated: false })
    }
}
