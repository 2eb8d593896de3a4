//! Targets: the machines that flows work on.

use serde::{Deserialize, Serialize};

use crate::{ErrorKind, Map, NodeError, Str, Value};

/// A machine, as flows see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// Its id.
    pub id: Str,
    /// What people call it.
    pub name: Str,
    /// How it is reached: a name or an address.
    pub hostname: Str,
    /// Its address, where somebody wrote it down.
    pub ip_address: Str,
    /// `windows`, `linux`, `unix`, `network_device` or `other`.
    pub os_type: Str,
    /// Such as `Debian 12`.
    pub os_version: Str,
    /// Such as `production`.
    pub environment: Str,
    /// `active`, `maintenance` or `inactive`.
    pub status: Str,
    /// Words that people gave it.
    pub tags: Vec<Str>,
    /// Names of the groups it is in.
    pub groups: Vec<Str>,
    /// Whatever else people wrote down.
    pub metadata: Map,
    /// Id of the credential it is worked on with.
    pub credential: Option<Str>,
}

impl Target {
    /// What the machine that OpsConductor runs on is called.
    pub const LOCAL: &'static str = "local";

    /// The machine that OpsConductor runs on.
    pub fn local() -> Self {
        let (id, os_type) = (Str::from(Self::LOCAL), if cfg!(windows) { "windows" } else { "linux" });
        Self {
            name: id.clone(),
            hostname: "localhost".into(),
            os_type: os_type.into(),
            status: "active".into(),
            id,
            ..Self::default()
        }
    }

    /// Whether it is the machine that OpsConductor runs on.
    pub fn is_local(&self) -> bool {
        *self.id == *Self::LOCAL
    }

    /// An error for a text that stands for no machine.
    pub fn unknown(selector: &str) -> NodeError {
        let message = format!(
            "There is no target `{selector}`. Name one of the list of targets, or `{}` for the machine OpsConductor runs on.",
            Self::LOCAL
        );
        NodeError::new(ErrorKind::VALIDATION, message)
    }

    /// What expressions see as `target`.
    pub fn to_value(&self) -> Value {
        let texts = |texts: &[Str]| texts.iter().cloned().map(Value::from).collect::<Value>();
        Value::object([
            ("id", self.id.clone().into()),
            ("name", self.name.clone().into()),
            ("hostname", self.hostname.clone().into()),
            ("ip_address", self.ip_address.clone().into()),
            ("os_type", self.os_type.clone().into()),
            ("os_version", self.os_version.clone().into()),
            ("environment", self.environment.clone().into()),
            ("status", self.status.clone().into()),
            ("tags", texts(&self.tags)),
            ("groups", texts(&self.groups)),
            ("metadata", self.metadata.clone().into()),
        ])
    }
}
