//! Watches one run for everybody: passes its events on, and has its steps and log lines written.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use engine::{Event, LogLine, Observer, Step, StepStatus};
use node_sdk::Stream;
use parking_lot::Mutex;

use super::messages::{Place, RunEvent};
use super::topic::Topic;
use crate::journal::{Hold, LogEntry, VariableEntry};
use crate::runs::Pauses;
use crate::runs::trace::entry_of;
use crate::runs::view::{LogView, StepView, stream_name};
use crate::wire::{preview, word};

/// The most text that one run may log.
const MOST_LOG_BYTES: usize = 64 << 20;

/// Watches one run.
pub struct RunObserver {
    topic: Arc<Topic>,
    hold: Hold,
    also: Option<Arc<dyn Observer>>,
    pauses: Pauses,
    log: Mutex<Log>,
    /// Changes of variables so far.
    changes: AtomicI64,
}

#[derive(Default)]
struct Log {
    seq: i64,
    bytes: usize,
    left_out: u64,
    /// Lines the writer did not take since the last one it took.
    refused: u64,
    /// Lines that are in the log already and will be written again by what is computed again.
    known: HashMap<String, i64>,
}

impl RunObserver {
    /// Watches a run from its start.
    pub fn new(topic: Arc<Topic>, hold: Hold, also: Option<Arc<dyn Observer>>, pauses: Pauses) -> Self {
        Self { topic, hold, also, pauses, log: Mutex::default(), changes: AtomicI64::new(0) }
    }

    /// Goes on after the log line `seq`, leaving out the lines that are known.
    #[must_use]
    pub fn continuing(self, seq: i64, known: HashMap<String, i64>) -> Self {
        Self { log: Mutex::new(Log { seq, known, ..Log::default() }), ..self }
    }

    fn step(&self, step: Step) {
        let is_over = step.status != StepStatus::Running;
        if is_over && !step.journaled {
            self.hold.trace(entry_of(&step));
        }
        let event = || RunEvent::Step { step: StepView::in_full(step).shortened() };
        if is_over { self.topic.mention(event) } else { self.topic.publish(&event()) }
    }

    fn log(&self, line: LogLine) {
        let mut log = self.log.lock();
        if let Some(known) = log.known.get_mut(&line.key).filter(|known| **known > 0) {
            *known -= 1;
            return;
        }
        log.bytes += line.text.len();
        if log.bytes > MOST_LOG_BYTES {
            log.left_out += 1;
            if log.left_out == 1 {
                let text = "The run has logged more than 64 MiB; further lines are left out.".into();
                self.write(&mut log, &LogLine { stream: Stream::Log, text, ..line });
            }
            return;
        }
        self.write(&mut log, &line);
    }

    fn write(&self, log: &mut Log, line: &LogLine) {
        let seq = log.seq + 1;
        let entry = LogEntry {
            seq,
            at: line.at,
            node: line.node.to_string(),
            key: line.key.clone(),
            target: line.target.as_deref().map(ToOwned::to_owned),
            stream: stream_name(line.stream),
            text: line.text.clone(),
        };
        if !self.hold.log(entry) {
            log.refused += 1;
            return;
        }
        log.seq = seq;
        self.topic.mention(|| RunEvent::Log { line: LogView::new(seq, line) });
        let refused = std::mem::take(&mut log.refused);
        if refused > 0 {
            let text = format!("Before this, {refused} lines were left out: the database could not keep up.");
            self.write(log, &LogLine { stream: Stream::Log, text, ..line.clone() });
        }
    }
}

impl Observer for RunObserver {
    fn event(&self, event: Event) {
        if let Some(also) = &self.also {
            also.event(event.clone());
        }
        match event {
            Event::Node { node, state } => self.topic.publish(&RunEvent::Node { node, state: state.into() }),
            Event::Step(step) => self.step(step),
            Event::Log(line) => self.log(line),
            Event::Paused { key, node } => self.pauses.tell(&self.topic, Some(Place { key, node })),
            Event::Resumed { .. } => self.pauses.tell(&self.topic, None),
            Event::Variable { node, key, name, scope, value } => {
                let kind = value.type_name();
                let (value, _) = preview(value);
                let seq = self.changes.fetch_add(1, Ordering::Relaxed) + 1;
                self.hold.variable(VariableEntry {
                    seq,
                    at: self.pauses.now(),
                    node: node.to_string(),
                    key: key.clone(),
                    name: name.to_string(),
                    scope: word(&scope),
                    value: value.to_string(),
                });
                self.topic.publish(&RunEvent::Variable { node, key, name, scope, kind, value });
            }
        }
    }
}
