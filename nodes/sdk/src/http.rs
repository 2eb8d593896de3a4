//! Requests to web servers.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::NodeError;

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// A request to send.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// What to do.
    pub method: Method,
    /// Absolute `http` or `https` address.
    pub url: String,
    /// Added to the address.
    pub query: Vec<(String, String)>,
    /// Sent along.
    pub headers: Vec<(String, String)>,
    /// Sent as it is.
    pub body: Option<Vec<u8>>,
    /// From connecting to the last byte.
    pub timeout: Duration,
    /// Whether a redirect is followed, ten at most. To another server, headers that may be secret do not go along.
    pub follow_redirects: bool,
    /// Whether the server's certificate must be valid.
    pub verify_ssl: bool,
    /// The most bytes of body to keep.
    pub limit: usize,
}

/// An answer of a web server, whatever its status.
#[derive(Clone, Debug)]
pub struct HttpResponse {
    /// Status code.
    pub status: u16,
    /// Header names in lower case, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body, cut at the request's limit.
    pub body: Vec<u8>,
    /// Whether the body was longer than the limit.
    pub truncated: bool,
}

/// The way to web servers; addresses that are off limits are refused here.
#[async_trait]
pub trait Http: Send + Sync {
    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// `network_error`, `timeout`, `validation_error` for a bad address, `not_permitted` for one off limits.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NodeError>;

    /// The same way for one run, with connections of its own; `None` where nothing is kept open.
    fn for_run(&self, _run: &str) -> Option<Arc<dyn Http>> {
        None
    }

    /// Closes the connections of a run.
    async fn close(&self) {}
}
