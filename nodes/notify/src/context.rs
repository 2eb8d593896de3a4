//! What is known of the run, for the reader of a message.

use node_sdk::{Ctx, Value};

use crate::common::Common;

/// The most lines of output that a message quotes.
const LINES: usize = 20;
/// The most characters of it.
const CHARACTERS: usize = 4_000;

/// Facts about the run, and the last lines of the step before, as far as they are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// Names and values, in the order to show them.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// The lines, if any.
    pub(crate) log: Option<String>,
}

impl Context {
    /// Collects what the node asks for.
    pub(crate) fn collect(ctx: &Ctx<'_>, common: &Common) -> Self {
        Self {
            facts: if common.include_job_context { facts(ctx) } else { Vec::new() },
            log: common
                .include_execution_logs
                .then(|| ctx.variable("prev"))
                .flatten()
                .and_then(|step| last_lines(&step)),
        }
    }

    /// As paragraphs under a text.
    pub(crate) fn below(&self, text: &str) -> String {
        let facts: Vec<_> = self.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let log = self.log.as_ref().map(|log| format!("Last output:\n{log}"));
        let parts = [text.to_owned(), facts.join("\n"), log.unwrap_or_default()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

fn facts(ctx: &Ctx<'_>) -> Vec<(&'static str, String)> {
    let of = |name: &str, field: &str| text(ctx.variable(name)?.get(field)?);
    let facts = [
        ("Flow", of("flow", "name")),
        ("Run", of("run", "url").or_else(|| of("run", "id"))),
        ("Step before", of("prev", "status")),
        ("Error", of("prev", "error_message")),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn text(value: &Value) -> Option<String> {
    Some(value.to_text()).filter(|text| !value.is_null() && !text.is_empty())
}

fn last_lines(step: &Value) -> Option<String> {
    // A step that failed keeps them in the details of its error.
    let printed = |stream| text(step.get(stream).or_else(|| step.get("details")?.get(stream))?);
    let printed = ["stdout", "stderr"].into_iter().filter_map(printed);
    let printed = printed.collect::<Vec<_>>().join("\n");
    let lines: Vec<_> = printed.lines().collect();
    let kept = lines[lines.len().saturating_sub(LINES)..].join("\n");
    let first = kept.char_indices().rev().nth(CHARACTERS - 1).map_or(0, |(at, _)| at);
    Some(kept[first..].to_owned()).filter(|kept| !kept.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_kept_in_bounds() {
        let printed: String = (0..100).map(|number| format!("line {number}\n")).collect();
        let step = Value::object([("stdout", Value::from(printed)), ("stderr", "end".into())]);
        let kept = last_lines(&step).expect("lines");
        assert_eq!((kept.lines().count(), kept.lines().last()), (LINES, Some("end")));
        let long = Value::object([("stdout", Value::from("ü".repeat(10_000)))]);
        assert_eq!(last_lines(&long).expect("text").chars().count(), CHARACTERS);
        assert_eq!(last_lines(&Value::object([("stdout", Value::from(""))])), None);
    }

    #[test]
    fn facts_and_lines_stand_below_the_text() {
        let context = Context { facts: vec![("Flow", "Backup".into()), ("Run", "7".into())], log: Some("done".into()) };
        assert_eq!(context.below("Hello"), "Hello\n\nFlow: Backup\nRun: 7\n\nLast output:\ndone");
        assert_eq!(Context::default().below("Hello"), "Hello");
    }
}
