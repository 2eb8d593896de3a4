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
use reqwest::{Client, Response, Url};
use rustls::ClientConfig;

use crate::egress::EgressPolicy;
use crate::sessions::{Party, Protocol, Session, Sessions};
use crate::{failure, tls};

const MOST_REDIRECTS: usize = 10;
/// How many web servers of a run are told apart in what is recorded.
const MOST_PEERS: usize = 1_000;
/// What stands for those after that.
const OTHER_PEERS: &str = "other web servers";

/// Sends the requests of nodes. Connections are pooled: those of a run for itself, all others together.
pub struct HttpClient {
    shared: Arc<Shared>,
    /// Redirects and certificates are settings of a whole client, so there is one for each pair.
    clients: Mutex<[Option<Client>; 4]>,
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

    fn client(&self, follow_redirects: bool, verify: bool) -> Result<Client, NodeError> {
        let mut clients = self.clients.lock();
        let slot = &mut clients[usize::from(follow_redirects) * 2 + usize::from(verify)];
        if let Some(client) = slot {
            return Ok(client.clone());
        }
        let built = self.shared.build(follow_redirects, verify).map_err(|reason| {
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
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NodeError> {
        let url = address(&request)?;
        self.shared.policy.check_url(&url).map_err(|refusal| failure::refused(&refusal))?;
        let host = shown_host(&url);
        let client = self.client(request.follow_redirects, request.verify_ssl)?;
        let mut sending = client.request(method(request.method), url).headers(headers(&request.headers)?);
        sending = sending.timeout(request.timeout);
        let size = request.body.as_ref().map_or(0, Vec::len);
        if let Some(body) = request.body {
            sending = sending.body(body);
        }
        let explain = |error| failure::explain(&error, &host, request.timeout);
        let response = sending.send().await.map_err(explain)?;
        let session = self.session(&host);
        let count = |bytes| session.iter().for_each(|session| session.count_bytes(bytes));
        session.iter().for_each(|session| session.count_command());
        count(size);
        collect(response, request.limit, count).await.map_err(explain)
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
    fn build(&self, follow_redirects: bool, verify: bool) -> Result<Client, String> {
        let redirects = if follow_redirects { within(self.policy) } else { Policy::none() };
        Client::builder()
            .user_agent(concat!("OpsConductor/", env!("CARGO_PKG_VERSION")))
            .redirect(redirects)
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

fn within(policy: EgressPolicy) -> Policy {
    Policy::custom(move |attempt| {
        if let Err(refusal) = policy.check_url(attempt.url()) {
            return attempt.error(refusal);
        }
        if attempt.previous().len() > MOST_REDIRECTS {
            return attempt.error("too many redirects");
        }
        attempt.follow()
    })
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
