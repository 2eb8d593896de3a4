//! `flow.try_catch`: catches errors, and cleans up whatever happens.

use node_sdk::RegionOutcome;
use node_sdk::prelude::*;

use crate::timeout::go_on;

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Kinds of error to catch, such as `timeout` or `exit_code`; `all` catches every one, `failed` those of nodes that
    /// ran with a negative outcome, `error` those of nodes that could not run.
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
                 `error.message`, `error.failed` (whether the node ran, with a negative outcome), `error.node`, `error.details` and `error.stack`, also as `error_type`, \
                 `error_message`, `error_details` and `error_stack`. Without a wire at `catch` nothing is caught. `finally` runs in any case, also when the run is \
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
        let mut path = "try";
        if let RegionEnd::Failed(error) = &end
            && ctx.has_wire("catch")
            && catches(config, error)
        {
            let caught = ctx.region("catch").with("error", error.to_value());
            end = caught.run().await.end;
            path = "catch";
        }
        if ctx.has_wire("finally") {
            let RegionOutcome { end: last, .. } = ctx.region("finally").shielded().run().await;
            if !matches!(last, RegionEnd::Completed(_)) {
                end = last;
            }
        }
        go_on(path, end)
    }
}

/// A cancelled run is not an error to handle.
fn catches(config: &Config, error: &NodeError) -> bool {
    let is_listed = config.catch_error_types.iter().any(|word| error.is(word));
    is_listed && error.kind != ErrorKind::CANCELLED
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(super::TryCatch).await;
    }
}
