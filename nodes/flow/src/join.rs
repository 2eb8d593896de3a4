//! `flow.join`: merges paths, and says what goes on where several carried a message.

use node_sdk::Arrival;
use node_sdk::prelude::*;

/// What is waited for.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Mode {
    /// Every path that is still alive.
    #[default]
    All,
    /// The first path that arrives; what comes later is dropped.
    Any,
}

/// What goes on.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Combine {
    /// The message of the first wire, in the order they were drawn.
    #[default]
    First,
    /// A list of all payloads, in the order the wires were drawn.
    List,
    /// An object of all payloads, by the node they came from.
    BySource,
}

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Whether every living path is waited for, or the first is enough.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "expression": "no" }))]
    mode: Mode,
    /// What goes on where several paths arrive.
    #[serde(default)]
    combine: Combine,
}

pub(crate) struct Join;

impl NodeType for Join {
    const TYPE: &'static str = "flow.join";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Join", Category::Control)
            .about(
                "Brings paths together and goes on once.",
                "Paths that were not taken, such as the other side of an `if`, are not waited for. With mode `any` the first \
                 path to arrive goes on; the others run to this node and end here.\n\n\
                 With `list` or `by_source` the payload becomes all arriving payloads.",
            )
            .looks("git-merge", Shape::Terminal)
            .example("first message", json!({}), "output")
    }

    fn arrival(config: &Value) -> Arrival {
        if config.get("mode").and_then(Value::as_str) == Some("any") { Arrival::Any } else { Arrival::All }
    }
}

impl PureNode for Join {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let inputs = ctx.variable("inputs").unwrap_or_default();
        let payloads = inputs.as_object().into_iter().flat_map(|map| map.iter());
        let payloads =
            payloads.map(|(node, message)| (node.clone(), message.get("payload").cloned().unwrap_or_default()));
        Ok(match config.combine {
            Combine::First => Outcome::pass(),
            Combine::List => Outcome::output(payloads.map(|(_, payload)| payload).collect::<Value>()),
            Combine::BySource => Outcome::output(Value::object(payloads)),
        })
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::Join).await;
    }
}
