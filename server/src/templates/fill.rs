//! Puts answers in for the placeholders of a document. Answers are put in once: what they hold is no placeholder.

use serde_json::{Map, Value};

use super::Error;
use super::placeholder::{Placeholder, is_name};

/// The document with the answers in it.
///
/// # Errors
/// If an answer is missing, of another kind, or for nothing that is asked.
pub(super) fn fill(
    mut document: Value,
    placeholders: &[Placeholder],
    answers: &Map<String, Value>,
) -> Result<Value, Error> {
    if let Some(name) = answers.keys().find(|name| !placeholders.iter().any(|known| known.name == **name)) {
        return Err(Error::Unfit(format!("values.{name}"), format!("The template does not ask for `{name}`.")));
    }
    let mut values = Map::new();
    for placeholder in placeholders {
        let name = &placeholder.name;
        let field = format!("values.{name}");
        let given = answers.get(name).filter(|value| !value.is_null());
        let Some(value) = given.or(Some(&placeholder.default)).filter(|value| !value.is_null()) else {
            return Err(Error::Unfit(field, format!("Say what `{}` is to be.", placeholder.label)));
        };
        placeholder.check(&field, value)?;
        values.insert(name.clone(), value.clone());
    }
    put(&mut document, &values);
    Ok(document)
}

/// The document with something that fits for each placeholder.
pub(super) fn sample(mut document: Value, placeholders: &[Placeholder]) -> Value {
    let values = placeholders.iter().map(|one| (one.name.clone(), one.sample())).collect();
    put(&mut document, &values);
    document
}

/// Calls with the name of each placeholder, wherever it stands.
pub(super) fn each_name(value: &Value, with: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => pieces(text).filter_map(Result::err).for_each(with),
        Value::Array(items) => items.iter().for_each(|item| each_name(item, with)),
        Value::Object(fields) => fields.values().for_each(|field| each_name(field, with)),
        _ => {}
    }
}

fn put(value: &mut Value, values: &Map<String, Value>) {
    match value {
        Value::String(text) => {
            if let Some(filled) = put_in_text(text, values) {
                *value = filled;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| put(item, values)),
        Value::Object(fields) => fields.values_mut().for_each(|field| put(field, values)),
        _ => {}
    }
}

fn put_in_text(text: &str, values: &Map<String, Value>) -> Option<Value> {
    if !text.contains("<<") {
        return None;
    }
    let whole = text.strip_prefix("<<").and_then(|rest| rest.strip_suffix(">>"));
    if let Some(value) = whole.and_then(|name| values.get(name)) {
        return Some(value.clone());
    }
    let written = pieces(text).map(|piece| match piece {
        Ok(plain) => plain.to_owned(),
        Err(name) => match values.get(name) {
            Some(Value::String(value)) => value.clone(),
            Some(value) => value.to_string(),
            None => format!("<<{name}>>"),
        },
    });
    Some(Value::String(written.collect()))
}

/// A text in pieces: what stays as it is, and as an error the name of each placeholder.
fn pieces(text: &str) -> impl Iterator<Item = Result<&str, &str>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let named = rest.strip_prefix("<<").and_then(|after| after.split_once(">>")).filter(|(name, _)| is_name(name));
        if let Some((name, after)) = named {
            rest = after;
            return Some(Err(name));
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest[first..].find("<<").map_or(rest.len(), |place| place + first);
        let (plain, after) = rest.split_at(end);
        rest = after;
        Some(Ok(plain))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::placeholder::checked;
    use super::*;

    fn answers(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_whole_placeholder_keeps_the_kind_of_its_value_and_answers_are_put_in_once() {
        let document = json!({ "a": "<<count>>", "b": ["ä<<<name>> of <<count>><<", "cat <<EOF"], "c": "<<other>>" });
        let named = json!([{ "name": "count", "type": "number", "default": 3 }, { "name": "name" }]);
        let named = checked(serde_json::from_value(named).expect("placeholders"), &document).expect("they fit");
        let filled = fill(document, &named, &answers(&json!({ "name": "<<count>>" }))).expect("filled");
        assert_eq!(filled, json!({ "a": 3, "b": ["ä<<<count>> of 3<<", "cat <<EOF"], "c": "<<other>>" }));
    }

    #[test]
    fn an_answer_that_is_missing_of_another_kind_or_not_asked_for_is_refused() {
        let document = json!({ "a": "<<count>>" });
        let named = json!([{ "name": "count", "type": "number" }]);
        let named = checked(serde_json::from_value(named).expect("placeholders"), &document).expect("they fit");
        for wrong in [json!({}), json!({ "count": "3" }), json!({ "count": null }), json!({ "count": 3, "more": 1 })] {
            assert!(fill(document.clone(), &named, &answers(&wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_stands_in_the_document_is_asked_for_where_nothing_is_named() {
        let found = checked(None, &json!({ "x": ["<<b>> <<a>>", { "y": "<<b>> << c >> <<1>>" }] })).expect("they fit");
        assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }
}
