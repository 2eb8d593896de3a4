//! Requests reach what the policy permits, and say clearly why they failed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use node_hosts::{EgressPolicy, HttpClient, Sessions};
use node_sdk::{ErrorKind, Http, HttpRequest, Method};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use wiremock::matchers::{body_string, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) fn get(url: impl Into<String>) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        url: url.into(),
        query: Vec::new(),
        headers: Vec::new(),
        body: None,
        timeout: Duration::from_secs(20),
        follow_redirects: true,
        verify_ssl: true,
        limit: 1 << 20,
    }
}

fn client() -> HttpClient {
    HttpClient::new(EgressPolicy::default(), Sessions::unrecorded())
}

async fn serve(template: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(template).mount(&server).await;
    server
}

async fn check_error(request: HttpRequest, kind: ErrorKind, part: &str) {
    let error = client().send(request).await.expect_err("it fails");
    assert_eq!(error.kind, kind, "{error}");
    assert!(error.message.contains(part), "{error}");
}

#[tokio::test]
async fn sends_everything_it_is_given() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/a"))
        .and(query_param("q", "x y&z"))
        .and(query_param("kept", "1"))
        .and(header("x-one", "two"))
        .and(body_string("hello"))
        .respond_with(ResponseTemplate::new(201).insert_header("X-Reply", "yes").set_body_string("done"))
        .mount(&server)
        .await;
    let request = HttpRequest {
        method: Method::Post,
        query: vec![("q".into(), "x y&z".into())],
        headers: vec![("X-One".into(), "two".into())],
        body: Some(b"hello".to_vec()),
        ..get(format!("{}/a?kept=1", server.uri()))
    };
    let response = client().send(request).await.expect("answered");
    assert_eq!((response.status, response.body.as_slice(), response.truncated), (201, b"done".as_slice(), false));
    assert!(response.headers.contains(&("x-reply".into(), "yes".into())));
}

#[tokio::test]
async fn the_body_is_cut_at_the_limit() {
    let server = serve(ResponseTemplate::new(200).set_body_string("0123456789")).await;
    let response = client().send(HttpRequest { limit: 4, ..get(server.uri()) }).await.expect("answered");
    assert_eq!((response.body.as_slice(), response.truncated), (b"0123".as_slice(), true));
    let response = client().send(HttpRequest { limit: 10, ..get(server.uri()) }).await.expect("answered");
    assert_eq!((response.body.len(), response.truncated), (10, false));
}

#[tokio::test]
async fn redirects_are_followed_on_request_and_not_for_ever() {
    let server = MockServer::start().await;
    let to = |target: &str| ResponseTemplate::new(302).insert_header("Location", target);
    Mock::given(path("/from")).respond_with(to("/to")).mount(&server).await;
    Mock::given(path("/to")).respond_with(ResponseTemplate::new(200).set_body_string("here")).mount(&server).await;
    Mock::given(path("/circle")).respond_with(to("/circle")).mount(&server).await;
    let from = format!("{}/from", server.uri());
    assert_eq!(client().send(get(&from)).await.expect("answered").body, b"here");
    let stay = HttpRequest { follow_redirects: false, ..get(&from) };
    assert_eq!(client().send(stay).await.expect("answered").status, 302);
    check_error(get(format!("{}/circle", server.uri())), ErrorKind::NETWORK, "more than 10 times").await;
}

/// What a redirected request with a key brings to a server: body, and headers by name.
async fn brought(status: u16, to: &MockServer, from: &MockServer) -> wiremock::Request {
    let target = format!("{}/to", to.uri());
    let away = ResponseTemplate::new(status).insert_header("Location", target.as_str());
    Mock::given(path("/from")).respond_with(away).mount(from).await;
    Mock::given(path("/to")).respond_with(ResponseTemplate::new(200)).mount(to).await;
    let given = [("X-API-Key", "s3cret"), ("Authorization", "Bearer s3cret"), ("Content-Type", "text/plain")];
    let request = HttpRequest {
        method: Method::Post,
        headers: given.map(|(name, value)| (name.into(), value.into())).into(),
        body: Some(b"hello".to_vec()),
        ..get(format!("{}/from", from.uri()))
    };
    assert_eq!(client().send(request).await.expect("answered").status, 200);
    to.received_requests().await.expect("they are kept").pop().expect("it came")
}

#[tokio::test]
async fn keys_do_not_go_along_to_another_server() {
    let (one, other) = (MockServer::start().await, MockServer::start().await);
    let came = brought(307, &other, &one).await;
    assert!(!came.headers.contains_key("x-api-key") && !came.headers.contains_key("authorization"), "{came:?}");
    assert_eq!((came.headers["content-type"].as_bytes(), came.body.as_slice()), (&b"text/plain"[..], &b"hello"[..]));
    let same = MockServer::start().await;
    let stayed = brought(303, &same, &same).await;
    assert_eq!(
        (stayed.headers["x-api-key"].as_bytes(), stayed.headers["authorization"].as_bytes()),
        (&b"s3cret"[..], &b"Bearer s3cret"[..])
    );
    assert_eq!((stayed.method.as_str(), stayed.body.len()), ("GET", 0));
    assert!(!stayed.headers.contains_key("content-type"), "{stayed:?}");
}

#[tokio::test]
async fn addresses_off_limits_are_refused_also_behind_a_redirect() {
    check_error(get("http://169.254.169.254/latest/meta-data"), ErrorKind::NOT_PERMITTED, "link-local").await;
    check_error(get("http://[::ffff:a9fe:a9fe]/"), ErrorKind::NOT_PERMITTED, "link-local").await;
    let away = ResponseTemplate::new(302).insert_header("Location", "http://169.254.169.254/latest");
    check_error(get(serve(away).await.uri()), ErrorKind::NOT_PERMITTED, "169.254.169.254").await;
}

/// `localhost` is a name, so it passes the check of literals and is judged once resolved.
#[tokio::test]
async fn a_name_is_judged_by_what_it_resolves_to() {
    let server = serve(ResponseTemplate::new(200)).await;
    let url = format!("http://localhost:{}/", server.address().port());
    assert_eq!(client().send(get(&url)).await.expect("answered").status, 200);
    let closed = HttpClient::new(EgressPolicy { loopback: false, private: true }, Sessions::unrecorded());
    let error = closed.send(get(&url)).await.expect_err("refused");
    assert_eq!(error.kind, ErrorKind::NOT_PERMITTED, "{error}");
    assert!(error.message.contains("`localhost`"), "{error}");
}

#[tokio::test]
async fn a_slow_answer_is_a_timeout() {
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", silent.local_addr().expect("an address"));
    check_error(HttpRequest { timeout: Duration::from_millis(50), ..get(url) }, ErrorKind::TIMEOUT, "0.05 seconds")
        .await;
}

#[tokio::test]
async fn what_cannot_be_reached_or_sent_is_explained() {
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    check_error(get(format!("http://{gone}/?token=hidden")), ErrorKind::NETWORK, "No connection to").await;
    check_error(get("http://no-such-host.invalid/"), ErrorKind::NETWORK, "`no-such-host.invalid` is not known").await;
    check_error(get("ftp://example.org/"), ErrorKind::VALIDATION, "http://").await;
    check_error(get("example.org"), ErrorKind::VALIDATION, "`example.org`").await;
    let header = |name: &str, value: &str| HttpRequest {
        headers: vec![(name.into(), value.into())],
        ..get("http://127.0.0.1:1/")
    };
    check_error(header("a b", "c"), ErrorKind::VALIDATION, "`a b`").await;
    check_error(header("a", "b\r\nc: d"), ErrorKind::VALIDATION, "`a`").await;
}

#[tokio::test]
async fn a_certificate_must_be_valid_unless_that_is_switched_off() {
    let address = serve_tls().await;
    let url = format!("https://localhost:{}/", address.port());
    check_error(get(&url), ErrorKind::NETWORK, "does not trust").await;
    let trusting = HttpRequest { verify_ssl: false, ..get(&url) };
    assert_eq!(client().send(trusting).await.expect("answered").body, b"ok");
}

#[tokio::test]
async fn a_port_without_tls_is_explained() {
    let server = serve(ResponseTemplate::new(200)).await;
    let url = format!("https://127.0.0.1:{}/", server.address().port());
    check_error(get(url), ErrorKind::NETWORK, "speaks TLS").await;
}

/// A server whose certificate nobody signed.
async fn serve_tls() -> SocketAddr {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a configuration");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("localhost:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok").await;
            let _ = stream.shutdown().await;
        }
    });
    address
}
