//! `flow.continue`: goes to a loop's next round.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, Next};

use crate::condition::Condition;

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Go on only if this is true; always where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<Condition>,
}

pub(crate) struct Continue;

impl NodeType for Continue {
    const TYPE: &'static str = "flow.continue";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Continue", Category::Loop)
            .about("Goes to the next round of the nearest loop.", "What is left of this round is not run.")
            .looks("arrow-right", Shape::Terminal)
            .example("not yet", json!({ "condition": "1 > 2" }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        config.condition.iter().flat_map(|condition| condition.problems("condition")).collect()
    }
}

impl PureNode for Continue {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let goes_on = config.condition.as_ref().map_or(Ok(true), |condition| condition.holds(ctx))?;
        let path = if goes_on { "continue" } else { "output" };
        let outcome = Outcome::pass().recording(Value::object([("path", Value::from(path))]));
        Ok(if goes_on { outcome.then(Next::Continue) } else { outcome })
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::Continue).await;
    }
}
