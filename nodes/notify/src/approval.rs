//! `approval.request`: waits until somebody agrees.

use node_sdk::prelude::*;
use node_sdk::{Decision, Question, Verdict};

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// What is to be decided, in one line.
    #[schemars(length(min = 1, max = 200), extend("x-ui" = { "placeholder": "Restart the database on {{ params.host }}?" }))]
    title: String,
    /// What whoever decides should know.
    #[serde(default)]
    #[schemars(length(max = 10_000), extend("x-ui" = { "widget": "multiline" }))]
    message: String,
    /// Names of the users who may decide; everybody who may decide at all where left empty.
    #[serde(default)]
    #[schemars(length(max = 100), extend("x-ui" = { "widget": "tags", "placeholder": "anna", "expression": "allowed" }))]
    approvers: Vec<String>,
    /// Seconds after which it is too late; only the run's own time limit where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 31_536_000), extend("x-ui" = { "widget": "duration" }))]
    expires_after: Option<f64>,
    /// Whether whoever started the run may decide, too.
    #[serde(default)]
    self_approval: bool,
}

pub(crate) struct Request;

impl NodeType for Request {
    const TYPE: &'static str = "approval.request";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Ask for approval", Category::Notify)
            .about(
                "Waits until somebody agrees or refuses.",
                "The run waits, at no cost and through restarts, until somebody decides on the run's page, or time runs \
                 out. The payload is then the decision: `decision`, `by`, `at` and `comment`. Without a wire at \
                 `rejected` or `timeout`, that outcome fails the node.",
            )
            .looks("user-check", Shape::Approval)
            .platforms(Platform::ENGINE)
            .ports(
                Ports::inlet().next("approved", "approved").next("rejected", "rejected").next("timeout", "timeout").error(),
            )
            .repeat(Repeat::Safe)
            .sample(json!({
                "decision": "approved", "by": "anna", "at": "2026-03-01T08:00:00.000Z", "comment": "Go ahead."
            }))
            .example("before a restart", json!({ "title": "Restart the web servers?" }), "approved")
            .example(
                "within an hour, by one of two",
                json!({ "title": "Delete the old backups?", "approvers": ["anna", "ben"], "expires_after": 3600 }),
                "approved",
            )
    }
}

impl ActiveNode for Request {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let question = Question {
            title: config.title.clone(),
            message: config.message.clone(),
            approvers: config
                .approvers
                .iter()
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
            allows_self: config.self_approval,
            due: config.expires_after.map(|seconds| ctx.started_at().saturating_add(milliseconds(seconds))),
        };
        let decision = ctx.ask(question).await?;
        let port = port(decision.verdict);
        if decision.verdict != Verdict::Approved && !ctx.has_wire(port) {
            return Err(refused(&decision));
        }
        Ok(Outcome { port: port.into(), ..Outcome::output(shown(&decision)) })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a year in milliseconds is far from the end of i64")]
fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0) as i64
}

fn port(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approved => "approved",
        Verdict::Rejected => "rejected",
        Verdict::TimedOut => "timeout",
    }
}

/// What the flow sees: `decision`, `by`, `at`, `comment`.
fn shown(decision: &Decision) -> Value {
    let word = match decision.verdict {
        Verdict::TimedOut => "timed_out",
        verdict => port(verdict),
    };
    let at = chrono::DateTime::from_timestamp_millis(decision.at).unwrap_or_default();
    Value::object([
        ("decision", word.into()),
        ("by", decision.by.as_deref().map_or(Value::Null, Value::from)),
        ("at", at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true).into()),
        ("comment", decision.comment.as_str().into()),
    ])
}

fn refused(decision: &Decision) -> NodeError {
    let error = match (decision.verdict, &decision.by) {
        (Verdict::TimedOut, _) => NodeError::failed(ErrorKind::TIMEOUT, "Nobody decided in time."),
        (_, by) => {
            let by = by.as_deref().unwrap_or("Somebody");
            let comment = if decision.comment.is_empty() { ".".into() } else { format!(": {}", decision.comment) };
            NodeError::failed(ErrorKind::NOT_PERMITTED, format!("{by} refused{comment}"))
        }
    };
    error.with_details(shown(decision))
}

#[cfg(test)]
mod tests {
    use node_testkit::{Fakes, Flows, Given, contract};

    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Request).await;
    }

    fn flow(ports: &[&str]) -> serde_json::Value {
        let mut nodes = vec![json!({
            "id": "ask", "type": "approval.request",
            "config": { "title": "Restart {{ params.host }} with {{ params.key }}?", "approvers": ["anna"], "expires_after": 60 }
        })];
        let ends = ports.iter().map(|port| json!({ "id": port, "type": "flow.end", "config": { "result": port } }));
        nodes.extend(ends);
        let wires: Vec<_> =
            ports.iter().map(|port| json!({ "source": "ask", "sourcePort": port, "target": port })).collect();
        json!({
            "format": "opsconductor.flow/1", "name": "Ask", "nodes": nodes, "wires": wires,
            "parameters": {
                "host": { "type": "string", "default": "web-1" },
                "key": { "type": "string", "secret": true, "default": "Kx7-hidden" }
            }
        })
    }

    async fn run(ports: &[&str], verdict: Verdict) -> (node_testkit::Trace, Vec<Question>) {
        let fakes = Fakes::default();
        fakes.kept.decide(verdict);
        let flows = Flows::new(vec![crate::library(), node_flow::library()]);
        let trace = flows.run(&flow(ports), &fakes.services, Given::default()).await;
        (trace, fakes.kept.questions())
    }

    #[tokio::test]
    async fn the_decision_says_where_the_run_goes_on() {
        let all = ["approved", "rejected", "timeout"];
        for (verdict, expected) in
            [(Verdict::Approved, "approved"), (Verdict::Rejected, "rejected"), (Verdict::TimedOut, "timeout")]
        {
            let (trace, _) = run(&all, verdict).await;
            assert_eq!(trace.report.result, expected.into(), "{:?}", trace.report.error);
        }
    }

    #[tokio::test]
    async fn people_read_no_secret() {
        let (_, questions) = run(&["approved"], Verdict::Approved).await;
        assert_eq!(questions[0].title, "Restart web-1 with •••?");
        assert_eq!(questions[0].approvers, ["anna"]);
    }

    #[tokio::test]
    async fn what_was_not_approved_fails_where_no_wire_says_otherwise() {
        for (verdict, kind) in [(Verdict::Rejected, ErrorKind::NOT_PERMITTED), (Verdict::TimedOut, ErrorKind::TIMEOUT)]
        {
            let (trace, _) = run(&["approved"], verdict).await;
            let error = trace.report.error.expect("a failure");
            assert_eq!(error.kind, kind, "{error:?}");
        }
    }
}
