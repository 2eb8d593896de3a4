//! `http.get`: asks a web server.

use std::time::Duration;

use indexmap::IndexMap;
use node_sdk::prelude::*;
use node_sdk::{ConfigError, HttpRequest, HttpResponse, Method};

use crate::answer::{self, Form};
use crate::status::Expected;
use crate::text::{Text, pairs};

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The address to ask, with `http://` or `https://`.
    #[schemars(length(min = 1, max = 8192), extend("x-ui" = { "placeholder": "https://example.org/health" }))]
    url: String,
    /// Added to the address, such as `page` = `2`.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "widget": "key-value" }))]
    query: IndexMap<String, Text>,
    /// Headers to send, such as `Accept` = `application/json`.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "widget": "key-value" }))]
    headers: IndexMap<String, Text>,
    /// Seconds from connecting to the last byte of the answer.
    #[serde(default = "usual_timeout")]
    #[schemars(range(min = 1, max = 300), extend("x-ui" = { "widget": "duration" }))]
    timeout: u32,
    /// Status codes that count as success: `2xx`, a list such as `200,204`, or a range such as `200-299`.
    #[serde(default = "usual_status")]
    #[schemars(length(min = 1, max = 200), extend("x-ui" = { "expects": "status" }))]
    expected_status: String,
    /// What to make of the body: `json`, `text`, `binary` (as base64), or `auto`, which goes by the content type.
    #[serde(default)]
    response: Form,
    /// Follow redirects, ten at most.
    #[serde(default = "yes")]
    #[schemars(extend("x-ui" = { "advanced": true }))]
    follow_redirects: bool,
    /// Accept only a valid certificate. Switch it off only for a server you know, in a network you trust.
    #[serde(default = "yes")]
    #[schemars(extend("x-ui" = { "advanced": true }))]
    verify_ssl: bool,
}

fn yes() -> bool {
    true
}

fn usual_timeout() -> u32 {
    30
}

fn usual_status() -> String {
    "2xx".into()
}

pub(crate) struct Get;

impl NodeType for Get {
    const TYPE: &'static str = "http.get";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("HTTP GET", Category::Http)
            .about("Asks a web server and reads its answer.", HELP)
            .looks("world-download", Shape::Standard)
            .repeat(Repeat::Safe)
            .example("is a service healthy", json!({ "url": "https://example.org/health" }), "output")
            .example(
                "a page of a list, as JSON",
                json!({ "url": "https://example.org/items", "query": { "page": 2 }, "response": "json", "expected_status": "200" }),
                "output",
            )
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let status = Expected::parse(&config.expected_status).err();
        status.map(|message| ConfigError::new("expected_status", message)).into_iter().collect()
    }
}

const HELP: &str = "\
Sends a GET request and reads the answer.

Example: **URL** `https://example.org/health`; a later node uses `{{ msg.payload.body.status }}`.

The output is `{ status, headers, body, time_ms, size }`: header names are in lower case, the time is in \
milliseconds, the size in bytes.

It fails with kind `http_4xx` or `http_5xx` on a status that is not expected (`error.details` holds `status`, \
`headers`, the beginning of the `body`, `time_ms` and `size`), `validation_error` on another unexpected status, or if JSON was asked for and the answer is none, \
`timeout`, `network_error` if the server cannot be reached, `limit` if the body is larger than the run keeps, and \
`not_permitted` for an address that is off limits.";

impl ActiveNode for Get {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _: &Message) -> Result<Outcome, NodeError> {
        let expected = Expected::parse(&config.expected_status)
            .map_err(|message| NodeError::new(ErrorKind::VALIDATION, message))?;
        let started = ctx.now();
        let response = ctx.http().send(config.request(ctx.max_output())).await?;
        let time = ctx.now() - started;
        if !expected.contains(response.status) {
            return Err(unexpected(&response, &config.expected_status, time));
        }
        if response.truncated {
            let message =
                format!("The answer has more than the {} bytes that a node may keep in this run.", ctx.max_output());
            return Err(NodeError::new(ErrorKind::LIMIT, message));
        }
        Ok(Outcome::output(Value::object([
            ("status", i64::from(response.status).into()),
            ("headers", answer::headers(&response)),
            ("body", answer::read(&response, config.response)?),
            ("time_ms", time.into()),
            ("size", response.body.len().into()),
        ])))
    }
}

impl Config {
    fn request(&self, limit: usize) -> HttpRequest {
        HttpRequest {
            method: Method::Get,
            url: self.url.clone(),
            query: pairs(&self.query),
            headers: pairs(&self.headers),
            body: None,
            timeout: Duration::from_secs(self.timeout.into()),
            follow_redirects: self.follow_redirects,
            verify_ssl: self.verify_ssl,
            limit,
        }
    }
}

fn unexpected(response: &HttpResponse, expected: &str, time: i64) -> NodeError {
    let kind = match response.status {
        400..=499 => ErrorKind::HTTP_4XX,
        500..=599 => ErrorKind::HTTP_5XX,
        // A redirect that is not followed, or a success that was not asked for.
        _ => ErrorKind::VALIDATION,
    };
    let message = format!("The server answered with status {}; expected was {expected}.", response.status);
    NodeError::failed(kind, message).with_details(Value::object([
        ("status", i64::from(response.status).into()),
        ("headers", answer::headers(response)),
        ("body", answer::preview(&response.body)),
        ("time_ms", time.into()),
        ("size", response.body.len().into()),
    ]))
}

#[cfg(test)]
mod tests {
    use node_hosts::{EgressPolicy, HttpClient};
    use node_testkit::{Bench, contract};
    use wiremock::matchers::{header, method, path, query_param};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Get).await;
    }

    fn bench() -> Bench {
        Bench::default().with_http(HttpClient::new(EgressPolicy::default()))
    }

    async fn serve(answer: ResponseTemplate) -> MockServer {
        let server = MockServer::start().await;
        Mock::given(method("GET")).respond_with(answer).mount(&server).await;
        server
    }

    async fn check_error(
        answer: ResponseTemplate,
        extra: serde_json::Value,
        kind: ErrorKind,
        failed: bool,
    ) -> NodeError {
        let server = serve(answer).await;
        let mut config = json!({ "url": server.uri() });
        config.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        let error = bench().run(Get, config).await.expect_err("it fails");
        assert_eq!((&error.kind, error.failed), (&kind, failed), "{error}");
        error
    }

    #[tokio::test]
    async fn sends_what_is_configured_and_answers_with_everything() {
        let server = MockServer::start().await;
        Mock::given(path("/items"))
            .and(query_param("page", "2"))
            .and(query_param("q", "a b"))
            .and(header("x-key", "k"))
            .respond_with(
                ResponseTemplate::new(200).set_body_json(json!({ "items": [1] })).insert_header("X-Total", "1"),
            )
            .mount(&server)
            .await;
        let config = json!({
            "url": format!("{}/items", server.uri()), "query": { "page": 2, "q": "a b" }, "headers": { "X-Key": "k" }
        });
        let output = bench().run(Get, config).await.expect("answered").output;
        assert_eq!(output.get("status"), Some(&200_i64.into()));
        assert_eq!(output.get("body").expect("a body").to_string(), r#"{"items":[1]}"#);
        assert_eq!(output.get("headers").and_then(|headers| headers.get("x-total")), Some(&"1".into()));
        assert_eq!(output.get("size"), Some(&13_i64.into()));
        assert_eq!(output.get("time_ms"), Some(&0_i64.into()), "the clock of the bench stands still");
    }

    #[tokio::test]
    async fn an_unexpected_status_fails_with_the_answer_as_details() {
        let answer = ResponseTemplate::new(503).set_body_string("down for repair");
        let error = check_error(answer, json!({}), ErrorKind::HTTP_5XX, true).await;
        assert_eq!(error.message, "The server answered with status 503; expected was 2xx.");
        assert_eq!(error.details.get("status"), Some(&503_i64.into()));
        assert_eq!(error.details.get("body"), Some(&"down for repair".into()));
        assert_eq!(error.details.get("size"), Some(&15_i64.into()));
        check_error(ResponseTemplate::new(404), json!({}), ErrorKind::HTTP_4XX, true).await;
        let only = json!({ "expected_status": "204" });
        check_error(ResponseTemplate::new(200), only, ErrorKind::VALIDATION, true).await;
        let server = serve(ResponseTemplate::new(404)).await;
        let config = json!({ "url": server.uri(), "expected_status": "200,404" });
        assert_eq!(bench().run(Get, config).await.expect("expected").output.get("status"), Some(&404_i64.into()));
    }

    #[tokio::test]
    async fn a_body_that_is_not_what_was_demanded_or_too_large_is_an_error() {
        let page = || ResponseTemplate::new(200).set_body_string("<html>");
        check_error(page(), json!({ "response": "json" }), ErrorKind::VALIDATION, false).await;
        let server = serve(page()).await;
        let small = bench().with_max_output(5);
        let error = small.run(Get, json!({ "url": server.uri() })).await.expect_err("too large");
        assert_eq!(error.kind, ErrorKind::LIMIT);
    }

    #[tokio::test]
    async fn redirects_are_followed_unless_switched_off() {
        let server = MockServer::start().await;
        let away = ResponseTemplate::new(302).insert_header("Location", "/there");
        Mock::given(path("/here")).respond_with(away).mount(&server).await;
        Mock::given(path("/there"))
            .respond_with(ResponseTemplate::new(200).set_body_string("found"))
            .mount(&server)
            .await;
        let config = |follow: bool| json!({ "url": format!("{}/here", server.uri()), "follow_redirects": follow });
        let output = bench().run(Get, config(true)).await.expect("answered").output;
        assert_eq!(output.get("body"), Some(&"found".into()));
        assert!(bench().run(Get, config(false)).await.is_err());
    }

    #[tokio::test]
    async fn a_slow_server_is_a_timeout_and_a_bad_status_list_is_named() {
        let answer = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));
        check_error(answer, json!({ "timeout": 1 }), ErrorKind::TIMEOUT, false).await;
        let config: Config = serde_json::from_value(json!({ "url": "x", "expected_status": "fine" })).expect("read");
        assert_eq!(Get::check(&config)[0].field, "expected_status");
    }
}
