//! Secret parameters: sealed where they are kept, masked where they are shown.

use std::sync::Arc;

use engine::Program;
use node_sdk::{Map, Value};

use super::view::StepView;
use crate::keys::{Error, Keys};

/// What a secret reads as.
pub const MASK: &str = "•••";
const SHORTEST: usize = 3;

/// Parameters as they are kept: what people may see, and the real ones, sealed, if there are secrets.
///
/// # Errors
/// If sealing fails.
pub fn split(program: &Program, keys: &Keys, run: &str, parameters: &Map) -> Result<(String, Option<String>), Error> {
    let is_secret = |name: &str, value: &Value| program.is_secret(name) && !value.is_null();
    let real = Value::from(parameters.clone());
    if !parameters.iter().any(|(name, value)| is_secret(name, value)) {
        return Ok((real.to_string(), None));
    }
    let shown = parameters.iter().map(|(name, value)| {
        (name.clone(), if is_secret(name, value) { MASK.into() } else { value.clone() })
    });
    Ok((Value::object(shown).to_string(), Some(keys.seal(&place(run), &real.to_string())?)))
}

/// The real parameters of a run.
///
/// # Errors
/// If they were sealed with another master key.
pub fn open(keys: &Keys, run: &str, shown: &str, sealed: Option<&str>) -> Result<Map, Error> {
    let text = sealed.map_or_else(|| Ok(shown.to_owned()), |sealed| keys.open(&place(run), sealed))?;
    serde_json::from_str(&text).map_err(|_| Error::Sealed)
}

fn place(run: &str) -> String {
    format!("run:{run}:parameters")
}

/// Masks the secrets of one run in what its journal holds.
#[derive(Default)]
pub struct Masker(Vec<String>);

impl Masker {
    /// The secrets are the parameters that people see masked.
    pub fn new(shown: &Map, real: &Map) -> Self {
        let mut secrets = Vec::new();
        for (_, value) in real.iter().filter(|(name, _)| shown.get(*name).and_then(Value::as_str) == Some(MASK)) {
            collect(value, &mut secrets);
        }
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self(secrets)
    }

    /// A step without secrets.
    pub fn step(&self, mut step: StepView) -> StepView {
        if !self.0.is_empty() {
            step.output = self.value(&step.output);
            step.error = step.error.map(|mut error| {
                error.message = self.text(&error.message);
                error.details = self.value(&error.details);
                error
            });
        }
        step
    }

    fn value(&self, value: &Value) -> Value {
        match value {
            Value::Str(text) => self.text(text).into(),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(map) => {
                let fields = map.iter().map(|(key, value)| (self.text(key).into(), self.value(value)));
                Value::Object(Arc::new(fields.collect()))
            }
            scalar if self.0.contains(&scalar.to_text()) => MASK.into(),
            scalar => scalar.clone(),
        }
    }

    fn text(&self, text: &str) -> String {
        if self.0.iter().any(|secret| secret == text) {
            return MASK.into();
        }
        let long = self.0.iter().filter(|secret| secret.len() >= SHORTEST);
        long.fold(text.to_owned(), |text, secret| if text.contains(secret) { text.replace(secret, MASK) } else { text })
    }
}

fn collect(value: &Value, secrets: &mut Vec<String>) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Array(items) => items.iter().for_each(|item| collect(item, secrets)),
        Value::Object(map) => map.values().for_each(|value| collect(value, secrets)),
        scalar => secrets.push(scalar.to_text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_people_see_masked_is_masked() {
        let shown: Map = serde_json::from_str(r#"{"password":"•••","user":"ada"}"#).expect("a map");
        let real: Map = serde_json::from_str(r#"{"password":"swordfish","user":"ada"}"#).expect("a map");
        let masker = Masker::new(&shown, &real);
        assert_eq!(masker.text("ada says swordfish!"), "ada says •••!");
        assert_eq!(masker.value(&Value::object([("swordfish", Value::Int(1))])).to_string(), r#"{"•••":1}"#);
    }
}
