//! `flow.call`: runs another flow.

use node_sdk::FlowCall;
use node_sdk::prelude::*;

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Name or id of the flow to run.
    #[schemars(length(min = 1, max = 200))]
    flow: String,
    /// Which version of it; the newest where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: Option<u64>,
    /// Values for its parameters, by name.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    parameters: Map,
    /// The payload it starts with; this message's where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Value>")]
    input: Option<Value>,
}

pub(crate) struct Call;

impl NodeType for Call {
    const TYPE: &'static str = "flow.call";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Call flow", Category::Subflow)
            .about(
                "Runs another flow and waits for its end.",
                "The other flow is a run of its own, which can be watched and is stopped with this one. It is started \
                 once, also if this run is interrupted and resumed. Its result becomes the payload; if it does not \
                 complete, this node fails.",
            )
            .looks("route", Shape::Standard)
            .platforms(Platform::ENGINE)
            .repeat(Repeat::Safe)
            .example("greet", json!({ "flow": "Greet", "parameters": { "name": "Ada" } }), "output")
    }
}

impl ActiveNode for Call {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, message: &Message) -> Result<Outcome, NodeError> {
        let call = FlowCall {
            flow: config.flow.clone(),
            version: config.version,
            parameters: config.parameters.clone(),
            input: config.input.clone().unwrap_or_else(|| message.payload.clone()),
            target: None,
        };
        Ok(Outcome::output(ctx.call_flow(call).await?))
    }
}

#[cfg(test)]
mod tests {
    use node_sdk::prelude::*;

    use crate::testing::{flow, run_on};

    #[tokio::test]
    async fn it_hands_parameters_and_the_payload_to_the_other_flow() {
        let config = json!({ "flow": "Greet", "parameters": { "name": "{{ msg.payload | upper }}" } });
        let trace = run_on(&flow(json!([["call", "flow.call", config]]), &[]), json!("ada")).await;
        let expected = json!({ "flow": "Greet", "parameters": { "name": "ADA" }, "input": "ada" });
        assert_eq!(trace.report.result, expected.into());
    }

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(super::Call).await;
    }
}
