//! `POST /api/v1/targets/match`.

use std::collections::HashSet;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::service;
use super::Brief;
use crate::app::App;
use crate::web::{Json, Problem};

const MOST_SELECTORS: usize = 200;
const MOST_SHOWN: usize = 1_000;

/// Texts that stand for machines.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Selection {
    /// Names, ids, `group:NAME`, `tag:NAME` or `local`; at most 200.
    selectors: Vec<String>,
}

/// The machines they stand for.
#[derive(Serialize, ToSchema)]
pub(crate) struct Matched {
    /// 1,000 at most.
    targets: Vec<Brief>,
    /// How many there are.
    total: usize,
    /// Those that stand for none.
    unknown: Vec<String>,
}

/// Find the machines that some texts stand for.
#[utoipa::path(post, path = "/api/v1/targets/match", tag = "targets", request_body = Selection,
    responses((status = 200, description = "The machines", body = Matched), (status = 422, description = "Too many texts")))]
pub(crate) async fn matching(
    State(app): State<App>,
    Json(body): Json<Selection>,
) -> Result<axum::Json<Matched>, Problem> {
    if body.selectors.len() > MOST_SELECTORS {
        let detail = format!("Give {MOST_SELECTORS} texts at most. Put targets into a group to name them together.");
        return Err(Problem::unfit("too_many_selectors", "selectors", detail));
    }
    service::snapshot(&app).await?;
    let (mut targets, mut unknown, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for selector in body.selectors {
        match app.runner.services.hosts.select(selector.trim()) {
            Ok(found) => targets.extend(found.into_iter().filter(|target| seen.insert(target.id.clone()))),
            Err(_) => unknown.push(selector),
        }
    }
    let total = targets.len();
    let targets = targets.iter().take(MOST_SHOWN).map(|target| Brief::from(&**target)).collect();
    Ok(axum::Json(Matched { targets, total, unknown }))
}
