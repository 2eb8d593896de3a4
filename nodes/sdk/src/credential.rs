//! Credentials: secrets that are kept apart from flows, and opened for one call.

use std::collections::BTreeMap;
use std::fmt;

use async_trait::async_trait;

use crate::{Caller, ErrorKind, NodeError, Str};

/// An open credential. What it prints as holds no value.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its id.
    pub id: Str,
    /// What people call it.
    pub name: Str,
    /// Its type, such as `ssh_password`.
    pub kind: Str,
    /// A number that changes with its values.
    pub revision: i64,
    fields: BTreeMap<String, Str>,
    secrets: Vec<String>,
}

impl Credential {
    /// A credential whose fields are given with what they hold and whether that is secret.
    pub fn new(
        (id, name, kind): (&str, &str, &str),
        revision: i64,
        fields: impl IntoIterator<Item = (String, Str, bool)>,
    ) -> Self {
        let mut credential = Self {
            id: id.into(),
            name: name.into(),
            kind: kind.into(),
            revision,
            fields: BTreeMap::new(),
            secrets: Vec::new(),
        };
        for (field, value, is_secret) in fields {
            if is_secret {
                credential.secrets.push(field.clone());
            }
            credential.fields.insert(field, value);
        }
        credential
    }

    /// What a field holds; nothing where it is empty.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(|value| &**value).filter(|value| !value.is_empty())
    }

    /// What a field holds.
    ///
    /// # Errors
    /// Kind `auth_error`, if it is empty.
    pub fn require(&self, field: &str) -> Result<&str, NodeError> {
        self.get(field).ok_or_else(|| {
            let message =
                format!("The credential `{}` has no `{field}`. Ask whoever keeps it to fill that in.", self.name);
            NodeError::new(ErrorKind::AUTH, message)
        })
    }

    /// All that nobody may read; of texts of many lines also each line of them.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        let values = self.secrets.iter().filter_map(|field| self.get(field));
        values.flat_map(|value| std::iter::once(value).chain(value.lines().filter(|line| line.len() >= LONG_LINE)))
    }

    /// An error for one that is of no use to a node.
    pub fn unfit(&self, wanted: &str) -> NodeError {
        let message =
            format!("The credential `{}` is of the type `{}`, and {wanted} is needed here.", self.name, self.kind);
        NodeError::new(ErrorKind::VALIDATION, message)
    }
}

/// A line of a secret text that tells something: those of a key do, its frame does not.
const LONG_LINE: usize = 40;

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Opens credentials.
#[async_trait]
pub trait Credentials: Send + Sync {
    /// Opens a credential, by name or id, for one node of one run, and notes that and what for.
    ///
    /// # Errors
    /// If there is none, or it cannot be opened.
    async fn open(&self, caller: &Caller, name: &str, purpose: &str) -> Result<Credential, NodeError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_prints_no_value_and_knows_its_secrets() {
        let fields = [("username".into(), "ada".into(), false), ("password".into(), "swordfish".into(), true)];
        let credential = Credential::new(("1", "door", "ssh_password"), 1, fields);
        assert!(!format!("{credential:?}").contains("swordfish"));
        assert_eq!(credential.secrets().collect::<Vec<_>>(), ["swordfish"]);
        assert_eq!(credential.get("username"), Some("ada"));
        assert_eq!(credential.require("token").expect_err("there is none").kind, ErrorKind::AUTH);
    }
}
