//! `flow.retry`: runs a body again until it succeeds.

use std::hash::{DefaultHasher, Hash, Hasher};

use node_sdk::prelude::*;
use node_sdk::{ConfigError, Next};

use crate::condition::Condition;
use crate::timed::{milliseconds, pause};

/// The longest delay that doubling leads to, in seconds.
const LONGEST: f64 = 300.0;

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// How often the body is run at most.
    #[serde(default = "three")]
    #[schemars(range(min = 1, max = 1000))]
    max_attempts: u32,
    /// Seconds before the second attempt.
    #[serde(default = "five")]
    #[schemars(range(min = 0, max = 86_400))]
    retry_delay: f64,
    /// Kinds of error to try again after, such as `timeout` or `exit_code`; `all` stands for every one, `failed` for
    /// those of nodes that ran with a negative outcome, `error` for those of nodes that could not run. Any other error
    /// ends the node at once.
    #[serde(default = "transient")]
    #[schemars(length(max = 50))]
    retry_on: Vec<String>,
    /// Whether each delay is twice the one before, up to 300 s and a little by chance.
    #[serde(default = "yes")]
    exponential_backoff: bool,
    /// What must be true for an attempt to count as a success, such as `result.status == 'ready'`; sees the payload
    /// the body ended with as `result`, and the number of the attempt as `attempt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-binds" = ["result", "attempt"]))]
    success_condition: Option<Condition>,
}

fn three() -> u32 {
    3
}

fn five() -> f64 {
    5.0
}

fn transient() -> Vec<String> {
    [ErrorKind::NETWORK, ErrorKind::TIMEOUT, ErrorKind::HTTP_5XX].map(|kind| kind.as_str().into()).to_vec()
}

fn yes() -> bool {
    true
}

pub(crate) struct Retry;

impl NodeType for Retry {
    const TYPE: &'static str = "flow.retry";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("Retry", Category::Loop)
            .about(
                "Runs its body again until it succeeds.",
                "The body hangs on `loop` and sees the number of the attempt, from 1, as `attempt`. If it fails with a \
                 kind listed in `retry_on`, or `success_condition` is not true afterwards, it is run again after a delay; \
                 delays go on through a restart. After the last attempt the node fails with the last error, whose \
                 `details.attempts` has the reason of each.\n\n\
                 The output is `{ result, attempts, errors, path }`; the message is the one the body ended with.",
            )
            .looks("refresh", Shape::Loop)
            .ports(Ports::inlet().back().body("loop", "try").next("output", "done").error())
            .example("the first attempt is enough", json!({}), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        config.success_condition.iter().flat_map(|condition| condition.problems("success_condition")).collect()
    }
}

impl ActiveNode for Retry {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let mut errors: Vec<Value> = Vec::new();
        for attempt in 1..=config.max_attempts {
            let region = ctx.region("loop").round(u64::from(attempt - 1)).with("attempt", i64::from(attempt));
            let error = match region.run().await.end {
                RegionEnd::Completed(message) => {
                    let Some(error) = unmet(ctx, config, attempt, &message)? else {
                        return Ok(success(message, attempt, errors));
                    };
                    error
                }
                RegionEnd::Failed(error) if !returns(config, &error) => return Err(recorded(error, errors)),
                RegionEnd::Failed(error) => error,
                RegionEnd::Broke { levels } => return Ok(Outcome::pass().then(Next::Break { levels })),
                RegionEnd::Continued => return Ok(Outcome::pass().then(Next::Continue)),
            };
            errors.push(Value::object([("attempt", i64::from(attempt).into()), ("error", error.to_value())]));
            if attempt == config.max_attempts {
                return Err(recorded(error, errors));
            }
            let delay = delay(config, attempt, &ctx.idempotency_key());
            pause(ctx, ctx.deadline_after(&format!("again-{attempt}"), milliseconds(delay))).await?;
        }
        Err(NodeError::new(ErrorKind::VALIDATION, "`max_attempts` must be at least 1."))
    }
}

/// The error of an attempt that ended well without meeting the condition.
fn unmet(ctx: &Ctx<'_>, config: &Config, attempt: u32, message: &Message) -> Result<Option<NodeError>, NodeError> {
    let Some(condition) = &config.success_condition else { return Ok(None) };
    ctx.bind("result", message.payload.clone());
    ctx.bind("attempt", i64::from(attempt));
    let unmet = || {
        NodeError::failed(ErrorKind::VALIDATION, "The success condition was not true after the attempt.")
            .with_details(Value::object([("result", message.payload.clone())]))
    };
    Ok((!condition.holds(ctx)?).then(unmet))
}

/// Whether another attempt may help. A cancelled run is not an error to try again after.
fn returns(config: &Config, error: &NodeError) -> bool {
    error.kind != ErrorKind::CANCELLED && config.retry_on.iter().any(|word| error.is(word))
}

fn success(message: Message, attempts: u32, errors: Vec<Value>) -> Outcome {
    let output = Value::object([
        ("result", message.payload.clone()),
        ("attempts", i64::from(attempts).into()),
        ("errors", errors.into()),
        ("path", "output".into()),
    ]);
    Outcome::pass().recording(output).with_message(message)
}

/// The last error, with those of all attempts beside its own details.
fn recorded(error: NodeError, errors: Vec<Value>) -> NodeError {
    if errors.is_empty() || error.kind == ErrorKind::CANCELLED {
        return error;
    }
    let mut details = match &error.details {
        Value::Object(map) => map.as_ref().clone(),
        Value::Null => Map::default(),
        other => Map::from_iter([("details".into(), other.clone())]),
    };
    details.insert("attempts".into(), errors.into());
    error.with_details(details.into())
}

/// Seconds before the attempt after this one. Chance comes from the node's key, so that many runs that failed together
/// do not all come back together.
fn delay(config: &Config, attempt: u32, key: &str) -> f64 {
    let base = config.retry_delay.max(0.0);
    if !config.exponential_backoff {
        return base;
    }
    let doublings = i32::try_from(attempt - 1).unwrap_or(i32::MAX).min(64);
    let mut hasher = DefaultHasher::new();
    (key, attempt).hash(&mut hasher);
    let chance = f64::from(u16::try_from(hasher.finish() % 10_000).unwrap_or_default()) / 10_000.0;
    let jitter = 0.9 + 0.2 * chance;
    (base * 2_f64.powi(doublings) * jitter).min(LONGEST.max(base))
}

#[cfg(test)]
mod tests {
    use node_testkit::{Fakes, Flows, Given, Trace};

    use super::*;
    use crate::testing::{flow, run_with_time, variable};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(Retry).await;
    }

    /// A body that counts, and fails with the kind while the count is below `until`.
    async fn check(config: serde_json::Value, kind: &str, until: i64) -> Trace {
        let nodes = json!([
            ["retry", "flow.retry", config],
            ["add", "flow.set_variable", { "variables": { "count": "{{ attempt }}" } }],
            ["is", "flow.if", { "condition": format!("count < {until}") }],
            ["fail", "flow.throw_error", { "message": "not yet", "error_type": kind }],
        ]);
        run_with_time(&flow(nodes, &["retry.loop -> add", "add -> is", "is.true -> fail"])).await
    }

    #[tokio::test]
    async fn it_tries_again_after_the_listed_kinds_only() {
        let trace = check(json!({}), "timeout", 3).await;
        assert_eq!(variable(&trace, "count"), Value::Int(3), "{:?}", trace.report.error);
        let output = &trace.step("retry").expect("it ran").output;
        assert_eq!(output.get("attempts"), Some(&Value::Int(3)));
        assert_eq!(output.get("errors").and_then(Value::as_array).map(|list| list.len()), Some(2));
        let trace = check(json!({}), "auth_error", 3).await;
        assert_eq!(trace.report.variables.get("count"), Some(&Value::Int(1)));
        let trace = check(json!({ "retry_on": ["custom"] }), "disk_full", 2).await;
        assert_eq!(variable(&trace, "count"), Value::Int(2), "{:?}", trace.report.error);
    }

    /// What is thrown has failed.
    #[tokio::test]
    async fn it_tells_what_failed_from_what_could_not_run() {
        let trace = check(json!({ "retry_on": ["failed"] }), "custom", 2).await;
        assert_eq!(variable(&trace, "count"), Value::Int(2), "{:?}", trace.report.error);
        let trace = check(json!({ "retry_on": ["error"] }), "custom", 2).await;
        assert_eq!(trace.report.variables.get("count"), Some(&Value::Int(1)));
    }

    #[tokio::test]
    async fn after_the_last_attempt_it_fails_with_the_reason_of_each() {
        let error = check(json!({ "max_attempts": 2 }), "http_5xx", 9).await.report.error.expect("it fails");
        assert_eq!(error.kind, ErrorKind::HTTP_5XX);
        let attempts = error.details.get("attempts").and_then(Value::as_array).map(|list| list.len());
        assert_eq!(attempts, Some(2), "{:?}", error.details);
    }

    #[tokio::test]
    async fn a_success_must_meet_its_condition() {
        let config =
            json!({ "success_condition": { "left_operand": "attempt", "operator": "greater", "right_operand": 1 } });
        let trace = check(config, "timeout", 0).await;
        assert_eq!(variable(&trace, "count"), Value::Int(2), "{:?}", trace.report.error);
    }

    #[tokio::test]
    async fn cancelling_ends_the_delay() {
        let nodes = json!([["retry", "flow.retry", {}], ["fail", "flow.throw_error", { "message": "x", "error_type": "timeout" }]]);
        let given = Given::default();
        let cancel = given.cancel.clone();
        let (flows, fakes) = (Flows::new(vec![crate::library()]), Fakes::default());
        let document = flow(nodes, &["retry.loop -> fail"]);
        let running = flows.run(&document, &fakes.services, given);
        // The clock stands still, so the first delay never ends by itself.
        let (trace, ()) = tokio::join!(running, async { cancel.cancel() });
        assert_eq!(trace.report.error.map(|error| error.kind), Some(ErrorKind::CANCELLED));
    }

    #[test]
    fn delays_double_up_to_the_cap_and_differ_a_little() {
        let config: Config = serde_json::from_value(json!({})).expect("a configuration");
        for attempt in 1..=12 {
            let (one, plain) =
                (delay(&config, attempt, "a"), 5.0 * 2_f64.powi(i32::try_from(attempt).unwrap_or(0) - 1));
            assert!(one <= LONGEST && one >= (plain * 0.9).min(LONGEST * 0.9), "{attempt}: {one}");
        }
        assert!((delay(&config, 1, "a") - delay(&config, 1, "b")).abs() > 1e-9);
        let fixed: Config = serde_json::from_value(json!({ "exponential_backoff": false })).expect("a configuration");
        assert!((delay(&fixed, 9, "a") - 5.0).abs() < 1e-9);
    }
}
