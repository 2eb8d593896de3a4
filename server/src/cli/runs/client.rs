//! The server's API, with a session of its own.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail};
use reqwest::{Method, Response, StatusCode, Url};
use serde_json::{Value as Json, json};

use crate::config::secret;

const PATIENCE: Duration = Duration::from_secs(30);
const MOST_PASSWORD_BYTES: u64 = 4096;

/// Which server, and who asks.
#[derive(clap::Args)]
pub(super) struct Server {
    /// Address of the server
    #[arg(long, env = "OPSCONDUCTOR_SERVER", default_value = "http://127.0.0.1:8080", global = true)]
    server: Url,
    /// User name
    #[arg(long, env = "OPSCONDUCTOR_USER", default_value = "admin", global = true)]
    user: String,
    /// File whose first line is the password [default: the password is in the environment variable OPSCONDUCTOR_PASSWORD]
    #[arg(long, global = true)]
    password_file: Option<PathBuf>,
}

/// A session.
pub(super) struct Client {
    http: reqwest::Client,
    base: Url,
    token: String,
}

impl Client {
    /// Starts a session.
    pub(super) async fn log_in(server: &Server) -> anyhow::Result<Self> {
        let password = password(server)?;
        let http = reqwest::Client::builder().timeout(PATIENCE).build().context("no connection can be made")?;
        let mut client = Self { http, base: server.server.clone(), token: String::new() };
        let body = json!({ "username": server.user, "password": password });
        let answer = client.send(Method::POST, &["auth", "login"], &[], Some(&body)).await?;
        let token = answer["access_token"].as_str().context("the server gave no access token")?;
        client.token = token.to_owned();
        Ok(client)
    }

    /// Ends the session, as far as the server can be told.
    pub(super) async fn log_out(&self) {
        let _ = self.send(Method::POST, &["auth", "logout"], &[], None).await;
    }

    /// Asks for something.
    pub(super) async fn get(&self, path: &[&str], query: &[(&str, Option<&String>)]) -> anyhow::Result<Json> {
        self.send(Method::GET, path, query, None).await
    }

    /// Asks for something to be done.
    pub(super) async fn post(&self, path: &[&str], body: &Json) -> anyhow::Result<Json> {
        self.send(Method::POST, path, &[], Some(body).filter(|body| !body.is_null())).await
    }

    /// Asks for something to be changed.
    pub(super) async fn patch(&self, path: &[&str], body: &Json) -> anyhow::Result<Json> {
        self.send(Method::PATCH, path, &[], Some(body)).await
    }

    async fn send(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, Option<&String>)],
        body: Option<&Json>,
    ) -> anyhow::Result<Json> {
        let url = self.address(path, query)?;
        let mut request = self.http.request(method, url);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let unreachable = || format!("no answer from {}; see that the server runs there", self.base);
        answer(request.send().await.with_context(unreachable)?).await
    }

    fn address(&self, path: &[&str], query: &[(&str, Option<&String>)]) -> anyhow::Result<Url> {
        let mut url = self.base.clone();
        let Ok(mut segments) = url.path_segments_mut() else {
            bail!("`{}` is not an address such as http://127.0.0.1:8080", self.base);
        };
        segments.pop_if_empty().extend(["api", "v1"]).extend(path);
        drop(segments);
        let given = query.iter().filter_map(|(name, value)| value.map(|value| (*name, value)));
        let given: Vec<_> = given.collect();
        if !given.is_empty() {
            url.query_pairs_mut().extend_pairs(given);
        }
        Ok(url)
    }
}

/// What the server answered, or what it says went wrong.
async fn answer(response: Response) -> anyhow::Result<Json> {
    let status = response.status();
    let text = response.text().await.context("the answer broke off")?;
    let body: Json = serde_json::from_str(&text).unwrap_or_default();
    if status.is_success() {
        return Ok(body);
    }
    if let Some(detail) = body["detail"].as_str() {
        let fields = body["errors"].as_array().into_iter().flatten();
        let fields = fields
            .filter_map(|error| Some(format!("\n  {}: {}", error["field"].as_str()?, error["message"].as_str()?)));
        bail!("{detail}{}", fields.collect::<String>());
    }
    match status {
        StatusCode::NOT_FOUND => bail!("there is no OpsConductor at this address"),
        _ => bail!("the server answered {status}"),
    }
}

fn password(server: &Server) -> anyhow::Result<String> {
    let Some(file) = &server.password_file else {
        let missing = "there is no password; set OPSCONDUCTOR_PASSWORD, or name a file with --password-file";
        return secret("OPSCONDUCTOR_PASSWORD")?.context(missing);
    };
    let unreadable = || format!("the password file `{}` cannot be read", file.display());
    let size = std::fs::metadata(file).with_context(unreadable)?.len();
    anyhow::ensure!(size <= MOST_PASSWORD_BYTES, "the password file `{}` is too large", file.display());
    let text = std::fs::read_to_string(file).with_context(unreadable)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
