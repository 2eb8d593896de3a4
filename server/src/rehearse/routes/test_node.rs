//! `POST /api/v1/flows/test-node`.

use axum::extract::State;
use engine::Rehearsal;
use node_sdk::{Map, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::super::service::{Play, perform};
use crate::app::App;
use crate::auth::Actor;
use crate::flows::{ProblemView, Refused, problems};
use crate::runs::view::{ErrorView, LogView};
use crate::runs::{Error, note_test};
use crate::web::{Json as Body, Problem};
use crate::wire::{preview, word};

/// A node, and what it is given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestNode {
    /// The flow as it is drawn.
    document: Json,
    /// Id of the node.
    node: String,
    /// The message that comes in: an object with `payload` and other keys, or the payload alone.
    #[serde(default)]
    #[schema(value_type = Object)]
    message: Value,
    /// Variables there are, by name.
    #[serde(default)]
    #[schema(value_type = Object)]
    variables: Map,
    /// Outputs of earlier nodes, by id or name.
    #[serde(default)]
    #[schema(value_type = Object)]
    nodes: Map,
    /// Values of the flow's parameters, by name.
    #[serde(default)]
    #[schema(value_type = Object)]
    parameters: Map,
    /// The target to work on instead of the node's own.
    #[serde(default)]
    target: Option<String>,
    /// Whether nothing is really done.
    #[serde(default)]
    dry: bool,
}

/// What the node did.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct Tested {
    /// How it ended; `invalid` if its configuration does not fit.
    status: String,
    /// The port it took.
    port: Option<String>,
    /// What it produced.
    #[schema(value_type = Object)]
    output: Value,
    /// Why it failed.
    error: Option<ErrorView>,
    /// The configuration it ran with.
    #[schema(value_type = Option<Object>)]
    config: Option<Value>,
    /// What it wrote.
    log: Vec<LogView>,
    /// The variables after it.
    #[schema(value_type = Object)]
    variables: Value,
    /// How long it took, in microseconds.
    duration_us: u64,
    /// What is wrong with it.
    problems: Vec<ProblemView>,
}

/// Run one node alone with a message of your own. Unless it is dry, the node really does what it does.
#[utoipa::path(post, path = "/api/v1/flows/test-node", tag = "flows", request_body = TestNode,
    responses((status = 200, description = "What it did", body = Tested),
              (status = 422, description = "The document has no such node, or the parameters do not fit")))]
pub(crate) async fn test_node(
    State(app): State<App>,
    actor: Actor,
    Body(body): Body<TestNode>,
) -> Result<axum::Json<Tested>, Problem> {
    let engine = app.programs.engine();
    let (mut document, _) = app.programs.canonical(body.document);
    if let Some(target) = body.target {
        aim(&mut document, &body.node, &target);
    }
    declare(&mut document, &body.variables);
    let document = engine.parse(document.to_string().as_bytes()).map_err(Refused)?;
    let Some(compilation) = engine.compile_node(&document, &body.node) else {
        let why = format!("The document has no node `{}`.", body.node);
        return Err(Error::Unfit("node".into(), why).into());
    };
    let problems = problems(&compilation.problems);
    let Some(program) = compilation.program else {
        return Ok(axum::Json(Tested { status: "invalid".into(), problems, ..Tested::default() }));
    };
    let parameters = program.parameters(&body.parameters).map_err(Error::BadParameters)?;
    let rehearsal = Rehearsal { dry: body.dry, nodes: body.nodes, variables: body.variables, ..Rehearsal::default() };
    if !body.dry {
        note_test(&app.runner, &actor.author(), &document.name, &body.node).await?;
    }
    let author = Some(actor.author());
    let play = Play { program, parameters, input: body.message, rehearsal, author };
    let (report, record) = perform(&app.runner, play).await;
    let (steps, log) = record.take();
    let step = steps.into_iter().rfind(|step| *step.node == *body.node);
    let (variables, error) = (preview(report.variables).0, report.error.map(ErrorView::from));
    let Some(step) = step else {
        return Ok(axum::Json(Tested {
            status: word(&report.status),
            error,
            log,
            variables,
            problems,
            ..Tested::default()
        }));
    };
    Ok(axum::Json(Tested {
        status: word(&step.status),
        port: step.port.map(|port| port.to_string()),
        output: preview(step.output).0,
        error: step.error.map(ErrorView::from).or(error),
        config: step.config,
        log,
        variables,
        duration_us: step.duration_us,
        problems,
    }))
}

/// Has a node work on another target.
fn aim(document: &mut Json, node: &str, target: &str) {
    let nodes = document.get_mut("nodes").and_then(Json::as_array_mut).into_iter().flatten();
    if let Some(node) = nodes.into_iter().find(|one| one["id"] == node).and_then(Json::as_object_mut) {
        node.insert("target".into(), target.into());
    }
}

/// Has the flow know the variables there are.
fn declare(document: &mut Json, variables: &Map) {
    let Some(document) = document.as_object_mut() else { return };
    let declared = document.entry("variables").or_insert_with(|| Json::Object(serde_json::Map::new()));
    if let Some(declared) = declared.as_object_mut() {
        let missing = variables.iter().map(|(name, value)| (name.to_string(), Json::from(value)));
        declared.extend(missing);
    }
}
