//! What all notification nodes ask for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::condition::SendCondition;

/// The fields at the end of each form.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Common {
    /// When the message is sent, judged by how the step before this one ended. Otherwise the node is skipped.
    #[serde(default)]
    pub(crate) send_condition: SendCondition,
    /// Add which flow and run the message comes from, and how the step before this one ended.
    #[serde(default = "yes")]
    pub(crate) include_job_context: bool,
    /// Add the last lines that the step before this one printed.
    #[serde(default)]
    pub(crate) include_execution_logs: bool,
    /// Fail if the message cannot be sent. Otherwise the run goes on, and the log says what happened.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "advanced": true }))]
    pub(crate) fail_flow_on_error: bool,
}

fn yes() -> bool {
    true
}
