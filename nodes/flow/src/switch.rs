//! `flow.switch`: takes the way whose value fits.

use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::condition::operand;

/// One way.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub(crate) struct Case {
    /// The value that takes this way; its text names the port.
    #[schemars(with = "serde_json::Value", extend("x-ui" = { "expression": "no" }))]
    value: Value,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// What is compared, such as `{{ status }}`; a plain word names a variable.
    switch_variable: Dynamic,
    /// The ways, tried in order.
    #[schemars(length(min = 1, max = 100))]
    cases: Vec<Case>,
}

pub(crate) struct Switch;

impl NodeType for Switch {
    const TYPE: &'static str = "flow.switch";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Switch", Category::Control)
            .about(
                "Takes the way whose value equals the one looked at, or `default`.",
                "The first equal value wins. Values are compared as they are, and if none is equal, as text: \
                 `80` and `\"80\"` fit each other. The output is `{ path, value }`.",
            )
            .looks("git-branch", Shape::Decision)
            .ports(Ports::inlet().each("cases", Some("value"), Role::Next).next("default", "default").error())
            .example_on(
                "by state",
                json!({ "switch_variable": "{{ msg.payload }}", "cases": [{ "value": "up" }, { "value": "down" }] }),
                json!("down"),
                "down",
            )
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let taken = |(index, case): (usize, &Case)| {
            let name = case.value.to_text();
            ["default", "error", ""].contains(&name.as_str()).then(|| {
                ConfigError::new(
                    format!("cases/{index}/value"),
                    format!("`{name}` cannot name a way; choose another value."),
                )
            })
        };
        config.cases.iter().enumerate().filter_map(taken).collect()
    }
}

impl PureNode for Switch {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let value = operand(ctx, &config.switch_variable)?;
        let text = value.to_text();
        let cases = || config.cases.iter().map(|case| &case.value);
        let found = cases().find(|case| **case == value).or_else(|| cases().find(|case| case.to_text() == text));
        let port = found.map_or_else(|| "default".into(), Value::to_text);
        let output = Value::object([("path", port.as_str().into()), ("value", value)]);
        Ok(Outcome::port(port).recording(output))
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::Switch).await;
    }
}
