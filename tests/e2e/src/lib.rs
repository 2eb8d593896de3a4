//! The real binary, started, killed and talked to as its users do. For tests and benches only.
#![expect(clippy::expect_used, clippy::panic, reason = "what cannot be set up fails its test")]

use std::ffi::OsStr;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

/// How long anything may take on a busy machine before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Of the first admin.
pub const PASSWORD: &str = "only-for-these-tests";

/// The binary under test: `OPSCONDUCTOR_BIN`, or the one beside the tests.
///
/// # Panics
/// If it has not been built.
pub fn binary() -> PathBuf {
    let beside = || {
        let test = std::env::current_exe().expect("the test knows where it is");
        test.ancestors().nth(2).expect("a build folder").join("opsconductor")
    };
    let path = std::env::var_os("OPSCONDUCTOR_BIN").map_or_else(beside, PathBuf::from);
    assert!(path.exists(), "{} is missing; run `cargo build -p server` first", path.display());
    path
}

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the repository").to_owned()
}

/// A running server; killed when it is dropped.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub address: String,
    /// How long it took to answer.
    pub cold_start: Duration,
}

impl Server {
    /// Starts a server on a data folder and waits until it answers.
    pub async fn start(data: &Path, environment: &[(&str, &str)]) -> Self {
        Self::start_by(&[], data, environment).await
    }

    /// The same, by a command that is given the server's as arguments, and becomes it.
    pub async fn start_by(by: &[&str], data: &Path, environment: &[(&str, &str)]) -> Self {
        install_provider();
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
        let listen = format!("127.0.0.1:{port}");
        let log = std::fs::File::options().create(true).append(true).open(data.join("server.log")).expect("a log file");
        let begun = Instant::now();
        let program = binary();
        let mut words = by.iter().map(AsRef::<OsStr>::as_ref).chain([program.as_os_str()]);
        let child = Command::new(words.next().expect("the binary at least"))
            .args(words)
            .args(["serve", "--local-commands", "--listen", &listen, "--data-dir"])
            .arg(data.join("store"))
            .env("OPSCONDUCTOR_ADMIN_PASSWORD", PASSWORD)
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the server starts");
        let mut server = Self { child, address: format!("http://{listen}"), cold_start: Duration::ZERO };
        server.wait_until_healthy(begun).await;
        server.cold_start = begun.elapsed();
        server
    }

    async fn wait_until_healthy(&mut self, begun: Instant) {
        let client = client();
        while client.get(format!("{}/health", self.address)).send().await.is_err() {
            assert!(begun.elapsed() < PATIENCE, "the server does not answer");
            assert!(self.child.try_wait().expect("the server can be asked").is_none(), "the server ended");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.end();
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Logs in as the first admin.
    pub async fn api(&self) -> Api {
        let client = client();
        let body = json!({ "username": "admin", "password": PASSWORD });
        let answer =
            client.post(format!("{}/api/v1/auth/login", self.address)).json(&body).send().await.expect("an answer");
        let login: Json = answer.json().await.expect("JSON");
        let token = login["access_token"].as_str().unwrap_or_else(|| panic!("no token in {login}")).to_owned();
        Api { client, base: format!("{}/api/v1", self.address), token }
    }

    fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// Somebody who is logged in.
#[derive(Clone)]
pub struct Api {
    client: reqwest::Client,
    base: String,
    /// Access token.
    pub token: String,
}

impl Api {
    /// Asks for something.
    pub async fn get(&self, path: &str) -> Json {
        let answer =
            self.client.get(format!("{}{path}", self.base)).bearer_auth(&self.token).send().await.expect("an answer");
        answer.json().await.expect("JSON")
    }

    /// Sends something.
    pub async fn post(&self, path: &str, body: &Json) -> Json {
        let (status, body) = self.try_post(path, body).await;
        assert!((200..300).contains(&status), "POST {path}: {status} {body}");
        body
    }

    /// Sends something that may be refused; gives the status and what came.
    pub async fn try_post(&self, path: &str, body: &Json) -> (u16, Json) {
        let request = self.client.post(format!("{}{path}", self.base)).bearer_auth(&self.token).json(body);
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    /// Puts something in the place of what is there.
    pub async fn put(&self, path: &str, body: &Json) {
        let request = self.client.put(format!("{}{path}", self.base)).bearer_auth(&self.token).json(body);
        let status = request.send().await.expect("an answer").status();
        assert!(status.is_success(), "PUT {path}: {status}");
    }

    /// Creates a flow and gives its id.
    pub async fn create(&self, document: &Json) -> String {
        let flow = self.post("/flows", &json!({ "document": document })).await;
        flow["id"].as_str().expect("an id").to_owned()
    }

    /// Starts a run and gives its id.
    pub async fn run(&self, flow: &str, parameters: &Json) -> String {
        let run = self.post(&format!("/flows/{flow}/run"), &json!({ "parameters": parameters })).await;
        run["run_id"].as_str().expect("an id").to_owned()
    }

    /// Reads a run's events until the server ends the stream, which it does once the run is over.
    pub async fn follow(&self, run: &str) -> String {
        let request = self.client.get(format!("{}/runs/{run}/events", self.base)).bearer_auth(&self.token);
        request.send().await.expect("an answer").text().await.expect("events")
    }

    /// Waits until a run is over.
    pub async fn finished(&self, run: &str) -> Json {
        self.until(&format!("/runs/{run}"), |run| {
            !["pending", "running"].contains(&run["status"].as_str().unwrap_or_default())
        })
        .await
    }

    /// Asks again and again until the answer is the wanted one.
    pub async fn until(&self, path: &str, is_wanted: impl Fn(&Json) -> bool) -> Json {
        let begun = Instant::now();
        loop {
            let answer = self.get(path).await;
            if is_wanted(&answer) {
                return answer;
            }
            assert!(begun.elapsed() < PATIENCE, "{path} stays at {answer}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

fn client() -> reqwest::Client {
    install_provider();
    reqwest::Client::builder().timeout(PATIENCE).build().expect("a client")
}

fn install_provider() {
    // Another test of this process may have done it.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}
