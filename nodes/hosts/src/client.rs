//! Requests to web servers through `reqwest`, within the [`EgressPolicy`]. Proxy settings of the
//! environment are not used: a proxy would resolve names out of the policy's sight.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use node_sdk::{ErrorKind, Http, HttpRequest, HttpResponse, Method, NodeError};
use parking_lot::Mutex;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Request, Response, Url};
use rustls::ClientConfig;
use tokio::time::Instant;

use crate::egress::EgressPolicy;
use crate::sessions::{Party, Protocol, Session, Sessions};
use crate::{failure, redirect, tls};

const MOST_REDIRECTS: usize = 10;
/// How many web servers of a run are told apart in what is recorded.
const MOST_PEERS: usize = 1_000;
/// What stands for those after that.
const OTHER_PEERS: &str = "other web servers";

/// Sends the requests of nodes. Connections are pooled: those of a run for itself, all others together.
pub struct HttpClient {
    shared: Arc<Shared>,
    /// Whether certificates are checked is a setting of a whole client, so there is one for each answer.
    clients: Mutex<[Option<Client>; 2]>,
    /// Where it is the client of a run.
    of_run: Option<OfRun>,
}

/// What all clients have in common.
struct Shared {
    policy: EgressPolicy,
    sessions: Sessions,
    /// Certificates are read once, and TLS sessions go on from one run to the next.
    tls: [OnceLock<Result<ClientConfig, String>>; 2],
}

struct OfRun {
    run: String,
    peers: Mutex<HashMap<String, Arc<Session>>>,
}

impl HttpClient {
    /// A client that reaches what the policy permits, and records what the connections of runs are used for.
    pub fn new(policy: EgressPolicy, sessions: Sessions) -> Self {
        let shared = Shared { policy, sessions, tls: Default::default() };
        Self { shared: Arc::new(shared), clients: Mutex::default(), of_run: None }
    }

    fn client(&self, verify: bool) -> Result<Client, NodeError> {
        let mut clients = self.clients.lock();
        let slot = &mut clients[usize::from(verify)];
        if let Some(client) = slot {
            return Ok(client.clone());
        }
        let built = self.shared.build(verify).map_err(|reason| {
            NodeError::new(ErrorKind::INTERNAL, format!("The HTTP client could not be set up: {reason}."))
        })?;
        Ok(slot.insert(built).clone())
    }

    /// Where the use of connections to a web server is counted.
    fn session(&self, host: &str) -> Option<Arc<Session>> {
        let OfRun { run, peers } = self.of_run.as_ref()?;
        let mut peers = peers.lock();
        let peer = if peers.len() < MOST_PEERS || peers.contains_key(host) { host } else { OTHER_PEERS };
        if let Some(known) = peers.get(peer) {
            return Some(Arc::clone(known));
        }
        let party =
            Party { run: run.clone(), protocol: Protocol::Http, target: None, peer: peer.to_owned(), credential: None };
        let session = self.shared.sessions.open(party);
        peers.insert(peer.to_owned(), Arc::clone(&session));
        Some(session)
    }
}

#[async_trait]
impl Http for HttpClient {
    async fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, NodeError> {
        let (timeout, limit) = (request.timeout, request.limit);
        let until = Instant::now() + timeout;
        let client = self.client(request.verify_ssl)?;
        let body = request.body.take();
        let mut next = build(&client, &request, body)?;
        for _ in 0..=MOST_REDIRECTS {
            self.shared.policy.check_url(next.url()).map_err(|refusal| failure::refused(&refusal))?;
            let host = shown_host(next.url());
            let explain = |error| failure::explain(&error, &host, timeout);
            let after = request.follow_redirects.then(|| next.try_clone()).flatten();
            *next.timeout_mut() = Some(until.saturating_duration_since(Instant::now()));
            let size = next.body().and_then(reqwest::Body::as_bytes).map_or(0, <[u8]>::len);
            let response = client.execute(next).await.map_err(explain)?;
            let session = self.session(&host);
            let count = |bytes| session.iter().for_each(|session| session.count_bytes(bytes));
            session.iter().for_each(|session| session.count_command());
            count(size);
            match after.and_then(|request| redirect::follow(request, &response)) {
                Some(request) => next = request,
                None => return collect(response, limit, count).await.map_err(explain),
            }
        }
        Err(failure::circle(&shown_host(next.url()), MOST_REDIRECTS))
    }

    fn for_run(&self, run: &str) -> Option<Arc<dyn Http>> {
        let of_run = OfRun { run: run.to_owned(), peers: Mutex::default() };
        let shared = Arc::clone(&self.shared);
        Some(Arc::new(Self { shared, clients: Mutex::default(), of_run: Some(of_run) }))
    }

    async fn close(&self) {
        let Some(OfRun { peers, .. }) = &self.of_run else { return };
        *self.clients.lock() = Default::default();
        let sessions: Vec<_> = peers.lock().drain().map(|(_, session)| session).collect();
        self.shared.sessions.close(&sessions).await;
    }
}

impl Shared {
    fn build(&self, verify: bool) -> Result<Client, String> {
        Client::builder()
            .user_agent(concat!("OpsConductor/", env!("CARGO_PKG_VERSION")))
            // They are followed here, because what may be secret does not go along everywhere.
            .redirect(Policy::none())
            .dns_resolver(Arc::new(self.policy))
            .tls_backend_preconfigured(self.tls(verify)?)
            .no_proxy()
            .build()
            .map_err(|error| error.to_string())
    }

    fn tls(&self, verify: bool) -> Result<ClientConfig, String> {
        let config =
            self.tls[usize::from(verify)].get_or_init(|| tls::config(verify).map_err(|error| error.to_string()));
        config.clone()
    }
}

fn build(client: &Client, request: &HttpRequest, body: Option<Vec<u8>>) -> Result<Request, NodeError> {
    let url = address(request)?;
    let host = shown_host(&url);
    let mut building = client.request(method(request.method), url).headers(headers(&request.headers)?);
    if let Some(body) = body {
        building = building.body(body);
    }
    building.build().map_err(|error| failure::explain(&error, &host, request.timeout))
}

fn address(request: &HttpRequest) -> Result<Url, NodeError> {
    let invalid = |reason: &str| {
        let message = format!(
            "`{}` is not an address to send a request to: {reason}. Write it like `https://example.org/path`.",
            request.url
        );
        NodeError::new(ErrorKind::VALIDATION, message)
    };
    let mut url = Url::parse(request.url.trim()).map_err(|error| invalid(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid("it must start with http:// or https://"));
    }
    if !request.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&request.query);
    }
    Ok(url)
}

/// Host and port; what stands before and after them may be secret.
fn shown_host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    }
}

fn headers(given: &[(String, String)]) -> Result<HeaderMap, NodeError> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let invalid = |what: &str| {
            let message = format!("The header `{}` {what}.", name.escape_debug());
            NodeError::new(ErrorKind::VALIDATION, message)
        };
        let key = HeaderName::from_str(name).map_err(|_| invalid("has no valid name: use letters, digits and `-`"))?;
        let value = HeaderValue::from_str(value)
            .map_err(|_| invalid("has a value with a line break or another character that headers cannot carry"))?;
        headers.append(key, value);
    }
    Ok(headers)
}

async fn collect(mut response: Response, limit: usize, count: impl Fn(usize)) -> Result<HttpResponse, reqwest::Error> {
    let status = response.status().as_u16();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let mut body = Vec::new();
    let mut truncated = false;
    while let Some(chunk) = response.chunk().await? {
        count(chunk.len());
        let room = limit - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            truncated = true;
            break;
        }
    }
    Ok(HttpResponse { status, headers, body, truncated })
}
