//! The effect of generated flows and the world it acts on: every execution is recorded under its
//! activation key, and ends when the test lets it.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::prelude::*;
use node_sdk::{Caller, Command, Credential, Exit, FileEntry, Host, HostError, Hosts, OutputSink, Target, WriteMode};
use parking_lot::Mutex;
use tokio::sync::oneshot;

/// What an effect answers to a number.
pub(super) fn answer(input: i64) -> i64 {
    (input * 7 + 3) % 97
}

/// The world a run acts on.
#[derive(Default)]
pub(super) struct World(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: BTreeMap<String, oneshot::Sender<()>>,
    ran: Vec<String>,
    order: Vec<u8>,
    turn: usize,
}

impl World {
    /// A world in which effects end in this order.
    pub(super) fn new(order: &[u8]) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State { order: order.to_vec(), ..State::default() })))
    }

    /// Lets one of the effects that wait end; false if none waits.
    pub(super) fn let_one_end(&self) -> bool {
        let mut state = self.0.lock();
        if state.waiting.is_empty() {
            return false;
        }
        let choice = state.order.get(state.turn % state.order.len().max(1)).copied().unwrap_or(0);
        state.turn += 1;
        let index = usize::from(choice) % state.waiting.len();
        let key = state.waiting.keys().nth(index).cloned().unwrap_or_default();
        // It may have been stopped meanwhile.
        state.waiting.remove(&key).map(|waiting| waiting.send(()));
        true
    }

    /// The activations whose effect was carried out, as often as that happened.
    pub(super) fn ran(&self) -> Vec<String> {
        self.0.lock().ran.clone()
    }

    fn begin(&self, key: &str) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        let mut state = self.0.lock();
        state.ran.push(key.to_owned());
        state.waiting.insert(key.to_owned(), sender);
        receiver
    }
}

/// How nodes reach the world.
pub(super) struct Reach(pub(super) Arc<World>);

#[async_trait]
impl Hosts for Reach {
    async fn connect(&self, _: &Caller, _: Option<&Target>, _: Option<Credential>) -> Result<Arc<dyn Host>, NodeError> {
        Ok(Arc::new(Self(Arc::clone(&self.0))))
    }
}

#[async_trait]
impl Host for Reach {
    fn platform(&self) -> Platform {
        Platform::Local
    }

    async fn exec(&self, command: Command, _: &dyn OutputSink) -> Result<Exit, HostError> {
        let waiting = self.0.begin(&command.line);
        waiting.await.map_err(|_| HostError::Failed("the world ended".into()))?;
        Ok(Exit { code: Some(0), signal: None })
    }

    async fn read(&self, path: &str, _: u64) -> Result<Vec<u8>, HostError> {
        Err(HostError::NotFound(path.into()))
    }

    async fn write(&self, path: &str, _: &[u8], _: WriteMode, _: Option<u32>, _: bool) -> Result<(), HostError> {
        Err(HostError::Outside(path.into()))
    }

    async fn stat(&self, _: &str) -> Result<Option<FileEntry>, HostError> {
        Ok(None)
    }

    async fn list(&self, path: &str, _: bool, _: usize) -> Result<Vec<FileEntry>, HostError> {
        Err(HostError::NotFound(path.into()))
    }

    async fn delete(&self, path: &str, _: bool) -> Result<(), HostError> {
        Err(HostError::NotFound(path.into()))
    }
}

/// What the effect is given.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Config {
    /// A number.
    input: i64,
    /// The first so many attempts fail.
    failures: u32,
    /// The kind of failure.
    kind: String,
}

/// An effect that fails as often as it is told.
pub(super) struct Effect;

impl NodeType for Effect {
    const TYPE: &'static str = "test.effect";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Effect", Category::System).about("Acts on the test's world.", "-").repeat(Repeat::Safe)
    }
}

struct Silence;

impl OutputSink for Silence {
    fn bytes(&self, _: node_sdk::Stream, _: &[u8]) {}
}

impl ActiveNode for Effect {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let key = ctx.idempotency_key();
        let key = key.split_once('/').map_or("", |(_, key)| key);
        let attempt = key.rsplit_once('#').and_then(|(_, attempt)| attempt.parse().ok()).unwrap_or(1_u32);
        ctx.host().await?.exec(Command { line: key.to_owned(), ..Command::default() }, &Silence).await?;
        if attempt <= config.failures {
            return Err(NodeError::failed(ErrorKind::of(config.kind.clone()), "it failed"));
        }
        Ok(Outcome::output(answer(config.input)))
    }
}
