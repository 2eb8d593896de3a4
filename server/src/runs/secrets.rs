//! Secret parameters: sealed where they are kept, masked where they are shown. What a run says of them
//! the engine masks.

use engine::Program;
use node_sdk::{Map, Value};

use crate::keys::{Error, Keys};

/// What a secret reads as.
const MASK: &str = "•••";

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
    let shown = parameters
        .iter()
        .map(|(name, value)| (name.clone(), if is_secret(name, value) { MASK.into() } else { value.clone() }));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_parameters_open_for_their_run_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::load(None, folder.path()).expect("keys");
        let sealed = keys.seal(&place("1"), r#"{"password":"swordfish"}"#).expect("sealed");
        let real = open(&keys, "1", "{}", Some(&sealed)).expect("opened");
        assert_eq!(real.get("password").and_then(Value::as_str), Some("swordfish"));
        assert!(open(&keys, "2", "{}", Some(&sealed)).is_err());
        assert!(open(&keys, "2", r#"{"user":"ada"}"#, None).is_ok());
    }
}
