//! `flow.break`: leaves a loop.

use node_sdk::Next;
use node_sdk::prelude::*;

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Leave only if this is true; always where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<Expr>,
    /// How many loops to leave.
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
                "Leaves the nearest loop.",
                "The loop goes on at its `output` with the results so far. `levels` leaves several loops at once.",
            )
            .looks("door-exit", Shape::Terminal)
            .example("not yet", json!({ "condition": "1 > 2" }), "output")
    }
}

impl PureNode for Break {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let leaves = config.condition.as_ref().map_or(Ok(true), |condition| ctx.is_true(condition))?;
        let outcome = Outcome::pass().recording(leaves);
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
