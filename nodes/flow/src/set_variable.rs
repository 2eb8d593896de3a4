//! `flow.set_variable`: sets variables.

use node_sdk::prelude::*;

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Names and values, set from top to bottom: a later value may use an earlier name.
    variables: Variables,
    /// How far they reach.
    #[serde(default)]
    scope: Scope,
}

pub(crate) struct SetVariable;

impl NodeType for SetVariable {
    const TYPE: &'static str = "flow.set_variable";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Set variables", Category::Data)
            .aliases(&["var.set"])
            .about(
                "Gives variables their values.",
                "Later nodes read a variable by its name: `{{ greeting }}` in text, `greeting` in an expression.\n\n\
                 A value may be plain, text with `{{ }}`, or an expression. Scope `step` ends with the enclosing body, \
                 `job` with the run.",
            )
            .looks("variable", Shape::Standard)
            .example("two values", json!({ "variables": { "count": 3, "twice": { "$expr": "count * 2" } } }), "output")
    }
}

impl PureNode for SetVariable {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        for (name, value) in &config.variables.0 {
            ctx.set_variable(name, ctx.resolve(value)?, config.scope)?;
        }
        Ok(Outcome::pass())
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(super::SetVariable).await;
    }
}
