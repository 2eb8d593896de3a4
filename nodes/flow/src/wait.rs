//! `system.wait`: lets time pass.

use node_sdk::prelude::*;

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Seconds to wait; fractions are allowed.
    #[schemars(range(min = 0, max = 31_536_000))]
    seconds: f64,
}

pub(crate) struct Wait;

impl NodeType for Wait {
    const TYPE: &'static str = "system.wait";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Wait", Category::Control)
            .aliases(&["wait", "flow.wait", "delay"])
            .about(
                "Waits before the path goes on.",
                "Waiting costs nothing and survives a restart: only the time that is left is waited for.",
            )
            .looks("clock", Shape::Standard)
            .platforms(Platform::ENGINE)
            .repeat(Repeat::Safe)
            .example("a moment", json!({ "seconds": 0.01 }), "output")
    }
}

impl ActiveNode for Wait {
    #[expect(clippy::cast_possible_truncation, reason = "at most a year in milliseconds")]
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let seconds = config.seconds.clamp(0.0, 31_536_000.0);
        ctx.sleep_until(ctx.started_at().saturating_add((seconds * 1000.0).ceil() as i64)).await;
        Ok(Outcome::pass())
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(super::Wait).await;
    }
}
