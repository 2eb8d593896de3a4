//! Requests to web servers: one configuration and one way of working for all methods.

use std::marker::PhantomData;
use std::time::Duration;

use indexmap::IndexMap;
use node_sdk::prelude::*;
use node_sdk::{ConfigError, HttpRequest, Method};

use crate::answer::{self, Form};
use crate::auth::{Credentials, Scheme};
use crate::body::BodyType;
use crate::status::Expected;
use crate::text::{Text, pairs};
use crate::verbs::Verb;

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
    /// What is sent along, if anything. The server is told so, unless the headers hold a `Content-Type`.
    #[serde(default)]
    body_type: BodyType,
    /// What is sent. Texts inside may hold `{{ }}`; a value of any type keeps its type in JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("x-ui" = {
        "expression": "allowed", "widget": "multiline", "visibleWhen": { "body_type": ["json", "text", "xml"] }
    }))]
    body: Option<Value>,
    /// The form's fields, such as `title` = `Disk full`.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "widget": "key-value", "visibleWhen": { "body_type": "form" } }))]
    form: IndexMap<String, Text>,
    /// How the server is told who asks.
    #[serde(default)]
    auth: Scheme,
    /// The stored credential to sign in with. It is opened for the request only, and shown nowhere.
    #[serde(default)]
    #[schemars(length(max = 1000), extend("x-ui" = {
        "widget": "credential-picker", "credentialTypes": ["http_auth", "api_key"], "visibleWhen": { "auth": "credential" }
    }))]
    credential: String,
    /// The user's name.
    #[serde(default)]
    #[schemars(length(max = 1024), extend("x-ui" = { "visibleWhen": { "auth": "basic" } }))]
    username: String,
    /// The password. Give it as a secret parameter, such as `{{ params.password }}`, so that it is not part of the flow.
    #[serde(default)]
    #[schemars(length(max = 8192), extend("x-ui" = { "secret": true, "visibleWhen": { "auth": "basic" } }))]
    password: String,
    /// The token. Give it as a secret parameter, such as `{{ params.token }}`, so that it is not part of the flow.
    #[serde(default)]
    #[schemars(length(max = 65536), extend("x-ui" = { "secret": true, "visibleWhen": { "auth": "bearer" } }))]
    token: String,
    /// The header that carries the key.
    #[serde(default = "usual_header")]
    #[schemars(length(min = 1, max = 256), extend("x-ui" = { "visibleWhen": { "auth": "api_key" } }))]
    header_name: String,
    /// The key. Give it as a secret parameter, such as `{{ params.api_key }}`, so that it is not part of the flow.
    #[serde(default)]
    #[schemars(length(max = 8192), extend("x-ui" = { "secret": true, "visibleWhen": { "auth": "api_key" } }))]
    api_key: String,
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

fn usual_header() -> String {
    "X-API-Key".into()
}

fn usual_timeout() -> u32 {
    30
}

fn usual_status() -> String {
    "2xx".into()
}

/// A request of one method.
pub(crate) struct Call<V>(PhantomData<V>);

impl<V> Call<V> {
    pub(crate) const NODE: Self = Self(PhantomData);
}

impl<V: Verb> NodeType for Call<V> {
    const TYPE: &'static str = V::TYPE;
    type Config = Config;

    fn descriptor() -> Descriptor {
        let (name, description, icon) = V::LOOKS;
        let descriptor = Descriptor::effect(name, Category::Http).about(description, V::HELP).repeat(V::REPEAT);
        V::examples(descriptor.looks(icon, Shape::Standard).sample(answer::sample()))
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let status = Expected::parse(&config.expected_status).err();
        let status = status.map(|message| ConfigError::new("expected_status", message));
        let auth = config.credentials().header().err().map(|(field, message)| ConfigError::new(field, message));
        let body = config.content().err().map(|message| ConfigError::new("body", message));
        [status, auth, body].into_iter().flatten().collect()
    }
}

impl<V: Verb> ActiveNode for Call<V> {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _: &Message) -> Result<Outcome, NodeError> {
        let expected = Expected::parse(&config.expected_status).map_err(invalid)?;
        let request =
            config.request(V::METHOD, ctx.max_output(), config.credentials().sign_in(ctx, &config.url).await?)?;
        let started = ctx.now();
        let response = ctx.http().send(request).await?;
        let time = ctx.now() - started;
        if !expected.contains(response.status) {
            return Err(answer::unexpected(&response, &config.expected_status, time));
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

fn invalid(message: impl Into<String>) -> NodeError {
    NodeError::new(ErrorKind::VALIDATION, message)
}

impl Config {
    fn request(&self, method: Method, limit: usize, sign_in: Vec<(String, String)>) -> Result<HttpRequest, NodeError> {
        let body = self.content().map_err(invalid)?;
        let mut headers = pairs(&self.headers);
        for (name, value) in sign_in.into_iter().chain(self.content_type()) {
            if !headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name)) {
                headers.push((name, value));
            }
        }
        Ok(HttpRequest {
            method,
            url: self.url.clone(),
            query: pairs(&self.query),
            headers,
            body,
            timeout: Duration::from_secs(self.timeout.into()),
            follow_redirects: self.follow_redirects,
            verify_ssl: self.verify_ssl,
            limit,
        })
    }

    fn content(&self) -> Result<Option<Vec<u8>>, String> {
        self.body_type.write(self.body.as_ref().unwrap_or(&Value::Null), &self.form)
    }

    fn content_type(&self) -> Option<(String, String)> {
        self.body_type.content_type().map(|content_type| ("Content-Type".to_owned(), content_type.to_owned()))
    }

    fn credentials(&self) -> Credentials<'_> {
        Credentials {
            scheme: self.auth,
            credential: self.credential.trim(),
            username: &self.username,
            password: &self.password,
            token: &self.token,
            header_name: &self.header_name,
            api_key: &self.api_key,
        }
    }
}

#[cfg(test)]
mod tests {
    use node_hosts::{EgressPolicy, HttpClient, Sessions};
    use node_testkit::{Bench, contract};
    use wiremock::matchers::{body_string, header, method, path, query_param};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;
    use crate::verbs::{Delete, Get, Patch, Post, Put};

    #[tokio::test]
    async fn each_method_honours_the_contract() {
        contract::active(Call::<Get>::NODE).await;
        contract::active(Call::<Post>::NODE).await;
        contract::active(Call::<Put>::NODE).await;
        contract::active(Call::<Patch>::NODE).await;
        contract::active(Call::<Delete>::NODE).await;
    }

    /// The server answers only a request with this method, content type and body.
    async fn check_sent<V: Verb>(
        node: Call<V>,
        verb: &str,
        config: serde_json::Value,
        content_type: &str,
        body: &str,
    ) -> wiremock::Request {
        let server = MockServer::start().await;
        Mock::given(method(verb))
            .and(header("content-type", content_type))
            .and(body_string(body))
            .respond_with(ResponseTemplate::new(201))
            .mount(&server)
            .await;
        let mut sent = json!({ "url": server.uri() });
        sent.as_object_mut().expect("an object").extend(config.as_object().expect("an object").clone());
        let output = bench().run(node, sent).await.expect("answered").output;
        assert_eq!(output.get("status"), Some(&201_i64.into()));
        server.received_requests().await.expect("they are kept").remove(0)
    }

    #[tokio::test]
    async fn each_method_sends_its_body_in_its_type() {
        let json_body = json!({ "body_type": "json", "body": { "a": [1, "x"] } });
        check_sent(Call::<Post>::NODE, "POST", json_body, "application/json", r#"{"a":[1,"x"]}"#).await;
        let form = json!({ "body_type": "form", "form": { "q": "a b", "n": 2 } });
        check_sent(Call::<Put>::NODE, "PUT", form, "application/x-www-form-urlencoded", "q=a+b&n=2").await;
        let xml = json!({ "body_type": "xml", "body": "<a/>" });
        check_sent(Call::<Patch>::NODE, "PATCH", xml, "application/xml; charset=utf-8", "<a/>").await;
        let own = json!({ "body_type": "text", "body": "x", "headers": { "content-type": "text/csv" } });
        check_sent(Call::<Delete>::NODE, "DELETE", own, "text/csv", "x").await;
    }

    #[tokio::test]
    async fn the_server_is_told_who_asks_unless_the_headers_do() {
        let auth = |extra: serde_json::Value| {
            let mut config = json!({ "body_type": "text", "body": "" });
            config.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
            config
        };
        let check = async |extra, name: &str, expected: &str| {
            let kind = "text/plain; charset=utf-8";
            let request = check_sent(Call::<Post>::NODE, "POST", auth(extra), kind, "").await;
            let values: Vec<_> = request.headers.get_all(name).iter().collect();
            assert_eq!(values, [expected]);
        };
        let basic = json!({ "auth": "basic", "username": "Aladdin", "password": "open sesame" });
        check(basic, "authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==").await;
        check(json!({ "auth": "bearer", "token": "t0k" }), "authorization", "Bearer t0k").await;
        check(json!({ "auth": "api_key", "api_key": "k" }), "x-api-key", "k").await;
        let own = json!({ "auth": "bearer", "token": "t", "headers": { "authorization": "own" } });
        check(own, "authorization", "own").await;
    }

    #[tokio::test]
    async fn what_cannot_be_sent_is_named_by_its_field() {
        let check = |extra: serde_json::Value, field: &str| {
            let mut config = json!({ "url": "http://example.org" });
            config.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
            let config: Config = serde_json::from_value(config).expect("read");
            let fields: Vec<_> = Call::<Post>::check(&config).into_iter().map(|problem| problem.field).collect();
            assert_eq!(fields, [field]);
        };
        check(json!({ "auth": "basic" }), "username");
        check(json!({ "auth": "bearer" }), "token");
        check(json!({ "auth": "api_key" }), "api_key");
        check(json!({ "body_type": "json", "body": "{ not json" }), "body");
    }

    fn bench() -> Bench {
        Bench::default().with_http(HttpClient::new(EgressPolicy::default(), Sessions::unrecorded()))
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
        let error = bench().run(Call::<Get>::NODE, config).await.expect_err("it fails");
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
        let output = bench().run(Call::<Get>::NODE, config).await.expect("answered").output;
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
        assert_eq!(
            bench().run(Call::<Get>::NODE, config).await.expect("expected").output.get("status"),
            Some(&404_i64.into())
        );
    }

    #[tokio::test]
    async fn a_body_that_is_not_what_was_demanded_or_too_large_is_an_error() {
        let page = || ResponseTemplate::new(200).set_body_string("<html>");
        check_error(page(), json!({ "response": "json" }), ErrorKind::VALIDATION, false).await;
        let server = serve(page()).await;
        let small = bench().with_max_output(5);
        let error = small.run(Call::<Get>::NODE, json!({ "url": server.uri() })).await.expect_err("too large");
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
        let output = bench().run(Call::<Get>::NODE, config(true)).await.expect("answered").output;
        assert_eq!(output.get("body"), Some(&"found".into()));
        assert!(bench().run(Call::<Get>::NODE, config(false)).await.is_err());
    }

    #[tokio::test]
    async fn a_slow_server_is_a_timeout_and_a_bad_status_list_is_named() {
        let answer = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));
        check_error(answer, json!({ "timeout": 1 }), ErrorKind::TIMEOUT, false).await;
        let config: Config = serde_json::from_value(json!({ "url": "x", "expected_status": "fine" })).expect("read");
        assert_eq!(Call::<Get>::check(&config)[0].field, "expected_status");
    }
}
