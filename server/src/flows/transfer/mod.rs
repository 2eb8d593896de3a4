//! Taking flows out as a file and in again.

mod import;

use serde_json::Value;

pub(super) use import::{Fate, OnConflict, Plan, import};

/// What an export says it is.
pub(super) const FORMAT: &str = "opsconductor.export/1";

/// A document without what must not leave: the values that secret parameters have where none is given.
pub(crate) fn without_secrets(mut document: Value) -> Value {
    for parameter in document.get_mut("parameters").and_then(Value::as_object_mut).into_iter().flatten() {
        if let Some(parameter) = parameter.1.as_object_mut().filter(|one| one.get("secret") == Some(&true.into())) {
            parameter.shift_remove("default");
        }
    }
    document
}
