//! `flow.start`: where a flow begins.

use node_sdk::prelude::*;

/// A start has nothing to set.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {}

pub(crate) struct Start;

impl NodeType for Start {
    const TYPE: &'static str = "flow.start";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Start", Category::Trigger)
            .about(
                "Where the flow begins.",
                "Hands the run's input on as `msg.payload`. A flow has one start at most, and triggers beside it; without \
                 any it begins at every node that no wire leads to.",
            )
            .looks("player-play", Shape::Trigger)
            .ports(Ports::none().next("output", ""))
            .aliases(&["trigger.manual"])
            .example("begin", json!({}), "output")
    }
}

impl PureNode for Start {
    fn run(&self, _ctx: &Ctx<'_>, _config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        Ok(Outcome::pass())
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::Start).await;
    }
}
