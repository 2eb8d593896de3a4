//! `flow.junction`: a point where wires bend, meet or part.

use node_sdk::prelude::*;

/// A junction has nothing to set.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {}

pub(crate) struct Junction;

impl NodeType for Junction {
    const TYPE: &'static str = "flow.junction";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Junction", Category::Control)
            .about(
                "A point that leads wires.",
                "Hands the message on as it came, to keep wires tidy: one wire comes in, and many leave. Where several come \
                 in, it waits like any other node until each has brought its message or is known not to.",
            )
            .looks("route", Shape::Junction)
            .ports(Ports::inlet().next("output", ""))
            .example("pass on", json!({}), "output")
    }
}

impl PureNode for Junction {
    fn run(&self, _ctx: &Ctx<'_>, _config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        Ok(Outcome::pass())
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::Junction).await;
    }
}
