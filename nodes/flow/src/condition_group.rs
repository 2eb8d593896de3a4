//! `flow.condition_group`: takes one of two ways by several conditions together.

use std::borrow::Cow;

use node_sdk::ConfigError;
use node_sdk::prelude::*;
use schemars::{Schema, SchemaGenerator};

use crate::condition::Condition;
use crate::if_else::way;

/// How deep groups may be nested.
const DEEPEST: usize = 20;

/// How conditions are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Operator {
    /// All must be true.
    #[default]
    And,
    /// One must be true.
    Or,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Whether all conditions must be true, or one of them.
    #[serde(default)]
    operator: Operator,
    /// The conditions, looked at in order until the outcome is known; an entry may be a group of its own.
    #[schemars(length(min = 1, max = 100))]
    conditions: Vec<Entry>,
    /// Whether the outcome is turned round.
    #[serde(default)]
    negate: bool,
}

/// A condition or a group of conditions.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum Entry {
    /// A group; tried first, because only a group has `conditions`.
    Group(Config),
    /// A condition.
    One(Condition),
}

impl JsonSchema for Entry {
    fn schema_name() -> Cow<'static, str> {
        "ConditionOrGroup".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (one, group) = (generator.subschema_for::<Condition>(), generator.subschema_for::<Config>());
        let mut schema = Schema::default();
        schema.insert("anyOf".into(), json!([one, group]));
        schema
    }
}

pub(crate) struct ConditionGroup;

impl NodeType for ConditionGroup {
    const TYPE: &'static str = "flow.condition_group";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Condition group", Category::Control)
            .about(
                "Takes the way `true` or `false` by several conditions.",
                "With `and` all conditions must be true, with `or` one of them. They are looked at in order, and no \
                 further than needed. An entry may be a group: `{ \"operator\": \"or\", \"conditions\": [...] }`.\n\n\
                 The output is `{ path, result, conditions }`; there, `conditions` has the outcome of each entry, and \
                 `null` for what was not looked at.",
            )
            .looks("filter", Shape::Decision)
            .ports(Ports::inlet().next("true", "true").next("false", "false").error())
            .example("both", json!({ "conditions": ["1 < 2", "2 < 3"] }), "true")
            .example(
                "one of two, one a group",
                json!({ "operator": "or", "conditions": [
                    "1 > 2",
                    { "conditions": [{ "left_operand": 5, "operator": "greater", "right_operand": 9 }], "negate": true },
                ] }),
                "true",
            )
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let mut problems = Vec::new();
        config.find_problems("", 1, &mut problems);
        problems
    }
}

impl PureNode for ConditionGroup {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let (holds, parts) = config.holds(ctx)?;
        Ok(way(ctx, holds, Some(parts)))
    }
}

impl Config {
    /// Whether the group holds, and what was found of each entry.
    fn holds(&self, ctx: &Ctx<'_>) -> Result<(bool, Value), NodeError> {
        let decides = self.operator == Operator::Or;
        let mut parts = vec![Value::Null; self.conditions.len()];
        let mut holds = !decides;
        for (entry, part) in self.conditions.iter().zip(&mut parts) {
            let outcome = match entry {
                Entry::One(condition) => {
                    let outcome = condition.holds(ctx)?;
                    *part = outcome.into();
                    outcome
                }
                Entry::Group(group) => {
                    let (outcome, inner) = group.holds(ctx)?;
                    *part = Value::object([("result", outcome.into()), ("conditions", inner)]);
                    outcome
                }
            };
            if outcome == decides {
                holds = decides;
                break;
            }
        }
        Ok((holds != self.negate, parts.into()))
    }

    fn find_problems(&self, field: &str, depth: usize, problems: &mut Vec<ConfigError>) {
        for (index, entry) in self.conditions.iter().enumerate() {
            let at = format!("{field}conditions/{index}");
            match entry {
                Entry::One(condition) => problems.extend(condition.problems(&at)),
                Entry::Group(_) if depth == DEEPEST => {
                    let message = format!("Groups are nested more than {DEEPEST} deep here; flatten them.");
                    problems.push(ConfigError::new(at, message));
                }
                Entry::Group(group) => group.find_problems(&format!("{at}/"), depth + 1, problems),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use node_testkit::Flows;

    use super::*;
    use crate::testing::{flow, run};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(ConditionGroup).await;
    }

    async fn check(config: serde_json::Value, port: &str, parts: serde_json::Value) {
        let trace = run(&flow(json!([["g", "flow.condition_group", config]]), &[])).await;
        let step = trace.step("g").expect("it ran");
        assert_eq!(step.port.as_deref(), Some(port), "{config}: {:?}", step.error);
        assert_eq!(step.output.get("conditions"), Some(&parts.into()), "{config}");
    }

    #[tokio::test]
    async fn no_more_is_looked_at_than_needed_and_each_outcome_is_told() {
        check(json!({ "conditions": ["1 > 2", "1 / 0 > 1"] }), "false", json!([false, null])).await;
        check(json!({ "operator": "or", "conditions": ["1 < 2", "1 / 0 > 1"] }), "true", json!([true, null])).await;
        let nested = json!({ "operator": "or", "negate": true, "conditions": ["1 > 2", { "conditions": ["true"] }] });
        check(nested, "false", json!([false, { "result": true, "conditions": [true] }])).await;
    }

    #[test]
    fn a_mistake_in_a_nested_condition_is_named_at_its_field() {
        let config = json!({ "conditions": ["true", { "conditions": [{ "left_operand": "x" }] }] });
        let problems =
            Flows::new(vec![crate::library()]).problems(&flow(json!([["g", "flow.condition_group", config]]), &[]));
        let fields: Vec<_> = problems.iter().filter_map(|problem| problem.field.as_deref()).collect();
        assert_eq!(fields, ["config/conditions/1/conditions/0/right_operand"], "{problems:?}");
    }
}
