//! `flow.if`: takes one of two ways.

use node_sdk::prelude::*;

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// What must be true, such as `disk.used > threshold`.
    condition: Expr,
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
                 `{{ name }}` may stand for a variable and is never pasted as text.\n\n\
                 A way without a wire simply ends.",
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
    }
}

impl PureNode for If {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let holds = ctx.is_true(&config.condition)?;
        Ok(Outcome::port(if holds { "true" } else { "false" }).recording(holds))
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::If).await;
    }
}
