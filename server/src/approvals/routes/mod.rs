//! Handlers of the routes of approvals.

pub(super) mod decide;
pub(super) mod list;

use serde::Serialize;
use utoipa::ToSchema;

use super::store::ApprovalRow;
use crate::auth::{Actor, Permission, Role};
use crate::web::iso;

/// Something that a run asks people.
#[derive(Serialize, ToSchema)]
pub(crate) struct Approval {
    id: String,
    run_id: String,
    flow_id: Option<String>,
    flow_name: String,
    /// The node's id.
    node: String,
    title: String,
    message: String,
    /// Who may decide; everybody with the permission where it is empty.
    approvers: Vec<String>,
    requested_at: String,
    /// Who started the run.
    requested_by: String,
    /// When it is too late.
    due_at: Option<String>,
    /// pending, approved, rejected, timed_out, or cancelled with its run.
    state: String,
    decided_by: Option<String>,
    decided_at: Option<String>,
    comment: Option<String>,
    /// Whether whoever asks may decide it.
    may_decide: bool,
    /// Why not.
    why_not: Option<&'static str>,
}

impl Approval {
    /// As somebody sees it.
    fn new(row: ApprovalRow, actor: &Actor) -> Self {
        let is_open = row.state == "pending";
        let why_not = if is_open { may_decide(&row, actor).err() } else { None };
        Self {
            may_decide: is_open && why_not.is_none(),
            why_not,
            approvers: approvers(&row),
            requested_at: iso(row.requested_at),
            due_at: row.due_at.map(iso),
            decided_at: row.decided_at.map(iso),
            comment: row.decided_at.map(|_| row.comment),
            id: row.id,
            run_id: row.run_id,
            flow_id: row.flow_id,
            flow_name: row.flow_name,
            node: row.node,
            title: row.title,
            message: row.message,
            requested_by: row.requested_by,
            state: row.state,
            decided_by: row.decided_by,
        }
    }
}

fn approvers(row: &ApprovalRow) -> Vec<String> {
    serde_json::from_str(&row.approvers).unwrap_or_default()
}

fn is_asked(row: &ApprovalRow, actor: &Actor) -> bool {
    let approvers = approvers(row);
    approvers.is_empty() || approvers.contains(&actor.username)
}

/// Whether somebody may decide, or why not. Administrators may decide what others were asked; nobody may decide on
/// a run of their own, unless the flow says so.
fn may_decide(row: &ApprovalRow, actor: &Actor) -> Result<(), &'static str> {
    if actor.role < Permission::ApprovalDecide.least_role() {
        return Err("Your role does not let you decide. Ask an administrator.");
    }
    if row.requested_by == actor.username && !row.allows_self {
        return Err("You started this run, so somebody else has to decide.");
    }
    if is_asked(row, actor) || actor.role == Role::Admin {
        return Ok(());
    }
    Err("Others were asked to decide this.")
}
