//! `flow.get_variable`: reads a variable.

use node_sdk::prelude::*;

/// Where a variable is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum From {
    /// From the innermost body outwards, then the run, its parameters, and what all runs share.
    #[default]
    Nearest,
    /// In this body and those around it.
    Step,
    /// In the run.
    Job,
    /// Among what all runs share.
    Global,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Name of the variable.
    #[schemars(regex(pattern = "^[A-Za-z_][A-Za-z0-9_]{0,63}$"), extend("x-ui" = { "expression": "no" }))]
    variable: String,
    /// What is taken if there is no such variable; without it, that is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default: Option<Dynamic>,
    /// Where it is looked for.
    #[serde(default)]
    scope: From,
    /// What is made of the value, which is `value` here: `{{ value | upper | trim }}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-binds" = ["value"]))]
    transform: Option<Dynamic>,
    /// Variable that receives the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output_variable: Option<Variable>,
}

pub(crate) struct GetVariable;

impl NodeType for GetVariable {
    const TYPE: &'static str = "flow.get_variable";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Get variable", Category::Data)
            .aliases(&["var.get"])
            .about(
                "Reads a variable into the payload.",
                "Most often `{{ name }}` in a field is enough. This node helps where a variable may be missing, is looked \
                 for in one scope only, or is transformed on the way.",
            )
            .looks("variable", Shape::Standard)
            .example(
                "with a default",
                json!({ "variable": "region", "default": "north", "transform": "{{ value | upper }}" }),
                "output",
            )
    }
}

impl PureNode for GetVariable {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let name = config.variable.as_str();
        let found = match config.scope {
            From::Nearest => ctx.variable(name),
            From::Step => ctx.variable_in(name, Scope::Step),
            From::Job => ctx.variable_in(name, Scope::Job),
            From::Global => ctx.variable_in(name, Scope::Global),
        };
        let value = match (found, &config.default) {
            (Some(value), _) => value,
            (None, Some(default)) => ctx.resolve(default)?,
            (None, None) => {
                let message = format!("There is no variable `{name}` here. Set it before, or give a `default`.");
                return Err(NodeError::new(ErrorKind::VALIDATION, message));
            }
        };
        let value = match &config.transform {
            Some(transform) => {
                ctx.bind("value", value);
                ctx.resolve(transform)?
            }
            None => value,
        };
        if let Some(Variable(name)) = &config.output_variable {
            ctx.set_variable(name, value.clone(), Scope::Job)?;
        }
        Ok(Outcome::output(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, run};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(GetVariable).await;
    }

    async fn check(config: serde_json::Value, expected: Option<serde_json::Value>) {
        let mut config = config;
        config["output_variable"] = json!("found");
        let nodes = json!([
            ["job", "flow.set_variable", { "variables": { "name": "job" } }],
            ["step", "flow.set_variable", { "variables": { "name": "step" }, "scope": "step" }],
            ["get", "flow.get_variable", config],
        ]);
        let trace = run(&flow(nodes, &["job -> step", "step -> get"])).await;
        let expected = expected.map(Value::from);
        assert_eq!(trace.report.variables.get("found"), expected.as_ref(), "{config}: {:?}", trace.report.error);
    }

    #[tokio::test]
    async fn it_looks_where_it_is_told_and_transforms_what_it_finds() {
        check(json!({ "variable": "name" }), Some(json!("step"))).await;
        check(json!({ "variable": "name", "scope": "job" }), Some(json!("job"))).await;
        check(json!({ "variable": "name", "transform": "{{ value | upper }}" }), Some(json!("STEP"))).await;
        check(json!({ "variable": "nothing", "default": { "$expr": "1 + 1" } }), Some(json!(2))).await;
        check(json!({ "variable": "nothing" }), None).await;
        check(json!({ "variable": "name", "scope": "global" }), None).await;
    }
}
