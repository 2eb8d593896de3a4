//! `flow.error_recovery`: repairs what made a body fail, and goes on.

use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::timeout::go_on;

/// What to do about some kinds of error.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub(crate) struct Strategy {
    /// Name of the strategy and of its port.
    #[schemars(length(min = 1, max = 64), extend("x-ui" = { "expression": "no" }))]
    name: String,
    /// Kinds of error it repairs, such as `timeout` or `exit_code`; `all` stands for every one, `failed` for those of
    /// nodes that ran with a negative outcome, `error` for those of nodes that could not run.
    #[serde(default = "all")]
    #[schemars(length(min = 1, max = 50))]
    error_types: Vec<String>,
}

/// How to go on after a repair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Resume {
    /// Run the body again.
    #[default]
    Retry,
    /// Go on after the node, with the message of the repair.
    Skip,
    /// Fail with the body's error all the same.
    Abort,
}

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The strategies; the first one that takes the error's kind is used.
    #[schemars(length(min = 1, max = 50))]
    strategies: Vec<Strategy>,
    /// How often a repair is tried at most.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 100))]
    max_recoveries: u64,
    /// How to go on after a repair.
    #[serde(default)]
    resume: Resume,
}

fn all() -> Vec<String> {
    vec!["all".into()]
}

fn one() -> u64 {
    1
}

const OWN_PORTS: [&str; 4] = ["body", "fallback", "output", "error"];

pub(crate) struct ErrorRecovery;

impl NodeType for ErrorRecovery {
    const TYPE: &'static str = "flow.error_recovery";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("Error recovery", Category::Control)
            .about(
                "Repairs what made its body fail, then tries again or goes on.",
                "If `body` fails, the first strategy for that kind of error runs; it hangs on the port of its name and \
                 sees `error`. Then the body runs again (`retry`), the flow goes on (`skip`), or the node fails all the \
                 same (`abort`). If no strategy fits, a repair fails, or `max_recoveries` are used up, `fallback` runs \
                 instead; without it the node fails with the error.\n\n\
                 The output is `{ path, result }`, where `path` names what the node ended with.",
            )
            .looks("shield-check", Shape::Parallel)
            .ports(
                Ports::inlet()
                    .each("strategies", Some("name"), Role::Body)
                    .body("body", "body")
                    .body("fallback", "fall back")
                    .next("output", "done")
                    .error(),
            )
            .example("nothing to repair", json!({ "strategies": [{ "name": "repair" }] }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let taken = |(index, strategy): (usize, &Strategy)| {
            OWN_PORTS.contains(&strategy.name.as_str()).then(|| {
                let message = format!("`{}` is a port of the node itself; choose another name.", strategy.name);
                ConfigError::new(format!("strategies/{index}/name"), message)
            })
        };
        config.strategies.iter().enumerate().filter_map(taken).collect()
    }
}

impl ActiveNode for ErrorRecovery {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        for recovery in 0..=config.max_recoveries {
            let error = match ctx.region("body").round(recovery).run().await.end {
                RegionEnd::Failed(error) if error.kind != ErrorKind::CANCELLED => error,
                end => return go_on("body", end),
            };
            let fits = |strategy: &&Strategy| strategy.error_types.iter().any(|word| error.is(word));
            let strategy = config.strategies.iter().find(fits).filter(|_| recovery < config.max_recoveries);
            let Some(strategy) = strategy else { return fall_back(ctx, error).await };
            let repair = ctx.region(&strategy.name).round(recovery).with("error", error.to_value());
            match (repair.run().await.end, config.resume) {
                (RegionEnd::Failed(failure), _) if failure.kind == ErrorKind::CANCELLED => return Err(failure),
                (RegionEnd::Failed(failure), _) => return fall_back(ctx, failure).await,
                (RegionEnd::Completed(_), Resume::Retry) => {}
                (RegionEnd::Completed(_), Resume::Abort) => return Err(error),
                (end, _) => return go_on(&strategy.name, end),
            }
        }
        Err(NodeError::new(ErrorKind::VALIDATION, "`max_recoveries` must be at least 1."))
    }
}

async fn fall_back(ctx: &Ctx<'_>, error: NodeError) -> Result<Outcome, NodeError> {
    if !ctx.has_wire("fallback") {
        return Err(error);
    }
    go_on("fallback", ctx.region("fallback").with("error", error.to_value()).run().await.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, run, see, variable};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(ErrorRecovery).await;
    }

    /// A body that fails with `broken` while `count` is below `until`; the repair adds one.
    async fn check(config: serde_json::Value, until: i64, wires: &[&str]) -> node_testkit::Trace {
        let mut config = config;
        config["strategies"] =
            json!([{ "name": "other", "error_types": ["timeout"] }, { "name": "repair", "error_types": ["broken"] }]);
        let nodes = json!([
            ["it", "flow.error_recovery", config],
            see("try", "t"),
            ["is", "flow.if", { "condition": format!("count < {until}") }],
            ["fail", "flow.throw_error", { "message": "no", "error_type": "broken" }],
            ["add", "flow.set_variable", { "variables": { "count": { "$expr": "count + 1" }, "seen": "{{ seen }}r" } }],
            ["refail", "flow.throw_error", { "message": "worse" }],
            see("back", "f"), see("after", "a"),
        ]);
        let body = ["it.body -> try", "try -> is", "is.true -> fail", "it.repair -> add", "it -> after"];
        run(&flow(nodes, &[body.as_slice(), wires].concat())).await
    }

    #[tokio::test]
    async fn it_repairs_and_then_retries_skips_or_aborts() {
        let seen = |trace: &node_testkit::Trace| variable(trace, "seen");
        assert_eq!(seen(&check(json!({}), 1, &[]).await), "trta".into());
        assert_eq!(seen(&check(json!({ "resume": "skip" }), 9, &[]).await), "tra".into());
        let aborted = check(json!({ "resume": "abort" }), 9, &[]).await;
        assert_eq!(aborted.report.error.map(|error| error.message), Some("no".into()));
    }

    #[tokio::test]
    async fn it_falls_back_when_repairs_are_used_up_or_fail() {
        let trace = check(json!({ "max_recoveries": 2 }), 9, &["it.fallback -> back"]).await;
        assert_eq!(variable(&trace, "seen"), "trtrtfa".into(), "{:?}", trace.report.error);
        let trace = check(json!({}), 9, &["add -> refail", "it.fallback -> back"]).await;
        assert_eq!(variable(&trace, "seen"), "trfa".into(), "{:?}", trace.report.error);
        let trace = check(json!({}), 9, &["add -> refail"]).await;
        assert_eq!(trace.report.error.map(|error| error.message), Some("worse".into()));
    }
}
