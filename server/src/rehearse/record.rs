//! What a rehearsal did, as far as an answer can hold it.

use engine::{Event, Observer, Step, StepStatus};
use parking_lot::Mutex;

use crate::runs::view::{LogView, StepView};

const MOST_STEPS: usize = 2000;
const MOST_LINES: usize = 1000;

/// Remembers steps and log lines, the first of them.
#[derive(Default)]
pub(super) struct Record(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    steps: Vec<Step>,
    lines: Vec<LogView>,
}

impl Observer for Record {
    fn event(&self, event: Event) {
        let mut inner = self.0.lock();
        match event {
            Event::Step(step) if step.status != StepStatus::Running && inner.steps.len() < MOST_STEPS => {
                inner.steps.push(step);
            }
            Event::Log(line) if inner.lines.len() < MOST_LINES => {
                let seq = i64::try_from(inner.lines.len() + 1).unwrap_or(i64::MAX);
                inner.lines.push(LogView::new(seq, &line));
            }
            _ => {}
        }
    }
}

impl Record {
    /// The steps in the order they ended, and the log.
    pub(super) fn take(&self) -> (Vec<Step>, Vec<LogView>) {
        let inner = std::mem::take(&mut *self.0.lock());
        (inner.steps, inner.lines)
    }
}

/// Steps as the API shows them.
pub(super) fn shown(steps: Vec<Step>) -> Vec<StepView> {
    steps.into_iter().map(|step| StepView::in_full(step).shortened()).collect()
}
