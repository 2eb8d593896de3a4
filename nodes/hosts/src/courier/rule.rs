//! Who may be told: mail addresses, domains of mail, and hosts of web servers.

use node_sdk::{ErrorKind, NodeError};
use reqwest::Url;

/// What an administrator allows: `ops@example.org` is an address, `example.org` a domain of mail and a host, and
/// `.example.org` the same with everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed(Vec<String>);

impl Allowed {
    /// Allows these and nothing else.
    pub fn new(entries: impl IntoIterator<Item = String>) -> Self {
        Self(entries.into_iter().map(|entry| entry.trim().to_lowercase()).filter(|entry| !entry.is_empty()).collect())
    }

    /// Refuses a mail address that is not allowed; a name before it does not count.
    pub(super) fn check_address(&self, address: &str) -> Result<(), NodeError> {
        let bare =
            address.rsplit_once('<').map_or(address, |(_, rest)| rest).trim_end_matches('>').trim().to_lowercase();
        let is_allowed =
            bare.rsplit_once('@').is_some_and(|(_, domain)| self.0.contains(&bare) || self.has_host(domain));
        if is_allowed { Ok(()) } else { Err(refused(&bare)) }
    }

    /// Refuses an address of the web whose host is not allowed. What stands before and after the host may be secret.
    pub(super) fn check_url(&self, url: &str) -> Result<(), NodeError> {
        let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_lowercase)).unwrap_or_default();
        if self.has_host(&host) { Ok(()) } else { Err(refused(&host)) }
    }

    fn has_host(&self, host: &str) -> bool {
        !host.is_empty()
            && self.0.iter().any(|entry| match entry.strip_prefix('.') {
                Some(domain) => host == domain || host.ends_with(entry.as_str()),
                None => host == entry,
            })
    }
}

fn refused(whom: &str) -> NodeError {
    let message = format!(
        "Messages to `{}` are not allowed here. An administrator can allow them with `--notify-allow`.",
        whom.escape_debug()
    );
    NodeError::new(ErrorKind::NOT_PERMITTED, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> Allowed {
        Allowed::new(["Ops@Example.org", "corp.test", ".wide.test", " "].map(str::to_owned))
    }

    #[test]
    fn an_address_is_allowed_by_itself_or_by_its_domain() {
        for address in ["ops@example.org", "Ada <OPS@example.org>", "x@corp.test", "x@wide.test", "x@a.b.wide.test"] {
            assert!(rule().check_address(address).is_ok(), "{address}");
        }
        for address in ["x@example.org", "x@a.corp.test", "x@notwide.test", "corp.test", "x@corp.test.evil.org", ""] {
            assert!(rule().check_address(address).is_err(), "{address}");
        }
        assert!(rule().check_address("x@evil.org <x@corp.test>").is_ok(), "what stands before it is its name");
    }

    #[test]
    fn a_web_address_is_allowed_by_its_host() {
        assert!(rule().check_url("https://corp.test/secret").is_ok());
        assert!(rule().check_url("https://hooks.wide.test:8443/x").is_ok());
        for url in ["https://corp.test@evil.org/", "https://evil.org/corp.test", "nonsense", "https://ops@example.org/"]
        {
            assert!(rule().check_url(url).is_err(), "{url}");
        }
        let error = rule().check_url("https://evil.org/token").expect_err("refused");
        assert!(!error.message.contains("token"), "{error}");
    }
}
