//! `GET /api/v1/runs/facets`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::search::{self, Facet, Wanted};
use super::list::Which;
use crate::app::App;
use crate::web::{Problem, Query};

/// Values of each kind, at most.
const MOST: i64 = 100;

/// What the runs can be narrowed by. Each list shows what else could be chosen there: it counts the runs that all
/// other filters let through.
#[derive(Serialize, ToSchema)]
#[schema(as = RunFacets)]
pub(crate) struct Facets {
    /// How they stand.
    status: Vec<ValueCount>,
    /// Their flows, the 100 with the most runs.
    flow: Vec<FlowCount>,
    /// What started them.
    trigger: Vec<ValueCount>,
    /// Who started them, the 100 with the most runs.
    user: Vec<ValueCount>,
    /// The machines they work on, the 100 with the most runs.
    target: Vec<FlowCount>,
}

/// A value and how many runs have it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ValueCount {
    value: String,
    count: i64,
}

/// A flow or a machine, and how many of the runs are its.
#[derive(Serialize, ToSchema)]
pub(crate) struct FlowCount {
    id: String,
    name: String,
    count: i64,
}

/// Count the runs by what they can be narrowed by.
#[utoipa::path(get, path = "/api/v1/runs/facets", tag = "runs", params(Which),
    responses((status = 200, description = "Counts, the largest first", body = Facets)))]
pub(crate) async fn facets(State(app): State<App>, Query(which): Query<Which>) -> Result<Json<Facets>, Problem> {
    let wanted = which.wanted()?;
    Ok(Json(Facets {
        status: values(&app, &wanted, Facet::Status).await?,
        flow: named(&app, &wanted, Facet::Flow).await?,
        trigger: values(&app, &wanted, Facet::Trigger).await?,
        user: values(&app, &wanted, Facet::User).await?,
        target: named(&app, &wanted, Facet::Target).await?,
    }))
}

async fn named(app: &App, wanted: &Wanted, facet: Facet) -> Result<Vec<FlowCount>, Problem> {
    let counts = search::counts(&app.store, wanted, facet, MOST).await?.into_iter();
    Ok(counts.map(|(id, name, count)| FlowCount { id, name, count }).collect())
}

async fn values(app: &App, wanted: &Wanted, facet: Facet) -> Result<Vec<ValueCount>, Problem> {
    let counts = search::counts(&app.store, wanted, facet, MOST).await?.into_iter();
    Ok(counts.map(|(value, _, count)| ValueCount { value, count }).collect())
}
