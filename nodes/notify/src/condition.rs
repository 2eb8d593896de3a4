//! Whether a message is sent, by how the step before ended.

use node_sdk::{Ctx, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When a message is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum SendCondition {
    /// In any case.
    #[default]
    Always,
    /// If the step before ended well.
    OnSuccess,
    /// If the step before ran, and its outcome is negative.
    OnFailure,
    /// If the step before could not run.
    OnError,
    /// If the step before ran, whatever its outcome.
    OnCompletion,
}

/// How the step before ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Well; also where there is no step before.
    Success,
    /// It ran, and its outcome is negative.
    Failure,
    /// It could not run, took too long, or was stopped.
    Error,
    /// It was not run.
    Skipped,
}

impl Ending {
    /// Of the step before; where a body begins with this node, of what the body reacts to.
    pub(crate) fn of_previous(ctx: &Ctx<'_>) -> Self {
        let status = |value: Value| value.get("status").and_then(Value::as_str).map(Self::read);
        let caught = || {
            let error = ctx.variable("error").filter(|error| error.get("kind").is_some())?;
            let is_failure = error.get("failed").and_then(Value::as_bool) == Some(true);
            Some(if is_failure { Self::Failure } else { Self::Error })
        };
        ctx.variable("prev").and_then(status).or_else(caught).unwrap_or(Self::Success)
    }

    fn read(status: &str) -> Self {
        match status {
            "success" => Self::Success,
            "failed" => Self::Failure,
            "skipped" => Self::Skipped,
            _ => Self::Error,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Success => "ended well",
            Self::Failure => "failed",
            Self::Error => "could not run",
            Self::Skipped => "was skipped",
        }
    }
}

impl SendCondition {
    /// Why nothing is sent; `None` if it is.
    pub(crate) fn refuses(self, ending: Ending) -> Option<String> {
        let (is_met, wanted) = match self {
            Self::Always => (true, ""),
            Self::OnSuccess => (ending == Ending::Success, "ends well"),
            Self::OnFailure => (ending == Ending::Failure, "fails"),
            Self::OnError => (ending == Ending::Error, "cannot run"),
            Self::OnCompletion => (matches!(ending, Ending::Success | Ending::Failure), "has run"),
        };
        (!is_met).then(|| {
            format!("Nothing was sent: the step before {}, and a message is sent if it {wanted}.", ending.words())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(condition: SendCondition, met_by: &[Ending]) {
        for ending in [Ending::Success, Ending::Failure, Ending::Error, Ending::Skipped] {
            let is_met = condition.refuses(ending).is_none();
            assert_eq!(is_met, met_by.contains(&ending), "{condition:?} after {ending:?}");
        }
    }

    #[test]
    fn each_condition_is_met_by_its_endings() {
        use Ending::{Error, Failure, Skipped, Success};
        check(SendCondition::Always, &[Success, Failure, Error, Skipped]);
        check(SendCondition::OnSuccess, &[Success]);
        check(SendCondition::OnFailure, &[Failure]);
        check(SendCondition::OnError, &[Error]);
        check(SendCondition::OnCompletion, &[Success, Failure]);
    }

    #[test]
    fn a_status_reads_as_its_ending() {
        for (status, ending) in
            [("timed_out", Ending::Error), ("cancelled", Ending::Error), ("failed", Ending::Failure)]
        {
            assert_eq!(Ending::read(status), ending);
        }
    }

    #[test]
    fn what_was_not_sent_is_explained() {
        let reason = SendCondition::OnFailure.refuses(Ending::Success).expect("it is not met");
        assert_eq!(reason, "Nothing was sent: the step before ended well, and a message is sent if it fails.");
    }
}
