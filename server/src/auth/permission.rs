//! Roles, what they permit, and the one place where that is checked.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Origin;
use crate::app::App;
use crate::audit::Author;
use crate::web::Problem;

/// What a person may do in general. Each role may do all that the one before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads.
    Viewer,
    /// Edits and runs flows.
    Operator,
    /// Everything.
    Admin,
}

impl Role {
    /// The word that is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// The role of a stored word.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Viewer, Self::Operator, Self::Admin].into_iter().find(|role| role.name() == name)
    }
}

/// What a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// One's own account.
    Own,
    /// See flows and node types.
    FlowRead,
    /// Change flows.
    FlowEdit,
    /// Start runs.
    RunStart,
    /// See runs.
    RunRead,
    /// Cancel and delete runs.
    RunControl,
    /// Decide what runs ask.
    ApprovalDecide,
    /// See global variables.
    VariableRead,
    /// Change global variables.
    VariableEdit,
    /// Name credentials in flows and targets.
    CredentialUse,
    /// Keep credentials.
    CredentialManage,
    /// See targets and groups.
    TargetRead,
    /// Change targets and groups.
    TargetEdit,
    /// See how the server is.
    SystemRead,
}

impl Permission {
    /// What people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::FlowRead => "flow.read",
            Self::FlowEdit => "flow.edit",
            Self::RunStart => "run.start",
            Self::RunRead => "run.read",
            Self::RunControl => "run.control",
            Self::ApprovalDecide => "approval.decide",
            Self::VariableRead => "variable.read",
            Self::VariableEdit => "variable.edit",
            Self::CredentialUse => "credential.use",
            Self::CredentialManage => "credential.manage",
            Self::TargetRead => "target.read",
            Self::TargetEdit => "target.edit",
            Self::SystemRead => "system.read",
        }
    }

    /// The least role that has it.
    pub fn least_role(self) -> Role {
        match self {
            Self::Own | Self::FlowRead | Self::RunRead | Self::VariableRead | Self::TargetRead | Self::SystemRead => {
                Role::Viewer
            }
            Self::FlowEdit
            | Self::RunStart
            | Self::RunControl
            | Self::ApprovalDecide
            | Self::VariableEdit
            | Self::CredentialUse
            | Self::TargetEdit => Role::Operator,
            Self::CredentialManage => Role::Admin,
        }
    }
}

/// The person behind a request; there only on guarded routes.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Id of the user.
    pub user_id: String,
    /// Name of the user.
    pub username: String,
    /// What the user may do.
    pub role: Role,
    /// Whether the password is one that somebody else chose.
    pub must_change_password: bool,
    /// The session the token belongs to.
    pub session_id: String,
    /// Where the request came from.
    pub address: String,
}

impl Actor {
    /// As the audit log names the person.
    pub fn author(&self) -> Author {
        Author { name: self.username.clone(), address: self.address.clone() }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let actor = parts.extensions.get::<Self>().cloned();
        actor.ok_or_else(|| Problem::internal(&"a route without a permission asks who is there"))
    }
}

/// Lets a request through if its token is good and its user has the permission.
///
/// # Errors
/// 401 without a good token, 403 if the role does not permit it.
pub async fn require(
    State((app, permission)): State<(App, Permission)>,
    origin: Origin,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")));
    let token = token.ok_or_else(|| {
        let detail = "Sign in first, and send the access token as `Authorization: Bearer <token>`.";
        Problem::new(StatusCode::UNAUTHORIZED, "unauthenticated", detail)
    })?;
    let actor = app.auth.actor(token.trim(), origin.address).await?;
    if actor.role < permission.least_role() {
        let detail = format!(
            "This needs the permission `{}`, which the role {} does not have. Ask an administrator.",
            permission.name(),
            actor.role.name()
        );
        return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", detail).with("permission", permission.name()));
    }
    request.extensions_mut().insert(actor);
    Ok(next.run(request).await)
}
