//! `flow.if`: takes one of two ways.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, Next};

use crate::condition::Condition;

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// What must be true, such as `disk.used > threshold`.
    condition: Condition,
}

pub(crate) struct If;

impl NodeType for If {
    const TYPE: &'static str = "flow.if";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("If", Category::Control)
            .about(
                "Takes the way `true` or `false`.",
                "The condition is an expression, such as `msg.payload.used > threshold && name != 'tmp'`. \
                 `{{ name }}` may stand for a variable and is never pasted as text. It may also be filled in field by \
                 field: `{ \"left_operand\": \"state\", \"operator\": \"equals\", \"right_operand\": \"up\" }`, or ask how a node \
                 ended: `{ \"type\": \"step_result\", \"node\": \"check\", \"status\": \"failed\" }`.\n\n\
                 If nothing is wired to the way that is taken, the node ends as skipped and says so in `note`. The output \
                 is `{ path, result }`.",
            )
            .looks("arrows-split", Shape::Decision)
            .ports(Ports::inlet().next("true", "true").next("false", "false").error())
            .example("compare", json!({ "condition": "1 < 2" }), "true")
            .example_on(
                "look at the message",
                json!({ "condition": "msg.payload.used > 80" }),
                json!({ "used": 10 }),
                "false",
            )
            .example_on(
                "compare field by field",
                json!({ "condition": { "left_operand": "{{ msg.payload }}", "operator": "in", "right_operand": "up, ready" } }),
                json!("ready"),
                "true",
            )
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        config.condition.problems("condition")
    }
}

impl PureNode for If {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let holds = config.condition.holds(ctx)?;
        let outcome = way(ctx, holds, None);
        Ok(if ctx.has_wire(&outcome.port) { outcome } else { outcome.then(Next::Skip) })
    }
}

/// Leaves by `true` or `false`, and says so; `parts` is what the outcome was put together from.
pub(crate) fn way(ctx: &Ctx<'_>, holds: bool, parts: Option<Value>) -> Outcome {
    let path = if holds { "true" } else { "false" };
    let mut output = Map::default();
    output.insert("path".into(), path.into());
    output.insert("result".into(), holds.into());
    if let Some(parts) = parts {
        output.insert("conditions".into(), parts);
    }
    if !ctx.has_wire(path) {
        let note = if holds { "The condition was met" } else { "The condition was not met" };
        output.insert("note".into(), format!("{note}, and nothing is wired to `{path}`.").into());
    }
    Outcome::port(path).recording(output)
}

#[cfg(test)]
mod tests {
    use node_testkit::Trace;
    use serde_json::json;

    use crate::testing::{flow, run, see, variable};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::If).await;
    }

    async fn check(condition: &str) -> Trace {
        let nodes = json!([["if", "flow.if", { "condition": condition }], see("yes", "y")]);
        run(&flow(nodes, &["if.true -> yes"])).await
    }

    #[tokio::test]
    async fn without_a_way_for_its_outcome_it_is_skipped_and_says_why() {
        let trace = check("1 > 2").await;
        let step = trace.step("if").expect("it ran");
        assert_eq!((format!("{:?}", step.status), step.port.as_deref()), ("Skipped".into(), Some("false")));
        let note = "The condition was not met, and nothing is wired to `false`.";
        assert_eq!(step.output.get("note"), Some(&note.into()));
        assert_eq!((trace.report.error.as_ref(), trace.report.counts.skipped), (None, 2));

        let trace = check("1 < 2").await;
        let step = trace.step("if").expect("it ran");
        assert_eq!((format!("{:?}", step.status), step.output.get("note")), ("Completed".into(), None));
        assert_eq!(variable(&trace, "seen"), "y".into());
    }
}
