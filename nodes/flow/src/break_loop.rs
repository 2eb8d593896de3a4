//! `flow.break`: leaves a loop or a branch.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, Next};

use crate::condition::Condition;

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Leave only if this is true; always where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<Condition>,
    /// How many loops and branches to leave.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 20))]
    levels: u32,
}

fn one() -> u32 {
    1
}

pub(crate) struct Break;

impl NodeType for Break {
    const TYPE: &'static str = "flow.break";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Break", Category::Loop)
            .about(
                "Leaves the nearest loop or branch.",
                "The loop goes on at its `output` with the results so far. In a branch of a parallel, sequential or race node only that branch ends. `levels` leaves several at once, a branch counting as one.",
            )
            .looks("door-exit", Shape::Terminal)
            .example("not yet", json!({ "condition": "1 > 2" }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        config.condition.iter().flat_map(|condition| condition.problems("condition")).collect()
    }
}

impl PureNode for Break {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let leaves = config.condition.as_ref().map_or(Ok(true), |condition| condition.holds(ctx))?;
        let path = if leaves { "break" } else { "output" };
        let outcome = Outcome::pass().recording(Value::object([("path", Value::from(path))]));
        Ok(if leaves { outcome.then(Next::Break { levels: config.levels }) } else { outcome })
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::Break).await;
    }
}
