//! A test of the connection to a machine: signs in, and asks what it is.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use node_sdk::{Caller, Command, Credentials as _, ErrorKind, NodeError, OutputSink, Stream};
use parking_lot::Mutex;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::model::Machine;
use super::{Error, service, store};
use crate::app::App;
use crate::audit::Author;
use crate::web::iso;

/// What every Unix knows of itself, a line each.
const ASK: &str = "uname -s; uname -r; uname -m; uname -n; . /etc/os-release 2>/dev/null; echo \"$PRETTY_NAME\"";
const PATIENCE: Duration = Duration::from_secs(30);
const MOST_BYTES: usize = 4_096;

/// Signs in to a machine on behalf of somebody; what came of it is kept with the machine. It goes on if whoever asked goes
/// away, so that the connection is let go of.
pub(super) async fn test(app: &App, author: &Author, machine: &Arc<Machine>) -> Result<Json, Error> {
    let (app, author, machine) = (app.clone(), author.clone(), Arc::clone(machine));
    let whole = tokio::spawn(async move { probe(&app, &author, &machine).await });
    whole.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a test of a connection broke off");
        Err(Error::BrokenOff)
    })
}

async fn probe(app: &App, author: &Author, machine: &Arc<Machine>) -> Result<Json, Error> {
    let caller = Caller { run: format!("test-{}", Uuid::now_v7()), node: "test".into(), key: "test".into() };
    let since = Instant::now();
    let asked = tokio::time::timeout(PATIENCE + machine.patience(), ask(app, author, machine, &caller));
    // A panic must not keep the connection open either.
    let asked = AssertUnwindSafe(asked).catch_unwind().await.unwrap_or_else(|_| Ok(Err(broken_off())));
    let asked =
        asked.unwrap_or_else(|_| Err(NodeError::new(ErrorKind::TIMEOUT, "The machine did not answer in time.")));
    let latency = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
    app.runner.services.hosts.release(&caller.run).await;
    let (system, error) = match asked {
        Ok(system) => (system, None),
        Err(error) => (Json::Null, Some(error.message)),
    };
    let outcome = json!({
        "at": iso(app.clock.now()), "success": error.is_none(), "latency_ms": latency, "error": error, "system": system
    });
    service::keep_test(app, author, machine, &outcome).await?;
    let keys = store::keys(&app.store, machine.id()).await?;
    let shown = keys.iter().max_by_key(|key| key.last_seen_at);
    let mut answer = outcome;
    answer["host_key"] = shown.map_or(Json::Null, |key| json!({ "fingerprint": key.fingerprint, "state": key.state }));
    Ok(answer)
}

fn broken_off() -> NodeError {
    NodeError::new(ErrorKind::INTERNAL, Error::BrokenOff.to_string())
}

async fn ask(app: &App, author: &Author, machine: &Machine, caller: &Caller) -> Result<Json, NodeError> {
    let credential = match &machine.target.credential {
        Some(id) => {
            let vault = app.runner.vault.on_behalf_of(author.clone());
            Some(vault.open(caller, id, &format!("testing the connection to {}", machine.draft.name)).await?)
        }
        None => None,
    };
    let host = app.runner.services.hosts.connect(caller, Some(&machine.target), credential).await?;
    let said = Said::default();
    host.exec(Command { line: ASK.into(), ..Command::default() }, &said).await?;
    Ok(said.system())
}

/// What the machine said.
#[derive(Default)]
struct Said(Mutex<Vec<u8>>);

impl OutputSink for Said {
    fn bytes(&self, stream: Stream, bytes: &[u8]) {
        let mut said = self.0.lock();
        if stream == Stream::Stdout && said.len() < MOST_BYTES {
            said.extend_from_slice(bytes);
        }
    }
}

impl Said {
    fn system(&self) -> Json {
        let said = self.0.lock();
        let text = String::from_utf8_lossy(&said);
        let mut lines = text.lines().map(|line| line.trim().chars().take(200).collect::<String>());
        let mut next = || lines.next().unwrap_or_default();
        let (kernel, release, architecture, hostname, pretty) = (next(), next(), next(), next(), next());
        let os = if pretty.is_empty() { kernel.clone() } else { pretty };
        json!({
            "os": os, "kernel": format!("{kernel} {release}").trim(), "architecture": architecture, "hostname": hostname
        })
    }
}
