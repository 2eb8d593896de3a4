//! What a run did, as one JSON object.

use engine::{Event, Observer, Report, RunId, Step, StepStatus};
use parking_lot::Mutex;
use serde::Serialize;

use crate::runs::view::{ErrorView, StepView};
use crate::wire::word;

/// Remembers the steps of a run.
#[derive(Default)]
pub(super) struct Record(Mutex<Vec<Step>>);

#[derive(Serialize)]
struct Written {
    run_id: String,
    status: String,
    result: node_sdk::Value,
    error: Option<ErrorView>,
    variables: node_sdk::Value,
    steps: Vec<StepView>,
}

impl Observer for Record {
    fn event(&self, event: Event) {
        match event {
            Event::Step(step) if step.status != StepStatus::Running => self.0.lock().push(step),
            _ => {}
        }
    }
}

impl Record {
    /// The run as JSON.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub(super) fn to_json(&self, run: RunId, report: &Report) -> serde_json::Result<String> {
        serde_json::to_string(&Written {
            run_id: run.to_string(),
            status: word(&report.status),
            result: report.result.clone(),
            error: report.error.clone().map(ErrorView::from),
            variables: report.variables.clone(),
            steps: std::mem::take(&mut *self.0.lock()).into_iter().map(StepView::in_full).collect(),
        })
    }
}
