//! The people who may sign in.

mod profile;
mod service;
pub(crate) mod store;

use serde::Serialize;
use utoipa::ToSchema;

pub use profile::{About, Profile};
pub(crate) use profile::{check_name, describe, profile};
pub use service::{Error, add, ensure_admin, reset_password};

use crate::auth::{Actor, Role};

/// A person, as the API shows one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct User {
    /// Identity.
    pub id: String,
    /// Name to sign in with.
    pub username: String,
    /// What the person may do.
    pub role: Role,
    /// Whether the password is one that somebody else chose.
    pub must_change_password: bool,
}

impl From<Actor> for User {
    fn from(actor: Actor) -> Self {
        let Actor { user_id: id, username, role, must_change_password, .. } = actor;
        Self { id, username, role, must_change_password }
    }
}
