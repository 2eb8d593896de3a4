//! Messages by web servers, against a web server of the tests.

use std::sync::Arc;

use node_hosts::{Allowed, Courier, CourierSettings, EgressPolicy, HttpClient, Sessions};
use node_sdk::{Caller, Channel, ErrorKind, Mail, NodeError, Notice, Notices, Post, Value};
use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn courier(settings: CourierSettings) -> Courier {
    Courier::new(settings, Arc::new(HttpClient::new(EgressPolicy::default(), Sessions::unrecorded())))
}

fn caller() -> Caller {
    Caller { run: "r".into(), node: "n".into(), key: "n".into() }
}

fn post(channel: Channel, url: Option<String>) -> Notice {
    let headers = vec![("X-Token".to_owned(), "t".to_owned())];
    Notice::Post(Post { channel, url, headers, body: Value::object([("text", Value::from("Hi"))]) })
}

async fn serve(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/secret-path"))
        .and(header("content-type", "application/json"))
        .and(header("x-token", "t"))
        .and(body_string(r#"{"text":"Hi"}"#))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

async fn sent(answer: ResponseTemplate) -> Result<String, NodeError> {
    let server = serve(answer).await;
    let slack = Some(format!("{}/secret-path", server.uri()));
    courier(CourierSettings { slack, ..CourierSettings::default() }).send(caller(), post(Channel::Slack, None)).await
}

#[tokio::test]
async fn a_message_goes_by_the_webhook_that_is_set_up_or_the_nodes_own() {
    assert_eq!(sent(ResponseTemplate::new(200).set_body_string("ok\n")).await, Ok("ok".into()));
    let server = serve(ResponseTemplate::new(202)).await;
    let own = post(Channel::Teams, Some(format!("{}/secret-path", server.uri())));
    assert_eq!(courier(CourierSettings::default()).send(caller(), own).await, Ok(String::new()));
}

#[tokio::test]
async fn a_refusal_is_told_without_the_address() {
    for (status, kind) in [(404, ErrorKind::HTTP_4XX), (500, ErrorKind::HTTP_5XX), (302, ErrorKind::VALIDATION)] {
        let error = sent(ResponseTemplate::new(status).set_body_string("invalid_payload")).await.expect_err("refused");
        assert_eq!((&error.kind, error.failed), (&kind, true), "{error}");
        assert!(error.message.contains("invalid_payload") && !error.message.contains("secret-path"), "{error}");
    }
}

#[tokio::test]
async fn what_is_not_set_up_or_not_allowed_is_not_sent() {
    let nothing = courier(CourierSettings::default());
    let mail = || Notice::Mail(Mail { to: vec!["a@b.org".into()], ..Mail::default() });
    for (notice, setting) in [
        (mail(), "OPSCONDUCTOR_SMTP_URL"),
        (post(Channel::Slack, None), "OPSCONDUCTOR_SLACK_WEBHOOK"),
        (post(Channel::Teams, None), "OPSCONDUCTOR_TEAMS_WEBHOOK"),
    ] {
        let error = nothing.send(caller(), notice).await.expect_err("it is not set up");
        assert_eq!(error.kind, ErrorKind::NOT_PERMITTED);
        assert!(error.message.contains(setting), "{error}");
    }
    let allowed = Some(Allowed::new(["corp.test".to_owned()]));
    let strict = courier(CourierSettings { allowed, ..CourierSettings::default() });
    let other = post(Channel::Webhook, Some("http://127.0.0.1:9/secret-path".into()));
    for notice in [mail(), other] {
        let error = strict.send(caller(), notice).await.expect_err("it is not allowed");
        assert!(error.message.contains("--notify-allow") && !error.message.contains("secret-path"), "{error}");
    }
}

#[test]
fn people_are_led_to_the_run() {
    let public_url = Some("https://ops.example.org/".to_owned());
    let known = courier(CourierSettings { public_url, ..CourierSettings::default() });
    assert_eq!(known.run_address("7").as_deref(), Some("https://ops.example.org/runs/7"));
    assert_eq!(courier(CourierSettings::default()).run_address("7"), None);
}
