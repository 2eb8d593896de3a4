//! `GET /api/v1/targets/facets`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::inventory::Snapshot;
use super::super::model::Machine;
use super::super::service;
use super::list::Which;
use crate::app::App;
use crate::web::{Problem, Query};
use crate::wire::word;

/// What the targets can be narrowed by. Each list counts the targets that all other filters let through.
#[derive(Serialize, ToSchema)]
#[schema(as = TargetFacets)]
pub(crate) struct Facets {
    os_type: Vec<Count>,
    environment: Vec<Count>,
    status: Vec<Count>,
    tag: Vec<Count>,
    group: Vec<GroupCount>,
}

/// A value and how many targets have it.
#[derive(Serialize, ToSchema)]
#[schema(as = TargetCount)]
pub(crate) struct Count {
    value: String,
    count: usize,
}

/// A group and how many of the targets are in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroupCount {
    id: String,
    name: String,
    count: usize,
}

/// Count the targets by what they can be narrowed by.
#[utoipa::path(get, path = "/api/v1/targets/facets", tag = "targets", params(Which),
    responses((status = 200, description = "Counts, in the order of the values", body = Facets)))]
pub(crate) async fn facets(State(app): State<App>, Query(which): Query<Which>) -> Result<Json<Facets>, Problem> {
    let known = service::snapshot(&app).await?;
    let groups =
        counts(&known, &which, "group", |machine| machine.groups.iter().map(|group| group.name.clone()).collect());
    let id_of = |name: &str| known.groups.get(name).map(|group| group.id.clone()).unwrap_or_default();
    Ok(Json(Facets {
        os_type: counts(&known, &which, "os_type", |machine| vec![word(&machine.draft.os_type)]),
        environment: counts(&known, &which, "environment", |machine| vec![machine.draft.environment.clone()]),
        status: counts(&known, &which, "status", |machine| vec![word(&machine.draft.status)]),
        tag: counts(&known, &which, "tag", |machine| machine.draft.tags.clone()),
        group: groups
            .into_iter()
            .map(|Count { value, count }| GroupCount { id: id_of(&value), name: value, count })
            .collect(),
    }))
}

fn counts(known: &Snapshot, which: &Which, facet: &str, values: impl Fn(&Machine) -> Vec<String>) -> Vec<Count> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for machine in known.machines.values().filter(|machine| which.wants(machine, facet)) {
        for value in values(machine).into_iter().filter(|value| !value.is_empty()) {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts.into_iter().map(|(value, count)| Count { value, count }).collect()
}
