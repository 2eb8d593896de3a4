//! `flow.throw_error`: ends its path with an error of the flow's own.

use node_sdk::prelude::*;

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// What went wrong, for a person to read.
    #[schemars(length(min = 1, max = 10_000))]
    message: String,
    /// A word to catch it by.
    #[serde(default = "custom")]
    #[schemars(length(min = 1, max = 100))]
    error_type: String,
    /// Whatever else helps.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    context: Map,
}

fn custom() -> String {
    "custom".into()
}

pub(crate) struct ThrowError;

impl NodeType for ThrowError {
    const TYPE: &'static str = "flow.throw_error";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Throw error", Category::Control)
            .about(
                "Fails on purpose.",
                "The nearest `Try` catches it, or the run fails with this message. \
                 Example: `message` = `Disk {{ disk.mount }} is full`.",
            )
            .looks("alert-triangle", Shape::Terminal)
            .ports(Ports::inlet().error())
            .example("fail", json!({ "message": "The disk is full.", "error_type": "disk_full" }), "error")
    }
}

impl PureNode for ThrowError {
    fn run(&self, _ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let error = NodeError::failed(ErrorKind::of(config.error_type.clone()), config.message.clone());
        Err(if config.context.is_empty() { error } else { error.with_details(config.context.clone().into()) })
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::ThrowError).await;
    }
}
