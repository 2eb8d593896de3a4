//! `POST /api/v1/flows/dry-run`.

use axum::extract::State;
use engine::Rehearsal;
use node_sdk::{Map, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::super::record::shown;
use super::super::service::{Play, perform};
use crate::app::App;
use crate::flows::{self, ProblemView, problems};
use crate::runs::view::{ErrorView, StepView};
use crate::runs::{Error, check_pins};
use crate::web::{Json as Body, Problem};
use crate::wire::{preview, word};

/// What is rehearsed: a flow that is kept, or a document.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DryRun {
    /// Id or name of a flow.
    #[serde(default)]
    flow_id: Option<String>,
    /// A document; it is not kept.
    #[serde(default)]
    document: Option<Json>,
    /// Values of the flow's parameters, by name.
    #[serde(default)]
    #[schema(value_type = Object)]
    parameters: Map,
    /// The first message.
    #[serde(default)]
    #[schema(value_type = Object)]
    input: Value,
    /// Outputs that nodes give, by node id; others answer with their sample.
    #[serde(default)]
    #[schema(value_type = Object)]
    pins: Map,
}

/// What the flow would have done.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct Rehearsed {
    /// How it ended; `invalid` if it cannot run at all.
    status: String,
    /// What is wrong with the flow.
    problems: Vec<ProblemView>,
    /// What it gave.
    #[schema(value_type = Object)]
    result: Value,
    /// Why it did not complete.
    error: Option<ErrorView>,
    /// Its variables at the end.
    #[schema(value_type = Object)]
    variables: Value,
    /// The way it took, each step with the configuration it would have run with.
    steps: Vec<StepView>,
}

/// Rehearse a flow: conditions, templates and pure nodes are computed, and nothing is touched. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/flows/dry-run", tag = "flows", request_body = DryRun,
    responses((status = 200, description = "What it would have done", body = Rehearsed),
              (status = 404, description = "No such flow"), (status = 422, description = "The parameters do not fit")))]
pub(crate) async fn dry_run(
    State(app): State<App>,
    Body(body): Body<DryRun>,
) -> Result<axum::Json<Rehearsed>, Problem> {
    let checked = match (body.flow_id, body.document) {
        (Some(id), None) => {
            let (.., hash) = flows::at_version(&app.store, &id, None).await?;
            app.runner.checked(&hash).await?
        }
        (None, Some(document)) => app.programs.check(&app.programs.canonical(document).0).await,
        _ => return Err(Error::Unfit("document".into(), "Send either `flow_id` or `document`.".into()).into()),
    };
    let checked = match checked {
        Ok(checked) => checked,
        Err(found) => return Ok(axum::Json(invalid(problems(&found)))),
    };
    let Some(program) = checked.program.clone() else {
        return Ok(axum::Json(invalid(problems(&checked.problems))));
    };
    check_pins(&checked, &body.pins)?;
    let parameters = program.parameters(&body.parameters).map_err(Error::BadParameters)?;
    let rehearsal = Rehearsal { dry: true, pins: body.pins, ..Rehearsal::default() };
    let (report, record) =
        perform(&app.runner, Play { program, parameters, input: body.input, rehearsal, author: None }).await;
    Ok(axum::Json(Rehearsed {
        status: word(&report.status),
        problems: problems(&checked.problems),
        result: preview(report.result).0,
        error: report.error.map(ErrorView::from),
        variables: preview(report.variables).0,
        steps: shown(record.take().0),
    }))
}

fn invalid(problems: Vec<ProblemView>) -> Rehearsed {
    Rehearsed { status: "invalid".into(), problems, ..Rehearsed::default() }
}
