//! `GET /api/v1/credentials/{id}` and `GET /api/v1/credentials/{id}/usage`.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::service;
use super::{Credential, Reference};
use crate::app::App;
use crate::web::Problem;

/// What uses a credential.
#[derive(Serialize, ToSchema)]
#[schema(as = CredentialUsage)]
pub(crate) struct Usage {
    /// Machines that are worked on with it.
    targets: Vec<Reference>,
    /// Flows whose newest version names it.
    flows: Vec<FlowUse>,
}

/// A flow that names a credential.
#[derive(Serialize, ToSchema)]
pub(crate) struct FlowUse {
    id: String,
    name: String,
    /// Ids of the nodes that name it.
    nodes: Vec<String>,
}

/// Get a credential without its secrets.
#[utoipa::path(get, path = "/api/v1/credentials/{id}", tag = "credentials",
    params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "The credential", body = Credential), (status = 404, description = "No such credential")))]
pub(crate) async fn get(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Credential>, Problem> {
    Ok(Json(service::find(&app.store, &id).await?.into()))
}

/// Find what uses a credential, 1,000 of each kind at most.
#[utoipa::path(get, path = "/api/v1/credentials/{id}/usage", tag = "credentials",
    params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "What uses it", body = Usage), (status = 404, description = "No such credential")))]
pub(crate) async fn usage(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Usage>, Problem> {
    let row = service::find(&app.store, &id).await?;
    let usage = service::usage(&app.store, &row).await?;
    let mut flows: Vec<FlowUse> = Vec::new();
    for used in usage.flows {
        match flows.last_mut().filter(|flow| flow.id == used.id) {
            Some(flow) => flow.nodes.push(used.node),
            None => flows.push(FlowUse { id: used.id, name: used.name, nodes: vec![used.node] }),
        }
    }
    let targets = usage.targets.into_iter().map(|(id, name)| Reference { id, name }).collect();
    Ok(Json(Usage { targets, flows }))
}
