//! Requests to web servers through `reqwest`, within the [`EgressPolicy`]. Proxy settings of the
//! environment are not used: a proxy would resolve names out of the policy's sight.

use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use node_sdk::{ErrorKind, Http, HttpRequest, HttpResponse, Method, NodeError};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

use crate::egress::EgressPolicy;
use crate::{failure, tls};

const MOST_REDIRECTS: usize = 10;

/// Sends the requests of all nodes; connections are pooled.
pub struct HttpClient {
    policy: EgressPolicy,
    /// Redirects and certificates are settings of a whole client, so there is one for each pair.
    clients: [OnceLock<Result<Client, String>>; 4],
}

impl HttpClient {
    /// A client that reaches what the policy permits.
    pub fn new(policy: EgressPolicy) -> Self {
        Self { policy, clients: Default::default() }
    }

    fn client(&self, follow_redirects: bool, verify: bool) -> Result<&Client, NodeError> {
        let slot = &self.clients[usize::from(follow_redirects) * 2 + usize::from(verify)];
        let built = slot.get_or_init(|| build(self.policy, follow_redirects, verify));
        built.as_ref().map_err(|reason| {
            NodeError::new(ErrorKind::INTERNAL, format!("The HTTP client could not be set up: {reason}."))
        })
    }
}

#[async_trait]
impl Http for HttpClient {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NodeError> {
        let url = address(&request)?;
        self.policy.check_url(&url).map_err(|refusal| failure::refused(&refusal))?;
        let host = shown_host(&url);
        let client = self.client(request.follow_redirects, request.verify_ssl)?;
        let mut sending = client.request(method(request.method), url).headers(headers(&request.headers)?);
        sending = sending.timeout(request.timeout);
        if let Some(body) = request.body {
            sending = sending.body(body);
        }
        let explain = |error| failure::explain(&error, &host, request.timeout);
        let response = sending.send().await.map_err(explain)?;
        collect(response, request.limit).await.map_err(explain)
    }
}

fn build(policy: EgressPolicy, follow_redirects: bool, verify: bool) -> Result<Client, String> {
    let redirects = if follow_redirects { within(policy) } else { Policy::none() };
    Client::builder()
        .user_agent(concat!("OpsConductor/", env!("CARGO_PKG_VERSION")))
        .redirect(redirects)
        .dns_resolver(Arc::new(policy))
        .tls_backend_preconfigured(tls::config(verify).map_err(|error| error.to_string())?)
        .no_proxy()
        .build()
        .map_err(|error| error.to_string())
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

async fn collect(mut response: Response, limit: usize) -> Result<HttpResponse, reqwest::Error> {
    let status = response.status().as_u16();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let mut body = Vec::new();
    let mut truncated = false;
    while let Some(chunk) = response.chunk().await? {
        let room = limit - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            truncated = true;
            break;
        }
    }
    Ok(HttpResponse { status, headers, body, truncated })
}
