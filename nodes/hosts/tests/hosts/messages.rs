//! Messages, against web and mail servers of the tests.

use std::sync::Arc;

use node_hosts::{Allowed, Courier, CourierSettings, EgressPolicy, HttpClient, MailServer, Sessions};
use node_sdk::{Caller, Channel, ErrorKind, Mail, NodeError, Notice, Notices, Post, Value};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
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
async fn what_a_web_server_refuses_for_now_can_be_tried_again() {
    for status in [408, 425, 429] {
        let error = sent(ResponseTemplate::new(status)).await.expect_err("refused");
        assert_eq!((&error.kind, error.failed), (&ErrorKind::LIMIT, true), "{error}");
        assert!(error.message.contains("tried again later"), "{error}");
    }
}

/// A mail server that says this to every recipient.
async fn mail_server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("smtp://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (incoming, mut outgoing) = stream.into_split();
            let mut lines = BufReader::new(incoming).lines();
            let _ = outgoing.write_all(b"220 mail.test\r\n").await;
            while let Ok(Some(line)) = lines.next_line().await {
                let answer = if line.starts_with("RCPT") { answer } else { "250 fine" };
                let _ = outgoing.write_all(format!("{answer}\r\n").as_bytes()).await;
            }
        }
    });
    address
}

async fn check_mail(answer: &'static str, kind: ErrorKind) {
    let mail = MailServer::new(&mail_server(answer).await, "ops@corp.test").expect("an address");
    let courier = courier(CourierSettings { mail: Some(mail), ..CourierSettings::default() });
    let notice = Notice::Mail(Mail { to: vec!["a@b.org".into()], body: "Hi".into(), ..Mail::default() });
    let error = courier.send(caller(), notice).await.expect_err("refused");
    assert_eq!((&error.kind, error.failed), (&kind, true), "{error}");
    assert_eq!(error.message.contains("tried again later"), kind == ErrorKind::LIMIT, "{error}");
}

#[tokio::test]
async fn what_a_mail_server_refuses_for_now_can_be_tried_again() {
    check_mail("450 greylisted", ErrorKind::LIMIT).await;
    check_mail("451 try later", ErrorKind::LIMIT).await;
    check_mail("550 nobody of that name", ErrorKind::VALIDATION).await;
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
