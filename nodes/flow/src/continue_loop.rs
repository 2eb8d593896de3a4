//! `flow.continue`: goes to a loop's next round.

use node_sdk::Next;
use node_sdk::prelude::*;

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Go on only if this is true; always where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<Expr>,
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
}

impl PureNode for Continue {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let goes_on = config.condition.as_ref().map_or(Ok(true), |condition| ctx.is_true(condition))?;
        let outcome = Outcome::pass().recording(goes_on);
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
