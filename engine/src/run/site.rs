//! Where a node works: the machines its target stands for, and the work on several of them at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use node_sdk::{ErrorKind, Host, Kind, Next, NodeError, Outcome, Platform, Progress, Str, Target, Value};

use super::activation::Activation;
use super::{large, perform};
use crate::expr::Compiled;

/// Where a node works, as its author said.
#[derive(Default)]
pub(crate) struct SitePlan {
    /// The machines; those of the run where absent.
    pub(crate) target: Option<Compiled>,
    /// The credential to sign in with; each machine's own where absent.
    pub(crate) credential: Option<Compiled>,
}

impl Activation {
    /// Finds out where the node works. Only effects work somewhere: what they come to is kept, so that it does not
    /// matter if a target is another one the next time. Those that need no machine are not done on several because a
    /// message names them; they know the one that it names.
    pub(crate) fn aim(self: &Arc<Self>) -> Result<(), NodeError> {
        if self.machines.get().is_some() || self.plan().kind != Kind::Effect {
            return Ok(());
        }
        let chosen = match &self.plan().site.target {
            Some(target) => self.compute(target, || "the target".into())?,
            None if self.plan().node.descriptor.platforms == Platform::ENGINE => {
                let _ = self.machines.set(self.named_one());
                return Ok(());
            }
            None => self.message.get("target").cloned().unwrap_or_default(),
        };
        let mut machines = Vec::new();
        self.select(&chosen, &mut machines)?;
        let _ = self.machines.set(machines);
        Ok(())
    }

    /// The machine that the message names, if it is one.
    fn named_one(&self) -> Vec<Arc<Target>> {
        let (named, mut machines) = (self.message.get("target").cloned().unwrap_or_default(), Vec::new());
        let is_one = self.select(&named, &mut machines).is_ok() && machines.len() == 1;
        if is_one { machines } else { Vec::new() }
    }

    /// The machines that a value stands for: a selector, a target as expressions see it, or a list of these.
    fn select(&self, chosen: &Value, machines: &mut Vec<Arc<Target>>) -> Result<(), NodeError> {
        let selector = match chosen {
            Value::Null => return Ok(()),
            Value::Array(items) => return items.iter().try_for_each(|item| self.select(item, machines)),
            Value::Object(_) => chosen.get("id").or_else(|| chosen.get("name")).unwrap_or(chosen).to_text(),
            other => other.to_text(),
        };
        if selector.trim().is_empty() {
            return Ok(());
        }
        let found = self.run.services.hosts.select(selector.trim())?;
        machines.extend(
            found
                .into_iter()
                .filter(|machine| !machines.iter().any(|known| known.id == machine.id))
                .collect::<Vec<_>>(),
        );
        Ok(())
    }

    /// The machine the node works on; nothing if it works on none or on several.
    pub(crate) fn machine(&self) -> Option<&Arc<Target>> {
        let own = self.machines.get().filter(|machines| !machines.is_empty());
        match own {
            Some(machines) => machines.first().filter(|_| machines.len() == 1),
            None => self.run.target.as_ref(),
        }
    }

    /// The names of all machines the node works on.
    pub(crate) fn machine_names(&self) -> Value {
        let own = self.machines.get().filter(|machines| !machines.is_empty());
        match own {
            Some(machines) => machines.iter().map(|machine| Value::from(machine.name.clone())).collect(),
            None => self.run.target.iter().map(|machine| Value::from(machine.name.clone())).collect(),
        }
    }

    /// What a file is called: of those of several machines, after its machine.
    pub(crate) fn file_name(&self, name: &str) -> String {
        match self.machine().filter(|_| self.is_part) {
            Some(machine) => format!("{}-{name}", machine.name),
            None => name.to_owned(),
        }
    }

    /// The way to the machine the node works on.
    pub(crate) async fn host(self: &Arc<Self>) -> Result<Arc<dyn Host>, NodeError> {
        self.aim()?;
        let machine = self.machine().cloned();
        let credential = match self.sign_in(machine.as_deref())? {
            Some((name, purpose)) => Some(self.credential(&name, &purpose).await?),
            None => None,
        };
        self.run.services.hosts.connect(&self.caller(), machine.as_deref(), credential).await
    }

    /// The credential to sign in to a machine with, and what for.
    fn sign_in(self: &Arc<Self>, machine: Option<&Target>) -> Result<Option<(Str, String)>, NodeError> {
        let Some(machine) = machine.filter(|machine| !machine.is_local()) else { return Ok(None) };
        let own = match &self.plan().site.credential {
            Some(credential) => Some(self.compute(credential, || "the credential".into())?.to_text()),
            None => None,
        };
        let name = own.filter(|name| !name.is_empty()).map(Str::from).or_else(|| machine.credential.clone());
        Ok(name.map(|name| (name, format!("signing in to {}", machine.name))))
    }
}

/// Does the node's work on each of its machines, a few at a time.
pub(crate) async fn on_each(it: &Arc<Activation>, machines: &[Arc<Target>]) -> Result<Outcome, NodeError> {
    if it.plan().port("output").is_none() {
        let message =
            "This node parts ways by what it finds, so it works on one target. Put it into a loop over the targets.";
        return Err(NodeError::new(ErrorKind::VALIDATION, message));
    }
    let (at_once, room) = (it.run.program.max_parallel_targets, it.run.program.bounds.output_bytes);
    let together = Arc::new(Together {
        node: Arc::clone(it),
        ended: AtomicU64::new(0),
        total: machines.len() as u64,
        room: AtomicUsize::new(room),
    });
    together.tell(0);
    let one = |(index, machine): (usize, &Arc<Target>)| on_one(index, Arc::new(it.on(machine)), Arc::clone(&together));
    let each: Vec<_> = machines.iter().enumerate().map(one).collect();
    // The node's own mark gives way to those of the machines: it waits where each of them waits.
    let _paused = it.run.idle.pause();
    let mut ended: Vec<_> = stream::iter(each).buffer_unordered(at_once).collect().await;
    ended.sort_unstable_by_key(|(index, _)| *index);
    let names = machines.iter().map(|machine| machine.name.clone());
    summary(names.zip(ended.into_iter().map(|(_, result)| result)).collect())
}

/// What the work on several machines has in common.
struct Together {
    node: Arc<Activation>,
    /// On how many machines it has ended.
    ended: AtomicU64,
    total: u64,
    /// Bytes that the outputs and details of those to come may still have.
    room: AtomicUsize,
}

impl Together {
    fn tell(&self, done: u64) {
        let progress = Progress::Branches { done, total: self.total };
        self.node.run.tally(|tally| tally.progress(self.node.node, progress));
    }

    /// Whether there is room for a value, which it takes then.
    fn takes(&self, value: &Value) -> bool {
        let left = self.room.load(Ordering::Relaxed);
        let weight = value.weight(left);
        self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(weight)).is_ok()
    }

    /// What came of one machine; where there is no room left, its output or details are a file.
    async fn keep(&self, it: &Arc<Activation>, result: Result<Outcome, NodeError>) -> Result<Outcome, NodeError> {
        match result {
            Ok(outcome) if self.takes(&outcome.output) => Ok(outcome),
            Ok(outcome) => large::as_file(it, outcome).await,
            Err(error) if self.takes(&error.details) => Err(error),
            Err(error) => {
                let details = large::as_file(it, Outcome::output(error.details.clone())).await?.output;
                Err(error.with_details(details))
            }
        }
    }
}

fn on_one(
    index: usize,
    it: Arc<Activation>,
    together: Arc<Together>,
) -> BoxFuture<'static, (usize, Result<Outcome, NodeError>)> {
    async move {
        let _busy = it.run.idle.busy();
        let result = together.keep(&it, perform::single(&it).await).await;
        together.tell(together.ended.fetch_add(1, Ordering::Relaxed) + 1);
        (index, result)
    }
    .boxed()
}

/// What the work on several machines came to: `results` (`target`, `status`, and `output` or `error`), `total`,
/// `successful`, `failed`. If it failed on any of them, it failed; the message goes on as it came where it does on each.
fn summary(ended: Vec<(Str, Result<Outcome, NodeError>)>) -> Result<Outcome, NodeError> {
    let mut failures: Vec<(Str, NodeError)> = Vec::new();
    let (mut results, total) = (Vec::with_capacity(ended.len()), ended.len());
    let passes = ended.iter().all(|(_, result)| matches!(result, Ok(Outcome { next: Next::Pass, .. })));
    for (name, result) in ended {
        let (status, key, value) = match result {
            Ok(outcome) => ("success", "output", outcome.output),
            Err(error) => {
                let told = (error.status(), "error", error.to_value());
                failures.push((name.clone(), error));
                told
            }
        };
        results.push(Value::object([("target", name.into()), ("status", status.into()), (key, value)]));
    }
    let output = Value::object([
        ("total", total.into()),
        ("successful", (total - failures.len()).into()),
        ("failed", failures.len().into()),
        ("results", results.into()),
    ]);
    match failures.first() {
        None if passes => Ok(Outcome::pass().recording(output)),
        None => Ok(Outcome::output(output)),
        Some((_, first)) => Err(failure(total, &failures, first).with_details(output)),
    }
}

/// Failures that a message tells in full.
const MOST_TOLD: usize = 3;

fn failure(total: usize, failures: &[(Str, NodeError)], first: &NodeError) -> NodeError {
    let told = failures.iter().take(MOST_TOLD).map(|(name, error)| format!("{name}: {}", error.message));
    let more = failures.len().saturating_sub(MOST_TOLD);
    let more = if more > 0 { format!(" And {more} more.") } else { String::new() };
    let told = told.collect::<Vec<_>>().join(" ");
    let message = format!("It failed on {} of {total} targets. {told}{more}", failures.len());
    let kind =
        if failures.iter().all(|(_, error)| error.kind == first.kind) { first.kind.clone() } else { ErrorKind::CUSTOM };
    if failures.iter().all(|(_, error)| error.failed) {
        NodeError::failed(kind, message)
    } else {
        NodeError::new(kind, message)
    }
}
