//! Where a request came from.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;

const LONGEST_DEVICE: usize = 200;

/// Address and device of a client.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Network address; headers of proxies are not believed.
    pub address: String,
    /// What the client calls itself.
    pub device: String,
    /// Whether a proxy in front says that the client speaks TLS; then cookies are for TLS only.
    pub is_secure: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self {
            address: peer.map(|ConnectInfo(peer)| peer.ip().to_string()).unwrap_or_default(),
            device: header(header::USER_AGENT.as_str()).chars().take(LONGEST_DEVICE).collect(),
            is_secure: header("x-forwarded-proto") == "https",
        })
    }
}
