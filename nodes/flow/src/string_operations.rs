//! `flow.string_operations`: works on texts one after the other.

use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::pattern::{self, Pattern};
use crate::text::{self, Coding, Room, Side};

/// One step of work.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(tag = "operation", rename_all = "snake_case", deny_unknown_fields)]
#[schemars(inline, transform = describe_tag)]
pub(crate) enum Operation {
    /// Fills a text in.
    Format {
        /// Variable that receives the text.
        variable: Variable,
        /// Text with `{{ name | filter }}` in it.
        template: Dynamic,
    },
    /// Puts one text in another's place, wherever it stands.
    Replace {
        /// Variable that receives the text.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
        /// What is looked for.
        #[schemars(length(min = 1, max = 65_536))]
        pattern: String,
        /// What is put in its place; with a regular expression, `$1` is its first group.
        #[serde(default)]
        #[schemars(length(max = 65_536))]
        replacement: String,
        /// Whether `pattern` is a regular expression.
        #[serde(default)]
        use_regex: bool,
        #[serde(skip)]
        cache: Pattern,
    },
    /// In capital letters.
    Upper {
        /// Variable that receives the text.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
    },
    /// In small letters.
    Lower {
        /// Variable that receives the text.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
    },
    /// Without space around it.
    Trim {
        /// Variable that receives the text.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
        /// Which side is trimmed.
        #[serde(default)]
        side: Side,
    },
    /// As a list of its parts.
    Split {
        /// Variable that receives the list.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
        /// What stands between the parts; empty for one part a character.
        #[serde(default = "comma")]
        #[schemars(length(max = 1000))]
        separator: String,
    },
    /// A list as one text.
    Join {
        /// Variable that receives the text.
        variable: Variable,
        /// The list worked on.
        source: Dynamic,
        /// What is put between the parts.
        #[serde(default = "comma")]
        #[schemars(length(max = 1000))]
        separator: String,
    },
    /// A part of the text, counted in characters.
    Substring {
        /// Variable that receives the text.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
        /// First character, from 0; negative counts from the end.
        #[serde(default)]
        #[schemars(range(min = -16_777_216, max = 16_777_216))]
        start: i64,
        /// How many characters; to the end where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(range(min = 0, max = 16_777_216))]
        length: Option<usize>,
    },
    /// Several texts behind one another.
    Concat {
        /// Variable that receives the text.
        variable: Variable,
        /// The texts.
        #[schemars(length(min = 1, max = 100))]
        parts: Vec<Dynamic>,
        /// What is put between them.
        #[serde(default)]
        #[schemars(length(max = 1000))]
        separator: String,
    },
    /// Whether a regular expression is found in the text.
    Match {
        /// Variable that receives true or false.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
        /// The regular expression.
        #[schemars(length(min = 1, max = 65_536))]
        pattern: String,
        #[serde(skip)]
        cache: Pattern,
    },
    /// What a regular expression finds in the text; `null` if nothing.
    Extract {
        /// Variable that receives what was found.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
        /// The regular expression.
        #[schemars(length(min = 1, max = 65_536))]
        pattern: String,
        /// Which group of the expression is taken; 0 is all of it.
        #[serde(default)]
        #[schemars(range(min = 0, max = 100))]
        group: usize,
        /// Whether every place is taken, as a list.
        #[serde(default)]
        all: bool,
        #[serde(skip)]
        cache: Pattern,
    },
    /// How many characters the text has, or how many entries a list.
    Length {
        /// Variable that receives the number.
        variable: Variable,
        /// The text or list.
        source: Dynamic,
    },
    /// Filled up to a width.
    Pad {
        /// Variable that receives the text.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
        /// Characters the text has at least afterwards.
        #[schemars(range(min = 1, max = 10_000))]
        width: usize,
        /// What it is filled with.
        #[serde(default = "space")]
        #[schemars(length(min = 1, max = 1))]
        fill: String,
        /// Which side is filled.
        #[serde(default = "end")]
        side: Side,
    },
    /// To Base64, or back.
    Base64 {
        /// Variable that receives the text.
        variable: Variable,
        /// The text worked on.
        source: Dynamic,
        /// Which way.
        #[serde(default)]
        mode: Coding,
    },
    /// The value a JSON text stands for.
    JsonParse {
        /// Variable that receives the value.
        variable: Variable,
        /// The JSON text.
        source: Dynamic,
    },
    /// A value as JSON text.
    JsonFormat {
        /// Variable that receives the text.
        variable: Variable,
        /// The value.
        source: Dynamic,
        /// Whether it is laid out over several lines.
        #[serde(default)]
        pretty: bool,
    },
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The operations, from top to bottom: a later one may use an earlier result.
    #[schemars(length(min = 1, max = 200))]
    operations: Vec<Operation>,
}

/// What the derived schema leaves without a description.
fn describe_tag(schema: &mut schemars::Schema) {
    let variants = schema.get_mut("oneOf").and_then(|variants| variants.as_array_mut());
    for variant in variants.into_iter().flatten() {
        if let Some(tag) = variant.pointer_mut("/properties/operation") {
            tag["description"] = "What is done.".into();
        }
    }
}

fn comma() -> String {
    ",".into()
}

fn space() -> String {
    " ".into()
}

fn end() -> Side {
    Side::End
}

pub(crate) struct StringOperations;

impl NodeType for StringOperations {
    const TYPE: &'static str = "flow.string_operations";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Work on text", Category::Data)
            .aliases(&["var.string"])
            .about(
                "Splits, joins, searches and changes texts, and keeps the results as variables.",
                "Each operation works on its `source` and sets its `variable`; a later one may use it: \
                 `{ \"operation\": \"upper\", \"variable\": \"name\", \"source\": \"{{ host }}\" }`. Characters are \
                 counted, not bytes. Regular expressions take time in proportion to the text; look-around and \
                 back-references are not known.",
            )
            .looks("text-wrap", Shape::Standard)
            .example(
                "take a name apart",
                json!({ "operations": [
                    { "operation": "split", "variable": "parts", "source": "web-01.example.org", "separator": "." },
                    { "operation": "upper", "variable": "host", "source": "{{ parts[0] }}" },
                    { "operation": "extract", "variable": "number", "source": "{{ host }}", "pattern": "(\\d+)$" },
                    { "operation": "format", "variable": "label", "template": "{{ host }} is number {{ number }}" },
                ] }),
                "output",
            )
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let problem = |(index, operation): (usize, &Operation)| match operation {
            Operation::Replace { pattern, use_regex: true, .. }
            | Operation::Match { pattern, .. }
            | Operation::Extract { pattern, .. } => {
                let message = pattern::compile(pattern).err()?;
                Some(ConfigError::new(format!("operations/{index}/pattern"), message))
            }
            _ => None,
        };
        config.operations.iter().enumerate().filter_map(problem).collect()
    }
}

impl PureNode for StringOperations {
    fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let room = Room(ctx.max_output());
        let mut results = Map::default();
        for operation in &config.operations {
            let (Variable(name), value) = operation.perform(ctx, room)?;
            ctx.set_variable(name, value.clone(), Scope::Job)?;
            results.insert(name.clone(), value);
        }
        Ok(Outcome::pass().recording(results))
    }
}

impl Operation {
    fn perform(&self, ctx: &Ctx<'_>, room: Room) -> Result<(&Variable, Value), NodeError> {
        let value = |source: &Dynamic| ctx.resolve(source);
        let text = |source: &Dynamic| ctx.resolve(source).map(|value| value.to_text());
        Ok(match self {
            Self::Format { variable, template } => (variable, text(template)?.into()),
            Self::Replace { variable, source, pattern, replacement, use_regex, cache } => {
                let text = text(source)?;
                let replaced = match use_regex {
                    true => text::replace_pattern(&text, &*cache.of(pattern)?, replacement, room)?,
                    false => text::replace(&text, pattern, replacement, room)?,
                };
                (variable, replaced.into())
            }
            Self::Upper { variable, source } => (variable, text(source)?.to_uppercase().into()),
            Self::Lower { variable, source } => (variable, text(source)?.to_lowercase().into()),
            Self::Trim { variable, source, side } => (variable, text::trim(&text(source)?, *side).into()),
            Self::Split { variable, source, separator } => (variable, text::split(&text(source)?, separator, room)?),
            Self::Join { variable, source, separator } => {
                (variable, text::join(text::parts_of(&value(source)?)?.iter(), separator, room)?.into())
            }
            Self::Substring { variable, source, start, length } => {
                (variable, text::substring(&text(source)?, *start, *length).into())
            }
            Self::Concat { variable, parts, separator } => {
                let parts = parts.iter().map(value).collect::<Result<Vec<_>, _>>()?;
                (variable, text::join(parts.iter(), separator, room)?.into())
            }
            Self::Match { variable, source, pattern, cache } => {
                (variable, cache.of(pattern)?.is_match(&text(source)?).into())
            }
            Self::Extract { variable, source, pattern, group, all, cache } => {
                (variable, text::extract(&text(source)?, &*cache.of(pattern)?, *group, *all))
            }
            Self::Length { variable, source } => (variable, text::length(&value(source)?)),
            Self::Pad { variable, source, width, fill, side } => {
                (variable, text::pad(&text(source)?, *width, fill, *side).into())
            }
            Self::Base64 { variable, source, mode } => (variable, text::base64(&text(source)?, *mode)?.into()),
            Self::JsonParse { variable, source } => (variable, text::parse_json(&text(source)?)?),
            Self::JsonFormat { variable, source, pretty } => {
                (variable, text::format_json(&value(source)?, *pretty).into())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, run, variable};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(StringOperations).await;
    }

    async fn check(operation: serde_json::Value, expected: serde_json::Value) {
        let mut operation = operation;
        operation["variable"] = json!("result");
        let config = json!({ "operations": [operation] });
        let trace = run(&flow(json!([["it", "flow.string_operations", config]]), &[])).await;
        assert_eq!(variable(&trace, "result"), expected.into(), "{operation}: {:?}", trace.report.error);
    }

    #[tokio::test]
    async fn every_operation_does_what_its_name_says() {
        check(json!({ "operation": "format", "template": "{{ 'a' | upper }}-{{ 1 + 1 }}" }), json!("A-2")).await;
        check(json!({ "operation": "replace", "source": "a.b.c", "pattern": ".", "replacement": "-" }), json!("a-b-c"))
            .await;
        let regex = json!({ "operation": "replace", "source": "k=v", "pattern": "(.)=(.)", "replacement": "$2=$1", "use_regex": true });
        check(regex, json!("v=k")).await;
        check(json!({ "operation": "upper", "source": "straße" }), json!("STRASSE")).await;
        check(json!({ "operation": "lower", "source": "ÄB" }), json!("äb")).await;
        check(json!({ "operation": "trim", "source": " a ", "side": "start" }), json!("a ")).await;
        check(json!({ "operation": "split", "source": "a,b" }), json!(["a", "b"])).await;
        check(json!({ "operation": "split", "source": "äb", "separator": "" }), json!(["ä", "b"])).await;
        check(json!({ "operation": "join", "source": ["a", 1], "separator": "+" }), json!("a+1")).await;
        check(json!({ "operation": "substring", "source": "täglich", "start": -4, "length": 2 }), json!("li")).await;
        check(json!({ "operation": "concat", "parts": ["a", 2, null], "separator": "/" }), json!("a/2/")).await;
        check(json!({ "operation": "match", "source": "web-1", "pattern": "^web" }), json!(true)).await;
        check(
            json!({ "operation": "extract", "source": "a1b2", "pattern": "[a-z](\\d)", "group": 1, "all": true }),
            json!(["1", "2"]),
        )
        .await;
        check(json!({ "operation": "extract", "source": "x", "pattern": "\\d" }), json!(null)).await;
        check(json!({ "operation": "length", "source": "äöü" }), json!(3)).await;
        check(json!({ "operation": "pad", "source": 7, "width": 3, "fill": "0", "side": "start" }), json!("007")).await;
        check(json!({ "operation": "base64", "source": "hi" }), json!("aGk=")).await;
        check(json!({ "operation": "base64", "source": "aGk=", "mode": "decode" }), json!("hi")).await;
        check(json!({ "operation": "json_parse", "source": "{\"a\": [1]}" }), json!({ "a": [1] })).await;
        check(json!({ "operation": "json_format", "source": { "a": 1 } }), json!("{\"a\":1}")).await;
    }
}
