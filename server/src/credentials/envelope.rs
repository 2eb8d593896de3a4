//! Envelopes: what is secret in a credential is sealed with a key of its own, and that key with the master key.

use serde_json::{Map, Value as Json};

use crate::keys::{DataKey, Error, Keys};

/// Sealed secrets, and the sealed key to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) sealed: String,
    pub(super) key: String,
}

/// Seals the secrets of a credential.
///
/// # Errors
/// If the system gives no random numbers.
pub(super) fn seal(keys: &Keys, id: &str, secrets: &Map<String, Json>) -> Result<Envelope, Error> {
    let key = DataKey::new()?;
    let sealed = key.seal(&place(id), &Json::Object(secrets.clone()).to_string())?;
    Ok(Envelope { sealed, key: keys.wrap(&key_place(id), &key)? })
}

/// Opens the secrets of a credential.
///
/// # Errors
/// If they were sealed with another master key, or for another credential.
pub(super) fn open(keys: &Keys, id: &str, envelope: &Envelope) -> Result<Map<String, Json>, Error> {
    let key = keys.unwrap(&key_place(id), &envelope.key)?;
    serde_json::from_str(&key.open(&place(id), &envelope.sealed)?).map_err(|_| Error::Sealed)
}

fn place(id: &str) -> String {
    format!("credential:{id}")
}

fn key_place(id: &str) -> String {
    format!("credential:{id}:key")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_credential_has_a_key_of_its_own_and_opens_as_itself_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::load(None, folder.path()).expect("keys");
        let secrets = json!({ "password": "swordfish" }).as_object().expect("an object").clone();
        let one = seal(&keys, "1", &secrets).expect("sealed");
        let two = seal(&keys, "2", &secrets).expect("sealed");
        assert!(one != two && !one.sealed.contains("swordfish"));
        assert_eq!(open(&keys, "1", &one).expect("opened"), secrets);
        assert!(open(&keys, "2", &one).is_err());
        assert!(open(&keys, "1", &Envelope { key: two.key, ..one }).is_err());
    }
}
