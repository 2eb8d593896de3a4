//! Flows as the API shows them.

use engine::{Problem as Finding, Severity};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::store::{FlowRow, VersionRow};
use crate::web::iso;

/// A flow in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct FlowItem {
    /// Identity.
    id: String,
    /// What people call it.
    name: String,
    /// What it is for.
    description: String,
    /// Words to find it by.
    labels: Vec<String>,
    /// From 1; every change makes a new one.
    version: i64,
    /// Whether it may be started.
    is_active: bool,
    /// What it belongs to.
    category: String,
    /// Who made it.
    created_by: String,
    /// Whose it is: who made it.
    owner: String,
    /// When.
    created_at: String,
    /// Who changed it last.
    updated_by: String,
    /// When.
    updated_at: String,
    /// How many operations it has.
    node_count: i64,
    /// Its latest run.
    last_run: Option<LastRun>,
}

/// A flow in a list, with how its runs went.
#[derive(Serialize, ToSchema)]
pub(super) struct ListedFlow {
    /// The flow.
    #[serde(flatten)]
    pub(super) item: FlowItem,
    /// Its newest runs, at most 20, newest first.
    pub(super) last_runs: Vec<ShortRun>,
}

/// A run and how it stands.
#[derive(Serialize, ToSchema)]
pub(super) struct ShortRun {
    pub(super) id: String,
    pub(super) status: String,
}

/// The latest run of a flow.
#[derive(Serialize, ToSchema)]
pub(super) struct LastRun {
    /// Identity.
    id: String,
    /// How it stands.
    status: String,
    /// When it started.
    started_at: Option<String>,
}

/// A flow with its document.
#[derive(Serialize, ToSchema)]
pub(super) struct Flow {
    /// The flow.
    #[serde(flatten)]
    item: FlowItem,
    /// What was drawn.
    document: Value,
    /// What is wrong with it.
    problems: Vec<ProblemView>,
}

/// A version.
#[derive(Serialize, ToSchema)]
pub(super) struct Version {
    /// From 1.
    version: i64,
    /// Who made it.
    author: String,
    /// When.
    created_at: String,
    /// Why.
    comment: String,
}

/// A version in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct VersionItem {
    /// The version.
    #[serde(flatten)]
    pub(super) version: Version,
    /// Its names.
    pub(super) tags: Vec<String>,
    /// How its runs ended.
    pub(super) runs: RunCounts,
}

/// How runs that are over ended; a run that took too long has failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct RunCounts {
    /// Completed.
    pub completed: i64,
    /// Failed or timed out.
    pub failed: i64,
    /// Anything else.
    pub other: i64,
}

impl<'a> FromIterator<(&'a str, i64)> for RunCounts {
    /// From each status with its number.
    fn from_iter<T: IntoIterator<Item = (&'a str, i64)>>(counts: T) -> Self {
        let mut sum = Self::default();
        for (status, count) in counts {
            match status {
                "completed" => sum.completed += count,
                "failed" | "timed_out" => sum.failed += count,
                _ => sum.other += count,
            }
        }
        sum
    }
}

/// A version with its document.
#[derive(Serialize, ToSchema)]
pub(super) struct VersionWithDocument {
    /// The version.
    #[serde(flatten)]
    version: Version,
    /// What was drawn.
    document: Value,
}

/// What is wrong with a flow, and where.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemView {
    /// `error` keeps the flow from running, `warning` does not.
    severity: &'static str,
    /// Stable.
    code: String,
    /// What is wrong and what to do.
    message: String,
    /// The node's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<String>,
    /// The wire's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    wire: Option<String>,
    /// `config/...` for a field of the configuration, `timeout` for one of the node.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

impl From<FlowRow> for FlowItem {
    fn from(row: FlowRow) -> Self {
        let last_run = row.run_id.zip(row.run_status);
        let last_run = last_run.map(|(id, status)| LastRun { id, status, started_at: row.run_started_at.map(iso) });
        Self {
            id: row.id,
            name: row.name,
            description: row.description,
            labels: serde_json::from_str(&row.labels).unwrap_or_default(),
            version: row.version,
            is_active: row.is_active,
            category: row.category,
            owner: row.created_by.clone(),
            created_by: row.created_by,
            created_at: iso(row.created_at),
            updated_by: row.updated_by,
            updated_at: iso(row.updated_at),
            node_count: row.node_count,
            last_run,
        }
    }
}

impl Flow {
    /// A flow, the text of its document, and what the compiler found.
    pub(super) fn new(row: FlowRow, body: &str, findings: &[Finding]) -> Self {
        let document = serde_json::from_str(body).unwrap_or_default();
        Self { item: row.into(), document, problems: problems(findings) }
    }
}

impl From<VersionRow> for Version {
    fn from(row: VersionRow) -> Self {
        Self { version: row.version, author: row.author, created_at: iso(row.created_at), comment: row.comment }
    }
}

impl VersionWithDocument {
    /// A version and the text of its document.
    pub(super) fn new(row: VersionRow, body: &str) -> Self {
        Self { version: row.into(), document: serde_json::from_str(body).unwrap_or_default() }
    }
}

/// Findings as the API shows them.
pub fn problems(findings: &[Finding]) -> Vec<ProblemView> {
    findings.iter().cloned().map(ProblemView::from).collect()
}

impl From<Finding> for ProblemView {
    fn from(finding: Finding) -> Self {
        Self {
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: finding.code,
            message: finding.message,
            node: finding.node,
            wire: finding.wire,
            field: finding.field,
        }
    }
}
