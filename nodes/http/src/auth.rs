//! How a request says who sends it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the server is told who asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Scheme {
    /// Not at all.
    #[default]
    None,
    /// By user name and password (RFC 7617).
    Basic,
    /// By a token (RFC 6750).
    Bearer,
    /// By a key in a header of its own.
    ApiKey,
}

/// What a scheme needs; all others are left aside.
pub(crate) struct Credentials<'a> {
    pub(crate) scheme: Scheme,
    pub(crate) username: &'a str,
    pub(crate) password: &'a str,
    pub(crate) token: &'a str,
    pub(crate) header_name: &'a str,
    pub(crate) api_key: &'a str,
}

impl Credentials<'_> {
    /// The header to send.
    ///
    /// # Errors
    /// The field that is missing or cannot be sent, and what to write there.
    pub(crate) fn header(&self) -> Result<Option<(String, String)>, (&'static str, String)> {
        let authorization = |value: String| Ok(Some(("Authorization".to_owned(), value)));
        match self.scheme {
            Scheme::None => Ok(None),
            Scheme::Basic if self.username.is_empty() => Err(missing("username", "the user's name")),
            Scheme::Basic if self.username.contains(':') => {
                Err(("username", "A user name cannot hold a colon with this kind of authentication.".into()))
            }
            Scheme::Basic => {
                authorization(format!("Basic {}", STANDARD.encode(format!("{}:{}", self.username, self.password))))
            }
            Scheme::Bearer if self.token.is_empty() => Err(missing("token", "the token")),
            Scheme::Bearer => authorization(format!("Bearer {}", self.token)),
            Scheme::ApiKey if self.api_key.is_empty() => Err(missing("api_key", "the key")),
            Scheme::ApiKey => Ok(Some((self.header_name.to_owned(), self.api_key.to_owned()))),
        }
    }
}

fn missing(field: &'static str, what: &str) -> (&'static str, String) {
    (field, format!("Fill in {what}, best as a secret parameter such as `{{{{ params.{field} }}}}`."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scheme: Scheme, expected: Result<Option<(&str, &str)>, &str>) {
        let full = Credentials {
            scheme,
            username: "Aladdin",
            password: "open sesame",
            token: "t0k",
            header_name: "X-Key",
            api_key: "k3y",
        };
        let header = full.header().map_err(|(field, _)| field);
        let shown = header.as_ref().map(|pair| pair.as_ref().map(|(name, value)| (name.as_str(), value.as_str())));
        assert_eq!(shown.map_err(|field| *field), expected);
    }

    #[test]
    fn each_scheme_has_its_header() {
        check(Scheme::None, Ok(None));
        // The example of RFC 7617, section 2.
        check(Scheme::Basic, Ok(Some(("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="))));
        check(Scheme::Bearer, Ok(Some(("Authorization", "Bearer t0k"))));
        check(Scheme::ApiKey, Ok(Some(("X-Key", "k3y"))));
    }

    #[test]
    fn what_is_missing_is_named() {
        for (scheme, field) in [(Scheme::Basic, "username"), (Scheme::Bearer, "token"), (Scheme::ApiKey, "api_key")] {
            let empty =
                Credentials { scheme, username: "", password: "", token: "", header_name: "X-Key", api_key: "" };
            assert_eq!(empty.header().expect_err("something is missing").0, field);
        }
    }
}
