//! `POST /api/v1/flows/validate` and `POST /api/v1/flows/{id}/validate`.

use axum::extract::{Path, State};
use engine::Problem as Finding;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::super::{Checked, ProblemView, problems, references, service, store};
use crate::app::App;
use crate::web::{Json, Problem};

/// A document to check; it is not kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Validate {
    document: Value,
}

/// What was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct Verdict {
    /// Whether the flow can run.
    valid: bool,
    /// Everything that is wrong.
    problems: Vec<ProblemView>,
    /// The bodies of control nodes.
    regions: Vec<Region>,
}

/// The nodes behind a body port.
#[derive(Serialize, ToSchema)]
#[serde(transparent)]
pub(crate) struct Region(Value);

impl Verdict {
    fn of(checked: Result<&Checked, &[Finding]>) -> Self {
        let (findings, regions) = match checked {
            Ok(checked) => (checked.problems.as_slice(), checked.regions.as_slice()),
            Err(findings) => (findings, [].as_slice()),
        };
        Self {
            valid: !findings.iter().any(Finding::is_error),
            problems: problems(findings),
            regions: regions.iter().map(|region| Region(serde_json::to_value(region).unwrap_or_default())).collect(),
        }
    }

    /// Adds what the flow names outside itself that is not there.
    async fn add_missing(&mut self, app: &App, checked: Option<&Checked>) -> Result<(), Problem> {
        let missing = references::missing(app, checked.map_or(&[], |checked| &checked.references)).await?;
        self.problems.extend(problems(&missing));
        Ok(())
    }
}

/// Check a document without keeping it.
#[utoipa::path(post, path = "/api/v1/flows/validate", tag = "flows", request_body = Validate,
    responses((status = 200, description = "What was found", body = Verdict)))]
pub(crate) async fn validate(
    State(app): State<App>,
    Json(body): Json<Validate>,
) -> Result<axum::Json<Verdict>, Problem> {
    let (document, notes) = app.programs.canonical(body.document);
    let checked = app.programs.check(&document).await;
    let mut verdict = Verdict::of(checked.as_deref().map_err(Vec::as_slice));
    verdict.problems.splice(..0, problems(&notes));
    verdict.add_missing(&app, checked.as_deref().ok()).await?;
    Ok(axum::Json(verdict))
}

/// Check a flow as it is kept.
#[utoipa::path(post, path = "/api/v1/flows/{id}/validate", tag = "flows", params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "What was found", body = Verdict)))]
pub(crate) async fn validate_stored(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<axum::Json<Verdict>, Problem> {
    let row = service::find(&app.store, &id).await?;
    let checked = app.programs.check_text(store::document(&app.store, &row.document_hash).await?).await;
    let mut verdict = Verdict::of(checked.as_deref().map_err(Vec::as_slice));
    verdict.add_missing(&app, checked.as_deref().ok()).await?;
    Ok(axum::Json(verdict))
}
