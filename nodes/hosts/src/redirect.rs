//! Where a redirect leads (RFC 9110, 15.4), and what goes along: to another server only what is no secret. A header that
//! an operator named may hold a key, whatever its name.

use reqwest::header::{
    ACCEPT, ACCEPT_CHARSET, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING,
    CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_UNMODIFIED_SINCE, LOCATION, RANGE, TRANSFER_ENCODING, USER_AGENT,
};
use reqwest::{Method, Request, Response, StatusCode, Url};

/// What any server may be told.
const HARMLESS: [HeaderName; 15] = [
    ACCEPT,
    ACCEPT_CHARSET,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    CACHE_CONTROL,
    CONTENT_DISPOSITION,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_TYPE,
    IF_MATCH,
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    IF_UNMODIFIED_SINCE,
    RANGE,
    USER_AGENT,
];

/// What says something of a body.
const OF_A_BODY: [HeaderName; 6] =
    [CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING];

/// The request after the one that was answered so; `None` if the answer sends nowhere.
pub(crate) fn follow(mut request: Request, answer: &Response) -> Option<Request> {
    let keeps_method = match answer.status() {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => false,
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        _ => return None,
    };
    let target = std::str::from_utf8(answer.headers().get(LOCATION)?.as_bytes()).ok()?;
    let target = request.url().join(target).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    if !is_same_server(request.url(), &target) {
        let secret: Vec<_> = request.headers().keys().filter(|name| !HARMLESS.contains(name)).cloned().collect();
        secret.iter().for_each(|name| drop(request.headers_mut().remove(name)));
    }
    if !keeps_method {
        if *request.method() != Method::HEAD {
            *request.method_mut() = Method::GET;
        }
        *request.body_mut() = None;
        OF_A_BODY.iter().for_each(|name| drop(request.headers_mut().remove(name)));
    }
    *request.url_mut() = target;
    Some(request)
}

/// Whether a secret for one address is one for the other, too. A server may move to TLS.
fn is_same_server(one: &Url, other: &Url) -> bool {
    let place = |url: &Url| (url.scheme().to_owned(), url.port_or_known_default());
    let (from, to) = (place(one), place(other));
    let is_secured = from == ("http".into(), Some(80)) && to == ("https".into(), Some(443));
    one.host_str() == other.host_str() && (from == to || is_secured)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, expected: bool) {
        let url = |text: &str| Url::parse(text).expect("an address");
        assert_eq!(is_same_server(&url(one), &url(other)), expected, "{one} to {other}");
    }

    #[test]
    fn a_server_is_known_by_scheme_name_and_port() {
        check("https://a.test/x", "https://a.test:443/y", true);
        check("http://a.test", "https://a.test", true);
        check("https://a.test", "http://a.test", false);
        check("https://a.test", "https://b.test", false);
        check("https://a.test", "https://a.test:8443", false);
        check("http://a.test:8080", "https://a.test", false);
    }
}
