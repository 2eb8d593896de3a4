//! `flow.end`: ends its path and says what the run comes to.

use node_sdk::Next;
use node_sdk::prelude::*;

/// How the run counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Status {
    /// The run completed.
    #[default]
    Success,
    /// The run failed, although nothing went wrong by itself.
    Failed,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Whether the run counts as completed or failed.
    #[serde(default)]
    status: Status,
    /// What the run answers; the message's payload where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    result: Option<Dynamic>,
}

pub(crate) struct End;

impl NodeType for End {
    const TYPE: &'static str = "flow.end";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("End", Category::Control)
            .about(
                "Ends its path and sets the run's result.",
                "Other paths go on. If several ends are reached, the last in the document gives the result.\n\n\
                 Example: `result` = `{{ report }}`.",
            )
            .looks("player-stop", Shape::Terminal)
            .ports(Ports::inlet())
            .example("answer", json!({ "result": { "disks": 3 } }), "end")
    }
}

impl PureNode for End {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, message: &Message) -> Result<Outcome, NodeError> {
        let result = match &config.result {
            Some(result) => ctx.resolve(result)?,
            None => message.payload.clone(),
        };
        let failed = config.status == Status::Failed;
        Ok(Outcome::port("end").recording(result).then(Next::End { failed }))
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::End).await;
    }
}
