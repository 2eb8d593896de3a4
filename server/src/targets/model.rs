//! What is kept of a machine and of a group.

use std::sync::Arc;

use node_sdk::{Map, Str, Target, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Error;
use crate::credentials::Reference;

const LONGEST_NAME: usize = 255;
const LONGEST_TEXT: usize = 2_000;
const MOST_TAGS: usize = 50;
const LONGEST_TAG: usize = 100;
const MOST_METADATA: usize = 64 << 10;
/// How many others a machine may depend on.
const MOST_DEPENDENCIES: usize = 100;

/// A machine as people describe it.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTarget)]
pub(crate) struct Draft {
    /// 1 to 255 characters; flows name it by that.
    #[serde(default)]
    pub(super) name: String,
    /// How it is reached: a host name or an address.
    pub(super) hostname: String,
    /// Its address, for people and flows.
    #[serde(default)]
    pub(super) ip_address: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) os_type: OsType,
    /// Such as `Debian 12`.
    #[serde(default)]
    pub(super) os_version: String,
    /// Such as `production`.
    #[serde(default)]
    pub(super) environment: String,
    #[serde(default)]
    pub(super) status: Status,
    /// How it is worked on; SSH for Linux and Unix where absent.
    #[serde(default)]
    pub(super) protocol: Option<Protocol>,
    /// TCP port of its SSH server, from 1.
    #[serde(default = "ssh_port")]
    pub(super) port: u16,
    #[serde(default)]
    pub(super) host_key_check: HostKeyCheck,
    /// Seconds that connecting and signing in may take, from 1 to 120.
    #[serde(default = "patience")]
    pub(super) connect_timeout: u16,
    /// Id or name of the credential to sign in with.
    #[serde(default)]
    pub(super) credential: Option<String>,
    /// At most 50.
    #[serde(default)]
    pub(super) tags: Vec<String>,
    /// Ids or names of the machines that must work for this one to work, at most 100.
    #[serde(default)]
    pub(super) depends_on: Vec<String>,
    /// Whatever else is known; at most 64 KiB.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub(super) metadata: Map,
}

fn ssh_port() -> u16 {
    22
}

fn patience() -> u16 {
    15
}

/// What a machine runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OsType {
    Windows,
    #[default]
    Linux,
    Unix,
    NetworkDevice,
    Other,
}

/// Whether a machine is worked on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TargetStatus)]
pub(crate) enum Status {
    /// Yes.
    #[default]
    Active,
    /// Only if it is named itself; not as one of a group or tag.
    Maintenance,
    /// No.
    Inactive,
}

/// How a machine is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Protocol {
    /// Over SSH.
    Ssh,
    /// Not at all: only its name and address are used.
    None,
}

/// When the key that a machine shows is trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HostKeyCheck {
    /// The first one is, and no other after it.
    #[default]
    TrustFirst,
    /// Only once somebody trusts it.
    Strict,
}

/// A machine as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    pub(super) draft: Draft,
    pub(super) credential: Option<Reference>,
    pub(super) groups: Vec<Reference>,
    pub(super) depends_on: Vec<Reference>,
    pub(super) revision: i64,
    pub(super) created: (String, i64),
    pub(super) updated: (String, i64),
    /// JSON.
    pub(super) last_test: Option<serde_json::Value>,
    /// As flows see it.
    pub(super) target: Arc<Target>,
}

/// A group as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) tags: Vec<String>,
    pub(super) revision: i64,
    pub(super) updated: (String, i64),
    /// Ids of its machines, in the order of their names.
    pub(super) members: Vec<String>,
}

impl Draft {
    /// The protocol, or what is usual for the operating system.
    pub(super) fn protocol(&self) -> Protocol {
        self.protocol.unwrap_or(match self.os_type {
            OsType::Linux | OsType::Unix => Protocol::Ssh,
            OsType::Windows | OsType::NetworkDevice | OsType::Other => Protocol::None,
        })
    }

    /// Trims and checks what was written.
    ///
    /// # Errors
    /// The first field that does not fit.
    pub(super) fn checked(mut self) -> Result<Self, Error> {
        self.name = check_name(&self.name)?;
        for (field, text) in [("hostname", &mut self.hostname), ("ip_address", &mut self.ip_address)] {
            *text = text.trim().to_owned();
            if text.len() > LONGEST_NAME || text.contains(|next: char| next.is_whitespace() || next.is_control()) {
                return Err(Error::unfit(field, "Write a host name or an address, without spaces, on one line."));
            }
        }
        if self.hostname.is_empty() {
            return Err(Error::unfit("hostname", "Write the host name or address by which the machine is reached."));
        }
        let texts =
            [("description", &self.description), ("os_version", &self.os_version), ("environment", &self.environment)];
        if let Some((field, _)) = texts.iter().find(|(_, text)| text.chars().count() > LONGEST_TEXT) {
            return Err(Error::unfit(
                field,
                format!("The text has more than {LONGEST_TEXT} characters. Say it shorter."),
            ));
        }
        if self.port == 0 {
            return Err(Error::unfit("port", "The port must be from 1 to 65535."));
        }
        if !(1..=120).contains(&self.connect_timeout) {
            return Err(Error::unfit("connect_timeout", "The time to connect must be from 1 to 120 seconds."));
        }
        self.tags = check_tags(self.tags)?;
        if self.depends_on.len() > MOST_DEPENDENCIES {
            return Err(Error::unfit(
                "depends_on",
                format!("A target may depend on {MOST_DEPENDENCIES} others at most."),
            ));
        }
        if Value::from(self.metadata.clone()).weight(MOST_METADATA) > MOST_METADATA {
            return Err(Error::unfit("metadata", "The metadata has more than 64 KiB. Keep large data elsewhere."));
        }
        Ok(self)
    }

    /// What is kept as one text; the rest has columns of its own.
    pub(super) fn text(&self) -> String {
        let rest = Self { name: String::new(), credential: None, depends_on: Vec::new(), ..self.clone() };
        serde_json::to_string(&rest).unwrap_or_default()
    }
}

/// A name that can stand in a flow, trimmed.
pub(super) fn check_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    let message = |why: &str| Err(Error::unfit("name", why));
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) || name.contains(char::is_control) || name.contains("{{") {
        return message("Give it a name of 1 to 255 characters, on one line and without `{{`.");
    }
    if name.contains(':') || name.eq_ignore_ascii_case(Target::LOCAL) {
        return message(
            "A name has no colon, and `local` means the machine OpsConductor runs on. Choose another name.",
        );
    }
    Ok(name.to_owned())
}

pub(super) fn check_tags(tags: Vec<String>) -> Result<Vec<String>, Error> {
    let mut tags: Vec<_> = tags.into_iter().map(|tag| tag.trim().to_owned()).collect();
    tags.sort();
    tags.dedup();
    let is_tag = |tag: &String| (1..=LONGEST_TAG).contains(&tag.chars().count()) && !tag.contains(char::is_control);
    if tags.len() > MOST_TAGS || !tags.iter().all(is_tag) {
        let message = format!("Give {MOST_TAGS} tags at most, each of 1 to {LONGEST_TAG} characters.");
        return Err(Error::unfit("tags", message));
    }
    Ok(tags)
}

impl Machine {
    /// Makes what flows see.
    pub(super) fn as_target(id: &str, draft: &Draft, credential: Option<&Reference>, groups: &[Reference]) -> Target {
        let texts = |texts: &[String]| texts.iter().map(|text| Str::from(text.as_str())).collect();
        Target {
            id: id.into(),
            name: draft.name.as_str().into(),
            hostname: draft.hostname.as_str().into(),
            ip_address: draft.ip_address.as_str().into(),
            os_type: crate::wire::word(&draft.os_type).into(),
            os_version: draft.os_version.as_str().into(),
            environment: draft.environment.as_str().into(),
            status: crate::wire::word(&draft.status).into(),
            tags: texts(&draft.tags),
            groups: groups.iter().map(|group| Str::from(group.name.as_str())).collect(),
            metadata: draft.metadata.clone(),
            credential: credential.map(|credential| credential.id.as_str().into()),
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.target.id
    }

    /// How long connecting and signing in may take.
    pub(super) fn patience(&self) -> std::time::Duration {
        std::time::Duration::from_secs(self.draft.connect_timeout.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(extra: &serde_json::Value, field: &str) {
        let mut body = json!({ "name": "web-1", "hostname": "web-1.example.org" });
        body.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        let draft: Draft = serde_json::from_value(body).expect("it has the right shape");
        assert_eq!(draft.checked().expect_err("it does not fit").field(), Some(field));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        check(&json!({ "name": "group:web" }), "name");
        check(&json!({ "name": "Local" }), "name");
        check(&json!({ "hostname": " " }), "hostname");
        check(&json!({ "ip_address": "1.2.3.4 " .repeat(2) }), "ip_address");
        check(&json!({ "port": 0 }), "port");
        check(&json!({ "connect_timeout": 121 }), "connect_timeout");
        check(&json!({ "tags": [""] }), "tags");
    }
}
