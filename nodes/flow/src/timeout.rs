//! `flow.timeout`: gives a body so much time.

use node_sdk::Next;
use node_sdk::prelude::*;

use crate::timed::{Limit, Timed};

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The most seconds the body may take; fractions are allowed.
    #[serde(default = "five_minutes")]
    #[schemars(range(min = 0.001, max = 31_536_000))]
    timeout_seconds: f64,
}

fn five_minutes() -> f64 {
    300.0
}

pub(crate) struct Timeout;

impl NodeType for Timeout {
    const TYPE: &'static str = "flow.timeout";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("Time limit", Category::Control)
            .about(
                "Runs a body and stops it when its time is over.",
                "The time goes on through a restart. When it is over, the body is stopped and its `finally` bodies run; \
                 then what hangs on `timeout` runs and sees `error`. If that path completes, the flow goes on at \
                 `output`; if it fails, or nothing is wired there, the node fails with kind `timeout`.\n\n\
                 The output is `{ path, result }`, where `path` is `body` or `timeout`.",
            )
            .looks("stopwatch", Shape::Parallel)
            .ports(
                Ports::inlet().body("body", "body").body("timeout", "time is over").next("output", "done").error(),
            )
            .example("in time", json!({ "timeout_seconds": 5 }), "output")
    }
}

impl ActiveNode for Timeout {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let limit = Limit::new(ctx, config.timeout_seconds);
        let (path, end) = match limit.run(ctx.region("body"), 0).await? {
            Timed::Ended(outcome) => ("body", outcome.end),
            Timed::Over => {
                let message = format!("The body was stopped after {} s, its time limit.", config.timeout_seconds);
                let error = NodeError::failed(ErrorKind::TIMEOUT, message);
                if !ctx.has_wire("timeout") {
                    return Err(error);
                }
                ("timeout", ctx.region("timeout").with("error", error.to_value()).run().await.end)
            }
        };
        go_on(path, end)
    }
}

/// How a node goes on whose own end is that of one of its bodies.
pub(crate) fn go_on(path: &str, end: RegionEnd) -> Result<Outcome, NodeError> {
    match end {
        RegionEnd::Completed(message) => {
            let output = Value::object([("path", path.into()), ("result", message.payload.clone())]);
            Ok(Outcome::pass().recording(output).with_message(message))
        }
        RegionEnd::Failed(error) => Err(error),
        RegionEnd::Broke { levels } => Ok(Outcome::pass().then(Next::Break { levels })),
        RegionEnd::Continued => Ok(Outcome::pass().then(Next::Continue)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, run_with_time, see, variable};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(Timeout).await;
    }

    const BODY: [&str; 4] = ["limit.body -> try", "try.try -> wait", "wait -> late", "try.finally -> tidy"];

    fn nodes() -> serde_json::Value {
        json!([["limit", "flow.timeout", { "timeout_seconds": 2 }], ["try", "flow.try_catch"],
               ["wait", "system.wait", { "seconds": 3600 }], see("late", "late"), see("tidy", "tidy "),
               see("over", "over "), see("after", "after")])
    }

    #[tokio::test]
    async fn a_body_that_takes_too_long_is_stopped_and_cleaned_up() {
        let trace = run_with_time(&flow(nodes(), &BODY)).await;
        assert_eq!(trace.report.error.map(|error| error.kind), Some(ErrorKind::TIMEOUT));
        assert_eq!(trace.report.variables.get("seen"), Some(&"tidy ".into()));
    }

    #[tokio::test]
    async fn the_timeout_path_recovers() {
        let wires = [BODY.as_slice(), &["limit.timeout -> over", "limit -> after"]].concat();
        let trace = run_with_time(&flow(nodes(), &wires)).await;
        assert_eq!(variable(&trace, "seen"), "tidy over after".into(), "{:?}", trace.report.error);
        assert_eq!(trace.step("limit").and_then(|step| step.output.get("path").cloned()), Some("timeout".into()));
    }
}
