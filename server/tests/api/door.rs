//! A real server on a data folder and a database of its own, and a client.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use engine::Caps;
use node_hosts::{Commands, CourierSettings};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use server::app::App;
use server::auth::Role;
use server::config::{LogFormat, Settings, Work};
use server::retention::Retention;
use server::runs::Queue;
use server::store::Place;
use server::{users, web};

pub(crate) use super::world::{Home, TestClock};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A server and a client that is signed in.
pub(crate) struct Door {
    pub(crate) app: App,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    client: reqwest::Client,
    home: Option<Home>,
    workspace: PathBuf,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// Checks the status, and the code of a problem.
    #[track_caller]
    pub(crate) fn is(self, status: u16, code: &str) -> Value {
        assert_eq!(
            (self.status.as_u16(), self.body["code"].as_str().unwrap_or_default()),
            (status, code),
            "{}",
            self.body
        );
        if !code.is_empty() {
            assert_eq!(self.headers["content-type"], "application/problem+json");
            assert_eq!(self.body["status"], status);
            assert!(self.body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{}", self.body);
            assert_eq!(self.headers["x-request-id"].to_str().ok(), self.body["request_id"].as_str());
        }
        self.body
    }
}

impl Door {
    /// A new server; signed in as admin.
    pub(crate) async fn open() -> Self {
        let home = Home::new().await;
        let mut door = Self::on(&home).await;
        door.home = Some(home);
        door
    }

    /// A new server where only administrators make accounts; signed in as admin.
    pub(crate) async fn closed() -> Self {
        let home = Home::new().await;
        let mut door = Self::with(&home, false, true).await;
        door.home = Some(home);
        door
    }

    /// A server in a home that is there already; signed in as admin.
    pub(crate) async fn on(home: &Home) -> Self {
        Self::with(home, true, true).await
    }

    /// One of several servers in a home; signed in as admin.
    pub(crate) async fn beside(home: &Home) -> Self {
        Self::with(home, true, false).await
    }

    async fn with(home: &Home, registration: bool, is_alone: bool) -> Self {
        // Fails only if another test was first.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let clock = Arc::new(TestClock::default());
        let settings = Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            work: Work {
                data_dir: home.path().to_owned(),
                database: Place::of(home.database(), home.path()).expect("an address"),
                workspace: home.path().join("workspace"),
                commands: Commands::ALLOWED,
                master_key: None,
                artifact_bytes: Work::ARTIFACT_BYTES,
                courier: CourierSettings::default(),
                caps: Caps::default(),
            },
            registration,
            seed: Vec::new(),
            queue: Queue { at_once: 4, is_alone, ..Queue::default() },
            retention: Retention::default(),
            grace: Duration::ZERO,
            log_format: LogFormat::Text,
            admin_password: Some(PASSWORD.into()),
        };
        let (app, _) = App::open(&settings, Arc::clone(&clock) as _).await.expect("a server");
        let listener = tokio::net::TcpListener::bind(settings.listen).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = web::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let client = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().expect("a client");
        let mut door = Self {
            app,
            clock,
            address,
            token: String::new(),
            client,
            home: None,
            workspace: home.path().join("workspace"),
        };
        door.token = door.sign_in("admin", PASSWORD).await;
        door
    }

    /// Where the files of flows are.
    pub(crate) fn workspace(&self) -> &Path {
        &self.workspace
    }

    /// Adds a user and signs in.
    pub(crate) async fn user(&self, name: &str, role: Role) -> String {
        let clock = self.clock.as_ref();
        users::add(&self.app.store, clock, name, role, Some(PASSWORD)).await.expect("a user");
        self.sign_in(name, PASSWORD).await
    }

    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> String {
        let body = json!({ "username": name, "password": password });
        let answer = self.send(self.to(Method::POST, "/api/v1/auth/login").json(&body)).await;
        answer.is(200, "")["access_token"].as_str().expect("a token").to_owned()
    }

    /// A request without a token.
    pub(crate) fn to(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    /// A request below `/api/v1`, as admin.
    pub(crate) fn api(&self, method: Method, path: &str) -> RequestBuilder {
        self.to(method, &format!("/api/v1{path}")).bearer_auth(&self.token)
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.expect("a body");
        let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into());
        Answer { status, headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.api(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.api(Method::POST, path).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.api(Method::DELETE, path)).await
    }

    /// Adds a flow and returns its id.
    pub(crate) async fn flow(&self, document: Value) -> String {
        let answer = self.post("/flows", &json!({ "document": document })).await;
        answer.is(201, "")["id"].as_str().expect("an id").to_owned()
    }

    /// Starts a run and returns its id.
    pub(crate) async fn start(&self, flow: &str, body: &Value) -> String {
        let answer = self.post(&format!("/flows/{flow}/run"), body).await;
        answer.is(202, "")["run_id"].as_str().expect("an id").to_owned()
    }

    /// Waits for the end of a run by its events, and returns it.
    pub(crate) async fn ended(&self, run: &str) -> Value {
        let events = self.api(Method::GET, &format!("/runs/{run}/events"));
        // The stream of events ends with the run.
        events.send().await.expect("events").text().await.expect("all events");
        self.get(&format!("/runs/{run}")).await.is(200, "")
    }
}

/// A flow that runs one command.
pub(crate) fn command(name: &str, line: &str) -> Value {
    json!({
        "format": "opsconductor.flow/1", "name": name,
        "nodes": [{ "id": "start", "type": "flow.start", "x": 80, "y": 80 },
                  { "id": "ask", "type": "shell.command", "x": 340, "y": 80, "config": { "command": line } }],
        "wires": [{ "id": "w1", "source": "start", "target": "ask" }]
    })
}
