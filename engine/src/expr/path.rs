//! Bare paths, `a.b[0]['c d']`: looked up in the value tree without any interpreter.

use node_sdk::{Str, Value};

use super::names::{Names, Root, look_up, suggestion, unknown};
use super::place::{Origin, Place};
use super::{Error, Mention};

/// A name and what is taken of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    root: Str,
    kind: Option<Root>,
    place: Place,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    key: Key,
    /// Characters between the start of the path and the step.
    offset: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Field(Str),
    Index(i64),
    Length,
}

impl Path {
    /// Reads a text that is one path and nothing else.
    pub(super) fn parse(text: &str, origin: Origin<'_>) -> Option<Self> {
        let (path, length) = Self::prefix(text, origin)?;
        let is_word = path.steps.is_empty() && ["true", "false", "none", "null", "not"].contains(&&*path.root);
        (length == text.len() && !is_word).then_some(path)
    }

    /// Reads the longest path a text starts with, and its length in bytes. A name that is
    /// called, such as the `len` of `a.len()`, is not part of it.
    pub(super) fn prefix(text: &str, origin: Origin<'_>) -> Option<(Self, usize)> {
        let mut at = identifier(text)?;
        let root = &text[..at];
        let (mut steps, mut characters) = (Vec::new(), at);
        while let Some((key, length)) = step(&text[at..]) {
            if text[at + length..].trim_start().starts_with('(') {
                break;
            }
            steps.push(Step { key, offset: characters + 1 });
            characters += text[at..at + length].chars().count();
            at += length;
        }
        Some((Self { root: root.into(), kind: Root::of(root), place: origin.place(), steps }, at))
    }

    /// The same path, asking for the number of items.
    pub(crate) fn length(mut self) -> Self {
        self.steps.push(Step { key: Key::Length, offset: 0 });
        self
    }

    /// The first name and the field taken of it.
    pub(crate) fn mention(&self) -> Mention {
        let member = match self.steps.first() {
            Some(Step { key: Key::Field(field), .. }) => Some(field.to_string()),
            _ => None,
        };
        Mention { root: self.root.to_string(), member, place: self.place }
    }

    /// A call of the template function that gives nothing where something on the way is missing.
    pub(super) fn lenient(&self) -> String {
        let mut call = format!("_maybe('{}'", self.root);
        for step in &self.steps {
            match &step.key {
                Key::Field(field) => call.extend([", '", field, "'"]),
                Key::Index(at) => call.push_str(&format!(", {at}")),
                Key::Length => {}
            }
        }
        call.push(')');
        call
    }

    /// Whether it is more than a name.
    pub(super) fn has_steps(&self) -> bool {
        !self.steps.is_empty()
    }

    /// The name it starts with.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// The value at the path.
    pub(crate) fn eval(&self, names: &dyn Names) -> Result<Value, Error> {
        let (mut value, done) = self.start(names)?;
        for (index, step) in self.steps.iter().enumerate().skip(done) {
            let next = match &step.key {
                Key::Field(field) => value.get(field).cloned(),
                Key::Index(at) => value.at(*at).cloned(),
                Key::Length => length(&value),
            };
            value = next.ok_or_else(|| self.missing(index, &value))?;
        }
        Ok(value)
    }

    fn start(&self, names: &dyn Names) -> Result<(Value, usize), Error> {
        let nothing = |root, name: &str, place| Error::new("unknown_name", unknown(names, root, name, place));
        let Some(root) = self.kind else {
            let value = look_up(names, &self.root).map(|value| (value, 0));
            return value.ok_or_else(|| nothing(None, &self.root, self.place));
        };
        match self.steps.first() {
            Some(Step { key: Key::Field(field), offset }) => {
                let value = names.member(root, field).map(|value| (value, 1));
                value.ok_or_else(|| nothing(Some(root), field, self.place.right(*offset)))
            }
            _ => Ok((names.whole(root), 0)),
        }
    }

    fn missing(&self, index: usize, value: &Value) -> Error {
        let (before, step) = (self.shown(index), &self.steps[index]);
        let place = self.place.right(step.offset);
        let message = match (&step.key, value) {
            (Key::Field(field), Value::Object(map)) => {
                let near = suggestion(field, map.keys().map(AsRef::as_ref));
                format!("`{before}` has no field `{field}` {place}{near}")
            }
            (Key::Field(field), other) => {
                format!("`{before}` is {}, so it has no field `{field}` {place}.", article(other))
            }
            (Key::Index(at), Value::Array(items)) => {
                format!("`{before}` has {} items, so there is none at index {at}, {place}.", items.len())
            }
            (Key::Index(_), other) => format!("`{before}` is {}, not a list, {place}.", article(other)),
            (Key::Length, other) => format!("`{before}` is {}, which has no length, {}.", article(other), self.place),
        };
        Error::new("unknown_field", message)
    }

    fn shown(&self, steps: usize) -> String {
        let mut text = self.root.to_string();
        for step in &self.steps[..steps] {
            match &step.key {
                Key::Field(field) => text.extend([".", field]),
                Key::Index(at) => text.push_str(&format!("[{at}]")),
                Key::Length => text.push_str(".len()"),
            }
        }
        text
    }
}

fn length(value: &Value) -> Option<Value> {
    match value {
        Value::Array(items) => Some(items.len().into()),
        Value::Object(map) => Some(map.len().into()),
        Value::Str(text) => Some(text.chars().count().into()),
        _ => None,
    }
}

fn article(value: &Value) -> String {
    match value {
        Value::Null => "empty".into(),
        other => match other.type_name() {
            name @ ("array" | "integer" | "object") => format!("an {name}"),
            name => format!("a {name}"),
        },
    }
}

/// The length of the identifier a text starts with.
pub(crate) fn identifier(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if !(first.is_ascii_alphabetic() || first == '_') {
        return None;
    }
    Some(text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len()))
}

fn step(text: &str) -> Option<(Key, usize)> {
    if let Some(rest) = text.strip_prefix('.') {
        let length = identifier(rest)?;
        return Some((Key::Field(rest[..length].into()), length + 1));
    }
    let inside = text.strip_prefix('[')?;
    let end = inside.find(']')?;
    let body = inside[..end].trim();
    let quoted = ['"', '\''].iter().find_map(|quote| body.strip_prefix(*quote)?.strip_suffix(*quote));
    let key = match quoted {
        Some(field) if !field.contains(['"', '\'', '\\', '{']) => Key::Field(field.into()),
        Some(_) => return None,
        None => Key::Index(body.parse().ok()?),
    };
    Some((key, end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, whole: bool) {
        assert_eq!(Path::parse(text, Origin::start(text)).is_some(), whole, "{text}");
    }

    #[test]
    fn a_path_is_names_fields_and_indexes_only() {
        check("msg.payload.disks[0].name", true);
        check("nodes['Read disks'].output[-1]", true);
        check("a", true);
        check("a | upper", false);
        check("a.b()", false);
        check("1.5", false);
        check("true", false);
        check("a['b' ~ c]", false);
    }

    #[test]
    fn a_method_is_not_part_of_the_path() {
        let text = "msg.payload.len() > 0";
        let (path, length) = Path::prefix(text, Origin::start(text)).expect("a path");
        assert_eq!((path.shown(1), length), ("msg.payload".into(), "msg.payload".len()));
    }
}
