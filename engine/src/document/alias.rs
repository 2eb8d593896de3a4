//! Other names of a node's fields, as older documents have them: each value is put under the field's own name, and a
//! word is said about it. A node that cannot be read so is left as it is.

use serde_json::{Map, Value, json};

use crate::problem::Problem;

/// Another name of a field.
struct Alias {
    name: &'static str,
    /// The node's field, and the part of it where the value is only a part.
    field: &'static str,
    part: Option<&'static str>,
    /// What the value reads as there; none if it is not of the right type.
    read: fn(&Value) -> Option<Value>,
}

const ALIASES: [Alias; 11] = [
    Alias::of("timeoutSec", "timeout"),
    Alias::of("timeout_seconds", "timeout"),
    Alias::of("retryCount", "retry").part("count"),
    Alias::of("retry_count", "retry").part("count"),
    Alias::of("retryDelay", "retry").part("delay"),
    Alias::of("retry_delay", "retry").part("delay"),
    Alias::of("continueOnFailure", "onError").reading(on_error),
    Alias::of("continueOnError", "onError").reading(on_error),
    Alias::of("continue_on_error", "onError").reading(on_error),
    Alias::of("output_variable", "outputVariable"),
    Alias::of("enabled", "disabled").reading(disabled),
];

fn on_error(goes_on: &Value) -> Option<Value> {
    goes_on.as_bool().map(|goes_on| if goes_on { "continue" } else { "stop" }.into())
}

fn disabled(enabled: &Value) -> Option<Value> {
    enabled.as_bool().map(|enabled| (!enabled).into())
}

/// Puts the fields of all nodes under their own names. Warns of each that had another, and reports as errors those
/// whose value cannot be told.
pub fn rename_fields(document: &mut Value) -> Vec<Problem> {
    let nodes = document.get_mut("nodes").and_then(Value::as_array_mut).into_iter().flatten();
    nodes.enumerate().filter_map(|(index, node)| Some(rename(index, node.as_object_mut()?))).flatten().collect()
}

fn rename(index: usize, node: &mut Map<String, Value>) -> Vec<Problem> {
    let found: Vec<&Alias> = ALIASES.iter().filter(|alias| node.contains_key(alias.name)).collect();
    let id = node.get("id").and_then(Value::as_str).map_or_else(|| format!("#{index}"), ToOwned::to_owned);
    let refused = found.iter().enumerate().filter_map(|(at, alias)| alias.refuse(node, &found[..at]));
    let mut problems: Vec<_> = refused.collect();
    if problems.is_empty() {
        problems = found.iter().filter_map(|alias| alias.apply(node)).collect();
    }
    problems.into_iter().map(|problem| problem.at_node(id.as_str())).collect()
}

impl Alias {
    const fn of(name: &'static str, field: &'static str) -> Self {
        Self { name, field, part: None, read: |value| Some(value.clone()) }
    }

    const fn part(self, part: &'static str) -> Self {
        Self { part: Some(part), ..self }
    }

    const fn reading(self, read: fn(&Value) -> Option<Value>) -> Self {
        Self { read, ..self }
    }

    /// Why the value cannot be told; `before` are the other names that the node has, too.
    fn refuse(&self, node: &Map<String, Value>, before: &[&Self]) -> Option<Problem> {
        let same = |other: &&&Self| (other.field, other.part) == (self.field, self.part);
        let own = node.contains_key(self.field).then_some(self.field);
        let (name, field) = (self.name, self.field);
        if let Some(other) = own.or_else(|| Some(before.iter().find(same)?.name)) {
            let message = format!("The node has `{other}` and `{name}`, which mean the same. Keep `{field}` only.");
            return Some(Problem::error("field_twice", message).at_field(field));
        }
        let value = &node[name];
        let message = || format!("`{name}` must be true or false, and {value} was given.");
        (self.read)(value).is_none().then(|| Problem::error("invalid_document", message()).at_field(name))
    }

    fn apply(&self, node: &mut Map<String, Value>) -> Option<Problem> {
        let value = (self.read)(&node.shift_remove(self.name)?)?;
        let shown = match self.part {
            None => {
                node.insert(self.field.into(), value);
                self.field.to_owned()
            }
            Some(part) => {
                node.entry(self.field).or_insert_with(|| json!({ "count": 0 }))[part] = value;
                format!("{}.{part}", self.field)
            }
        };
        let message =
            format!("`{}` is another name of `{shown}` and is read as that; better write `{shown}`.", self.name);
        Some(Problem::warning("alias_replaced", message).at_field(self.field))
    }
}
