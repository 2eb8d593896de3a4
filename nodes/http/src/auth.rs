//! How a request says who sends it.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use node_sdk::{Credential, Ctx, ErrorKind, NodeError};
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
    /// As a stored credential says.
    Credential,
}

/// What a scheme needs; all others are left aside.
pub(crate) struct Credentials<'a> {
    pub(crate) scheme: Scheme,
    /// The name of a stored one.
    pub(crate) credential: &'a str,
    pub(crate) username: &'a str,
    pub(crate) password: &'a str,
    pub(crate) token: &'a str,
    pub(crate) header_name: &'a str,
    pub(crate) api_key: &'a str,
}

impl Credentials<'_> {
    /// The headers to send to an address.
    ///
    /// # Errors
    /// If something is missing or cannot be sent, or a stored credential is of no use here.
    pub(crate) async fn sign_in(&self, ctx: &Ctx<'_>, url: &str) -> Result<Vec<(String, String)>, NodeError> {
        let own = self.header().map_err(|(_, message)| NodeError::new(ErrorKind::VALIDATION, message))?;
        match self.scheme {
            Scheme::Credential => open(ctx, self.credential, url).await,
            _ => Ok(own.into_iter().collect()),
        }
    }

    /// The header to send.
    ///
    /// # Errors
    /// The field that is missing or cannot be sent, and what to write there.
    pub(crate) fn header(&self) -> Result<Option<(String, String)>, (&'static str, String)> {
        let authorization = |value: String| Ok(Some(("Authorization".to_owned(), value)));
        match self.scheme {
            Scheme::Credential if self.credential.is_empty() => {
                Err(("credential", "Choose the credential to sign in with.".into()))
            }
            Scheme::None | Scheme::Credential => Ok(None),
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

/// Opens a stored credential for a request to an address. What is made of its secrets is as secret as they are.
///
/// # Errors
/// If there is none, or it is of no use here.
async fn open(ctx: &Ctx<'_>, name: &str, url: &str) -> Result<Vec<(String, String)>, NodeError> {
    let headers = stored(&ctx.credential(name, &format!("signing in to {}", server(url))).await?)?;
    for (_, value) in &headers {
        ctx.conceal(value.strip_prefix("Basic ").unwrap_or(value));
    }
    Ok(headers)
}

/// The part of an address that holds no secret.
fn server(url: &str) -> &str {
    let behind = url.split_once("://").map_or(url, |(_, behind)| behind);
    let authority = behind.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default()
}

/// The headers that a stored credential stands for.
///
/// # Errors
/// If it is of another type, or something is missing in it.
fn stored(credential: &Credential) -> Result<Vec<(String, String)>, NodeError> {
    let authorization = |value: String| Ok(vec![("Authorization".to_owned(), value)]);
    let basic = |user: &str, password: &str| format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
    match (&*credential.kind, credential.get("auth_type").unwrap_or_default()) {
        ("http_auth", "basic") => {
            authorization(basic(credential.require("username")?, credential.require("password")?))
        }
        ("http_auth", "bearer") => authorization(format!("Bearer {}", credential.require("token")?)),
        ("http_auth", "api_key") => {
            let name = credential.get("header_name").unwrap_or("X-API-Key");
            Ok(vec![(name.to_owned(), credential.require("api_key")?.to_owned())])
        }
        ("api_key", "bearer") => authorization(format!("Bearer {}", credential.require("api_key")?)),
        ("api_key", "basic") => {
            authorization(basic(credential.require("api_key")?, credential.get("api_secret").unwrap_or_default()))
        }
        ("api_key", "custom") => own_headers(credential),
        _ => Err(credential.unfit("a web sign-in or an API key")),
    }
}

fn own_headers(credential: &Credential) -> Result<Vec<(String, String)>, NodeError> {
    let headers: BTreeMap<String, String> = serde_json::from_str(credential.require("custom_headers")?)
        .map_err(|_| credential.unfit("one with headers"))?;
    let (key, secret) = (credential.require("api_key")?, credential.get("api_secret").unwrap_or_default());
    let fill = |text: &str| text.replace("{api_key}", key).replace("{api_secret}", secret);
    Ok(headers.iter().map(|(name, value)| (name.clone(), fill(value))).collect())
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
            credential: "",
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

    fn check_stored(kind: &str, fields: &[(&str, &str)], expected: Option<(&str, &str)>) {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).into(), true));
        let headers = stored(&Credential::new(("1", "web", kind), 1, fields));
        let first = headers.as_ref().ok().and_then(|headers| headers.first());
        assert_eq!(first.map(|(name, value)| (name.as_str(), value.as_str())), expected, "{headers:?}");
    }

    #[test]
    fn a_stored_credential_has_its_headers() {
        let user = [("auth_type", "basic"), ("username", "Aladdin"), ("password", "open sesame")];
        check_stored("http_auth", &user, Some(("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")));
        check_stored("http_auth", &[("auth_type", "bearer"), ("token", "t")], Some(("Authorization", "Bearer t")));
        check_stored("http_auth", &[("auth_type", "api_key"), ("api_key", "k")], Some(("X-API-Key", "k")));
        let own = [("auth_type", "custom"), ("api_key", "k"), ("custom_headers", r#"{"X-Own":"a {api_key}"}"#)];
        check_stored("api_key", &own, Some(("X-Own", "a k")));
        check_stored("ssh_key", &[("username", "ada")], None);
        check_stored("http_auth", &[("auth_type", "bearer")], None);
    }

    #[test]
    fn what_is_missing_is_named() {
        for (scheme, field) in [
            (Scheme::Basic, "username"),
            (Scheme::Bearer, "token"),
            (Scheme::ApiKey, "api_key"),
            (Scheme::Credential, "credential"),
        ] {
            let empty = Credentials {
                scheme,
                credential: "",
                username: "",
                password: "",
                token: "",
                header_name: "X-Key",
                api_key: "",
            };
            assert_eq!(empty.header().expect_err("something is missing").0, field);
        }
    }
}
