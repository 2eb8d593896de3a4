//! What all activations of one run share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use node_sdk::{ErrorKind, Map, NodeError, Outcome, Scope, Services, Str, Target, Value};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::debug::Debugger;
use super::idle::Idle;
use super::ledger::Ledger;
use super::mask::Masker;
use super::rehearse::Rehearsal;
use super::replay::Replay;
use super::tally::Tally;
use super::trail::Trail;
use crate::events::{Counts, Event, LogLine, Observer, Step, StepKind, StepStatus};
use crate::journal::{Record, RunId};
use crate::program::{NodeIndex, Program};

/// One run.
pub(crate) struct Run {
    pub(crate) program: Arc<Program>,
    pub(crate) id: RunId,
    pub(crate) parameters: Map,
    /// `run` and `flow` as expressions see them.
    pub(crate) about_run: Value,
    pub(crate) about_flow: Value,
    /// The machine its nodes work on, where they name no other.
    pub(crate) target: Option<Arc<Target>>,
    /// When it first started, in milliseconds since 1970.
    pub(crate) started_at: i64,
    /// The start it begins at, where the flow has any.
    pub(crate) entry: Option<NodeIndex>,
    pub(crate) services: Services,
    pub(crate) ledger: Ledger,
    pub(crate) replay: Replay,
    pub(crate) idle: Idle,
    pub(crate) debugger: Option<Arc<Debugger>>,
    pub(crate) rehearsal: Option<Rehearsal>,
    /// Fires when nothing new may start.
    pub(crate) stop: CancellationToken,
    /// Fires when clean-up has had its time, too.
    pub(crate) grace: CancellationToken,
    pub(crate) masker: Masker,
    observer: Arc<dyn Observer>,
    is_watched: bool,
    steps: AtomicU64,
    stamps: AtomicU64,
    completed: AtomicU64,
    failed: AtomicU64,
    skipped: AtomicU64,
    pub(crate) trail: Trail,
    tally: Mutex<Tally>,
    end: Mutex<Option<End>>,
}

/// An execution of a node: its position in the document, then attempts and rounds.
pub(crate) type Place = (NodeIndex, Vec<(u32, u64)>);

/// What `flow.end` said: the last such node in document order, there in its last round.
#[derive(Clone)]
pub(crate) struct End {
    place: Place,
    pub(crate) result: Value,
    pub(crate) failed: bool,
}

/// The node that sets a variable, and what makes the key of its activation, if anybody is told.
#[derive(Clone, Copy)]
pub(crate) struct Setter<'a>(pub(crate) NodeIndex, pub(crate) &'a dyn Fn() -> String);

/// What a run is made of.
pub(crate) struct Parts {
    pub(crate) program: Arc<Program>,
    pub(crate) id: RunId,
    pub(crate) parameters: Map,
    pub(crate) about_run: Value,
    pub(crate) about_flow: Value,
    pub(crate) target: Option<Arc<Target>>,
    pub(crate) started_at: i64,
    pub(crate) entry: Option<NodeIndex>,
    pub(crate) services: Services,
    pub(crate) ledger: Ledger,
    pub(crate) replay: Replay,
    pub(crate) debugger: Option<Arc<Debugger>>,
    pub(crate) rehearsal: Option<Rehearsal>,
    pub(crate) observer: Arc<dyn Observer>,
}

impl Run {
    pub(crate) fn new(parts: Parts) -> Self {
        let nodes = parts.program.nodes.len();
        let shown = parts.program.nodes.iter().map(|plan| plan.shown).collect();
        let secrets = parts.parameters.iter().filter(|(name, _)| parts.program.is_secret(name));
        Self {
            masker: Masker::new(secrets.map(|(_, value)| value)),
            is_watched: parts.observer.is_watching(),
            program: parts.program,
            id: parts.id,
            parameters: parts.parameters,
            about_run: parts.about_run,
            about_flow: parts.about_flow,
            target: parts.target,
            started_at: parts.started_at,
            entry: parts.entry,
            services: parts.services,
            ledger: parts.ledger,
            replay: parts.replay,
            idle: Idle::default(),
            debugger: parts.debugger,
            rehearsal: parts.rehearsal,
            stop: CancellationToken::new(),
            grace: CancellationToken::new(),
            observer: parts.observer,
            steps: AtomicU64::new(0),
            stamps: AtomicU64::new(1),
            completed: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            skipped: AtomicU64::new(0),
            trail: Trail::new(nodes),
            tally: Mutex::new(Tally::new(shown)),
            end: Mutex::new(None),
        }
    }

    /// A number no other write of the run has.
    pub(crate) fn stamp(&self) -> u64 {
        self.stamps.fetch_add(1, Ordering::Relaxed)
    }

    /// Counts one more execution.
    pub(crate) fn count_step(&self) -> Result<u64, NodeError> {
        let steps = self.steps.fetch_add(1, Ordering::Relaxed) + 1;
        let most = self.program.bounds.steps;
        if steps <= most {
            return Ok(steps);
        }
        let message = format!(
            "The run was stopped after {most} executed nodes. Look for a loop that does not end, or raise `steps` in the flow's limits."
        );
        Err(NodeError::new(ErrorKind::LIMIT, message))
    }

    /// Waits until all that was recorded is as safe as the flow asks for.
    pub(crate) async fn settle(&self) -> Result<(), NodeError> {
        let _busy = self.idle.busy();
        self.ledger.settle().await.map_err(|error| self.stopped_by(&error))
    }

    /// Records that an effect begins, and waits until it may.
    pub(crate) async fn begin(&self, record: Record, is_repeatable: bool) -> Result<(), NodeError> {
        let _busy = self.idle.busy();
        self.ledger.begin(record, is_repeatable).await.map_err(|error| self.stopped_by(&error))
    }

    fn stopped_by(&self, error: &crate::journal::Error) -> NodeError {
        self.stop.cancel();
        NodeError::new(ErrorKind::INTERNAL, error.to_string())
    }

    /// What was decided under this key before, or else this, which is recorded.
    pub(crate) fn fix(&self, key: String, value: &mut dyn FnMut() -> Value) -> Value {
        if let Some(known) = self.replay.choice(&key) {
            return known.clone();
        }
        let value = value();
        self.ledger.add(Record::Choice { key, value: value.clone() });
        value
    }

    /// Waits until a moment, in milliseconds since 1970; what is left of it is noted meanwhile.
    pub(crate) async fn wait_until(&self, due: i64) {
        let _timer = self.idle.timer(due);
        let left = u64::try_from(due.saturating_sub(self.services.clock.now())).unwrap_or(0);
        tokio::time::sleep(std::time::Duration::from_millis(left)).await;
    }

    /// Whether anybody looks.
    pub(crate) fn is_watched(&self) -> bool {
        self.is_watched
    }

    /// Notes what a `flow.end` said.
    pub(crate) fn note_end(&self, place: Place, outcome: &Outcome, failed: bool) {
        let mut end = self.end.lock();
        if end.as_ref().is_none_or(|known| known.place <= place) {
            *end = Some(End { place, result: outcome.output.clone(), failed });
        }
    }

    /// What the run came to, if a `flow.end` said so.
    pub(crate) fn end(&self) -> Option<End> {
        self.end.lock().clone()
    }

    /// Totals so far.
    pub(crate) fn counts(&self) -> Counts {
        Counts {
            completed: self.completed.load(Ordering::Relaxed),
            failed: self.failed.load(Ordering::Relaxed),
            skipped: self.skipped.load(Ordering::Relaxed),
        }
    }

    /// Counts how an execution ended.
    pub(crate) fn count_end(&self, status: StepStatus) {
        let counter = match status {
            StepStatus::Completed => &self.completed,
            StepStatus::Skipped => &self.skipped,
            _ => &self.failed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether this execution of a pure node is still told in full.
    pub(crate) fn tells_in_full(&self, node: NodeIndex) -> bool {
        self.is_watched && self.trail.is_early(node, StepKind::Node)
    }

    /// Works on the summaries, and tells those that are due.
    pub(crate) fn tally(&self, change: impl FnOnce(&mut Tally)) {
        if self.is_watched {
            let mut tally = self.tally.lock();
            change(&mut tally);
            self.tell(tally.due(false));
        }
    }

    /// Counts in the summaries without looking at the time.
    pub(crate) fn tally_quietly(&self, change: impl FnOnce(&mut Tally)) {
        if self.is_watched {
            change(&mut self.tally.lock());
        }
    }

    /// Whether some summary changed and was not told yet.
    pub(crate) fn has_untold(&self) -> bool {
        self.is_watched && self.tally.lock().has_untold()
    }

    /// Tells every summary that changed.
    pub(crate) fn flush(&self) {
        if self.is_watched {
            let due = self.tally.lock().due(true);
            self.tell(due);
        }
    }

    fn tell(&self, due: Vec<(NodeIndex, crate::events::NodeState)>) {
        for (node, mut state) in due {
            state.message = state.message.map(|message| self.masker.text(&message));
            self.observer.event(Event::Node { node: self.program.nodes[node].id.clone(), state });
        }
    }

    /// Tells of a step, secrets masked.
    pub(crate) fn tell_step(&self, step: Step) {
        if !self.is_watched {
            return;
        }
        let output = self.masker.value(&step.output);
        let config = step.config.as_ref().map(|config| self.masker.value(config));
        let item = step.item.as_ref().map(|item| self.masker.value(item));
        let error = step.error.as_ref().map(|error| self.masker.error(error));
        let journaled = step.journaled && self.ledger.is_kept() && !self.masker.has_secrets();
        self.observer.event(Event::Step(Step { output, error, config, item, journaled, ..step }));
    }

    /// Tells of the last executions of each node and body.
    pub(crate) fn tell_last(&self) {
        for step in self.trail.finish(self) {
            self.tell_step(step);
        }
    }

    /// Tells of a variable, its value masked.
    pub(crate) fn tell_variable(&self, by: Setter<'_>, name: &Str, scope: Scope, value: &Value) {
        if self.is_watched && self.trail.is_young(by.0) {
            let (node, key, value) = (self.program.nodes[by.0].id.clone(), (by.1)(), self.masker.value(value));
            self.observer.event(Event::Variable { node, key, name: name.clone(), scope, value });
        }
    }

    /// Tells that the run is paused, or goes on.
    pub(crate) fn tell_debug(&self, event: Event) {
        self.flush();
        self.observer.event(event);
    }

    /// Tells of a log line, secrets masked.
    pub(crate) fn tell_log(&self, line: LogLine) {
        let text = self.masker.text(&line.text);
        self.observer.event(Event::Log(LogLine { text, ..line }));
    }
}
