//! `flow.set_variable`: sets variables.

use node_sdk::Kind;
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
                 `job` with the run; `global` is kept for all runs of all flows.",
            )
            .looks("variable", Shape::Standard)
            .repeat(Repeat::Safe)
            .example("two values", json!({ "variables": { "count": 3, "twice": { "$expr": "count * 2" } } }), "output")
    }

    /// What all runs share is part of the world.
    fn kind(config: &Value) -> Option<Kind> {
        (config.get("scope").and_then(Value::as_str) == Some("global")).then_some(Kind::Effect)
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

impl ActiveNode for SetVariable {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let mut written = Map::default();
        for (name, value) in &config.variables.0 {
            let value = ctx.resolve(value)?;
            ctx.set_global(name, value.clone()).await?;
            ctx.bind(name.clone(), value.clone());
            written.insert(name.clone(), value);
        }
        Ok(Outcome::pass().recording(written))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(SetVariable).await;
    }
}
