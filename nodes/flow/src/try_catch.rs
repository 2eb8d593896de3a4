//! `flow.try_catch`: catches errors, and cleans up whatever happens.

use node_sdk::prelude::*;
use node_sdk::{Next, RegionOutcome};

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Kinds of error to catch, such as `timeout` or `exit_code`; `all` catches every one.
    #[serde(default = "all")]
    #[schemars(length(min = 1, max = 50))]
    catch_error_types: Vec<String>,
}

fn all() -> Vec<String> {
    vec!["all".into()]
}

pub(crate) struct TryCatch;

impl NodeType for TryCatch {
    const TYPE: &'static str = "flow.try_catch";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("Try", Category::Control)
            .aliases(&["flow.try"])
            .about(
                "Runs a body, catches its errors, and cleans up.",
                "`try` is run first. If it fails with a kind that is caught, `catch` runs and sees `error.kind`, \
                 `error.message`, `error.node` and `error.details`. `finally` runs in any case, also when the run is \
                 cancelled. Then the flow goes on at `output`; an error that was not caught goes on to the next `Try` \
                 around, after `finally`.",
            )
            .looks("shield", Shape::Parallel)
            .ports(
                Ports::inlet()
                    .body("try", "try")
                    .body("catch", "catch")
                    .body("finally", "finally")
                    .next("output", "done")
                    .error(),
            )
            .example("nothing to catch", json!({}), "output")
    }
}

impl ActiveNode for TryCatch {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let mut end = ctx.region("try").run().await.end;
        if let RegionEnd::Failed(error) = &end
            && catches(config, error)
        {
            let caught = ctx.region("catch").with("error", error.to_value());
            end = caught.run().await.end;
        }
        if ctx.has_wire("finally") {
            let RegionOutcome { end: last, .. } = ctx.region("finally").shielded().run().await;
            if !matches!(last, RegionEnd::Completed(_)) {
                end = last;
            }
        }
        match end {
            RegionEnd::Completed(message) => {
                let output = message.payload.clone();
                Ok(Outcome::pass().recording(output).with_message(message))
            }
            RegionEnd::Failed(error) => Err(error),
            RegionEnd::Broke { levels } => Ok(Outcome::pass().then(Next::Break { levels })),
            RegionEnd::Continued => Ok(Outcome::pass().then(Next::Continue)),
        }
    }
}

/// A cancelled run is not an error to handle.
fn catches(config: &Config, error: &NodeError) -> bool {
    let is_listed = config.catch_error_types.iter().any(|kind| kind == "all" || *kind == error.kind.as_str());
    is_listed && error.kind != ErrorKind::CANCELLED
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(super::TryCatch).await;
    }
}
