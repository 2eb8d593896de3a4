//! The promises of the engine, checked on one flow: each effect fails in each way, is interrupted and
//! repeated, and the process dies after each entry of the journal. A new flow gets all of it by one line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use engine::journal::{Ack, Error, Journal, Memory, Record};
use engine::{
    Durability, Environment, Event, Execution, Observer, Program, Report, RunId, RunStatus, Start, Step, StepKind,
    StepStatus, execute,
};
use node_sdk::{ErrorKind, Kind, Map, NodeError, Value};
use parking_lot::Mutex;
use serde_json::Value as Json;
use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;

use crate::{Fakes, Flows};

/// Far more than a run needs, so that a busy machine does not matter.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a flow is run with.
pub struct Subject<'a> {
    /// Names it where a promise is broken.
    pub name: &'a str,
    /// The document.
    pub flow: &'a Json,
    /// Values of parameters, by name.
    pub parameters: Map,
    /// The message at the flow's start.
    pub input: Value,
    /// Makes a fresh world for each run.
    pub world: &'a dyn Fn() -> Fakes,
}

/// Checks every promise.
///
/// # Panics
/// If one is broken.
pub async fn check(flows: &Flows, subject: &Subject<'_>) {
    let kit = Kit::new(flows, subject);
    let good = kit.run(&(subject.world)(), RunId::fresh(), Arc::new(Memory::default())).await;
    kit.check_end("undisturbed", &good);
    for step in good.effects() {
        for kind in ways_to_fail() {
            kit.check_failure(&step, kind).await;
        }
        kit.check_interruption(&step).await;
    }
    for kept in 0..=good.records.len() {
        kit.check_crash(kept, &good).await;
    }
}

/// Every kind the product raises, but those that are no failures of a node.
fn ways_to_fail() -> impl Iterator<Item = &'static ErrorKind> {
    ErrorKind::KNOWN.iter().filter(|kind| ![ErrorKind::CANCELLED, ErrorKind::INTERNAL].contains(kind))
}

struct Kit<'a> {
    subject: &'a Subject<'a>,
    program: Arc<Program>,
    effects: BTreeSet<&'static str>,
}

/// A run that ended, with all that is known of it.
struct Ran {
    report: Report,
    events: Vec<Event>,
    records: Vec<Record>,
}

impl<'a> Kit<'a> {
    fn new(flows: &Flows, subject: &'a Subject<'a>) -> Self {
        let program = flows.compile(subject.flow).unwrap_or_else(|problems| panic!("{}: {problems:#?}", subject.name));
        Self { subject, program, effects: flows.types_of(Kind::Effect) }
    }

    /// Runs the flow to its end; what the journal holds is not done again.
    async fn run(&self, world: &Fakes, run_id: RunId, journal: Arc<Memory>) -> Ran {
        let seen = Arc::new(Seen::default());
        let running = execute(
            Arc::clone(&self.program),
            self.start(run_id),
            self.environment(world, Arc::clone(&journal) as Arc<dyn Journal>, &seen),
        );
        let report = tokio::time::timeout(PATIENCE, crate::pass_time(running, world)).await;
        let report = report.unwrap_or_else(|_| panic!("{}: the run does not end", self.subject.name));
        let Execution::Ended(report) = report.expect("a journal in memory does not fail") else {
            panic!("{}: a run that must not be parked was parked", self.subject.name)
        };
        let events = seen.close().await;
        let records = journal.load(run_id).await.expect("a journal in memory can be read");
        Ran { report, events, records }
    }

    fn start(&self, run_id: RunId) -> Start {
        let Subject { name, parameters, input, .. } = self.subject;
        let parameters = self.program.parameters(parameters).unwrap_or_else(|wrong| panic!("{name}: {wrong:#?}"));
        Start { parameters, input: input.clone(), resume: true, ..Start::new(run_id) }
    }

    fn environment(&self, world: &Fakes, journal: Arc<dyn Journal>, seen: &Arc<Seen>) -> Environment {
        Environment {
            services: world.services.clone(),
            journal,
            observer: Arc::clone(seen) as Arc<dyn Observer>,
            cancel: CancellationToken::new(),
            durability: Durability::Strict,
            park_after: None,
            debugger: None,
        }
    }

    /// One execution of an effect fails.
    async fn check_failure(&self, step: &Step, kind: &ErrorKind) {
        let what = format!("`{}` fails with {kind}", step.key);
        let error =
            NodeError { node: Some(step.node.to_string()), ..NodeError::failed(kind.clone(), "It was made to fail.") };
        let record = Record::Finished {
            key: step.key.clone(),
            node: step.node.to_string(),
            node_type: step.node_type.to_string(),
            attempt: step.attempt,
            started_at: step.started_at,
            duration_us: 0,
            result: Err(error),
        };
        let ran = self.run_knowing([record]).await;
        self.check_end(&what, &ran);
        let Some(told) = ran.ended().find(|told| told.key == step.key) else {
            panic!("{}: {what}: the trace does not tell of it", self.subject.name)
        };
        let named = told.error.as_ref().and_then(|error| error.node.as_deref());
        assert_eq!(named, Some(&*step.node), "{}: {what}: the trace names the node", self.subject.name);
        if let Some(error) = ran.report.error.as_ref().filter(|error| error.message == "It was made to fail.") {
            assert_eq!(error.node.as_deref(), Some(&*step.node), "{}: {what}: the run names it", self.subject.name);
        }
    }

    /// The process dies while an effect runs: it is repeated where that is safe, else it fails as interrupted.
    async fn check_interruption(&self, step: &Step) {
        let what = format!("`{}` is interrupted", step.key);
        let ran = self.run_knowing([Record::Started { key: step.key.clone(), at: step.started_at }]).await;
        self.check_end(&what, &ran);
        let told = ran.ended().find(|told| told.key == step.key);
        let told = told.unwrap_or_else(|| panic!("{}: {what}: the trace does not tell of it", self.subject.name));
        let is_repeated = told.error.as_ref().is_none_or(|error| error.kind != ErrorKind::INTERRUPTED);
        let again =
            ran.events.iter().filter(|event| matches!(event, Event::Step(told) if told.key == step.key)).count();
        assert_eq!(again, 2, "{}: {what}: it begins and ends once", self.subject.name);
        assert!(is_repeated || told.status == StepStatus::Error, "{}: {what}: {told:?}", self.subject.name);
    }

    async fn run_knowing(&self, records: impl IntoIterator<Item = Record>) -> Ran {
        let (run_id, journal) = (RunId::fresh(), Arc::new(Memory::default()));
        for record in records {
            journal.append(run_id, record).committed().await.expect("a journal in memory does not fail");
        }
        self.run(&(self.subject.world)(), run_id, journal).await
    }

    /// The process dies once so many entries are safe, and another goes on in the same world.
    async fn check_crash(&self, kept: usize, good: &Ran) {
        let what = format!("the process dies after {kept} entries");
        let (world, run_id, seen) = ((self.subject.world)(), RunId::fresh(), Arc::new(Seen::default()));
        let dying = Arc::new(Dying::after(kept));
        let environment = self.environment(&world, Arc::clone(&dying) as Arc<dyn Journal>, &seen);
        let running = crate::pass_time(execute(Arc::clone(&self.program), self.start(run_id), environment), &world);
        let lived = tokio::time::timeout(PATIENCE, async {
            tokio::select! { _ = running => {}, () = dying.dead.notified() => {} }
        });
        assert!(lived.await.is_ok(), "{}: {what}: it neither ends nor dies", self.subject.name);
        let before = dying.kept.load(run_id).await.expect("a journal in memory can be read");
        let ran = self.run(&world, run_id, Arc::clone(&dying.kept)).await;
        self.check_end(&what, &ran);
        let finished: BTreeSet<_> =
            before.iter().filter(|record| matches!(record, Record::Finished { .. })).map(Record::key).collect();
        for key in ran.begun() {
            assert!(!finished.contains(key), "{}: {what}: `{key}` is done again", self.subject.name);
        }
        if before.len() == good.records.len() {
            assert_eq!(ran.report.status, good.report.status, "{}: {what}", self.subject.name);
        }
    }

    /// What holds however a run went: it is over, its effects are recorded, clean-up ran.
    fn check_end(&self, what: &str, ran: &Ran) {
        let name = self.subject.name;
        assert!(ran.report.status.is_final(), "{name}: {what}: {:?}", ran.report.status);
        if ran.report.status == RunStatus::Failed {
            let error =
                ran.report.error.as_ref().unwrap_or_else(|| panic!("{name}: {what}: it failed without an error"));
            assert!(!error.message.is_empty(), "{name}: {what}");
        }
        let ends: Vec<_> = ran.ended().map(|step| step.key.as_str()).collect();
        for key in ran.begun() {
            assert!(ends.contains(&key), "{name}: {what}: `{key}` began and did not end");
        }
        for step in ran.ended().filter(|step| self.effects.contains(&*step.node_type)) {
            let is_kept = |record: &Record| matches!(record, Record::Finished { .. }) && record.key() == step.key;
            assert!(ran.records.iter().any(is_kept), "{name}: {what}: the end of `{}` is not kept", step.key);
        }
        self.check_clean_up(what, ran);
    }

    /// Each time a node with a `finally` ended, what hangs on it had been begun.
    fn check_clean_up(&self, what: &str, ran: &Ran) {
        let keys: BTreeMap<_, _> = ran.ended().map(|step| (step.key.as_str(), step)).collect();
        for wire in self.subject.flow["wires"].as_array().into_iter().flatten() {
            let (Some("finally"), Some(owner), Some(entry)) =
                (wire["sourcePort"].as_str(), wire["source"].as_str(), wire["target"].as_str())
            else {
                continue;
            };
            for step in keys.values().filter(|step| &*step.node == owner) {
                let expected = format!("{}.finally/{entry}", step.key);
                assert!(
                    keys.contains_key(expected.as_str()),
                    "{}: {what}: `{expected}` did not run",
                    self.subject.name
                );
            }
        }
    }
}

impl Ran {
    /// The steps that ended.
    fn ended(&self) -> impl Iterator<Item = &Step> {
        self.steps().filter(|step| step.status != StepStatus::Running)
    }

    /// The activations of effects that were begun, and not only replayed.
    fn begun(&self) -> impl Iterator<Item = &str> {
        self.steps().filter(|step| step.status == StepStatus::Running).map(|step| step.key.as_str())
    }

    fn steps(&self) -> impl Iterator<Item = &Step> {
        self.events.iter().filter_map(|event| match event {
            Event::Step(step) if step.kind == StepKind::Node => Some(step),
            _ => None,
        })
    }

    /// The last word on each activation of an effect.
    fn effects(&self) -> Vec<Step> {
        let begun: BTreeSet<_> = self.begun().collect();
        self.ended().filter(|step| begun.contains(step.key.as_str())).cloned().collect()
    }
}

/// Keeps what a run tells, and notices what it tells after its end.
#[derive(Default)]
struct Seen {
    events: Mutex<Vec<Event>>,
    late: Mutex<Option<Event>>,
    is_closed: std::sync::atomic::AtomicBool,
}

impl Observer for Seen {
    fn event(&self, event: Event) {
        if self.is_closed.load(Ordering::SeqCst) {
            self.late.lock().get_or_insert(event);
        } else {
            self.events.lock().push(event);
        }
    }
}

impl Seen {
    /// All that was told, once the run is over; nothing may come after that.
    async fn close(&self) -> Vec<Event> {
        self.is_closed.store(true, Ordering::SeqCst);
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        let late = self.late.lock().take();
        assert!(late.is_none(), "something happened after the end: {late:?}");
        std::mem::take(&mut *self.events.lock())
    }
}

/// A journal whose process dies: it keeps so many records, and answers to no more.
struct Dying {
    kept: Arc<Memory>,
    room: AtomicUsize,
    unanswered: Mutex<Vec<oneshot::Sender<Result<(), Error>>>>,
    dead: Notify,
}

impl Dying {
    fn after(records: usize) -> Self {
        Self {
            kept: Arc::default(),
            room: AtomicUsize::new(records),
            unanswered: Mutex::default(),
            dead: Notify::new(),
        }
    }
}

#[async_trait]
impl Journal for Dying {
    async fn load(&self, run: RunId) -> Result<Vec<Record>, Error> {
        self.kept.load(run).await
    }

    fn append(&self, run: RunId, record: Record) -> Ack {
        let has_room = self.room.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |room| room.checked_sub(1)).is_ok();
        if has_room {
            return self.kept.append(run, record);
        }
        let (sender, ack) = Ack::pending();
        self.unanswered.lock().push(sender);
        self.dead.notify_one();
        ack
    }
}
