//! `POST /api/v1/runs/bulk`.

use std::collections::HashSet;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{Error, service};
use super::rerun::{self, Rerun};
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

const MOST: usize = 500;

/// Runs, and what is done to each.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunsBulk)]
pub(crate) struct Bulk {
    action: Action,
    /// At most 500; one that is named twice counts once.
    ids: Vec<String>,
}

/// What is done to each.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = RunsAction)]
pub(crate) enum Action {
    /// It stops, after its clean-up.
    Cancel,
    /// A new run is started with what it was started with.
    Rerun,
    /// It is gone, with its steps and log.
    Delete,
}

/// What became of each, in the order they were named.
#[derive(Serialize, ToSchema)]
#[schema(as = RunsDone)]
pub(crate) struct Done {
    items: Vec<Item>,
}

/// What became of one run.
#[derive(Serialize, ToSchema)]
#[schema(as = RunsItem)]
pub(crate) struct Item {
    id: String,
    /// Whether it was done.
    ok: bool,
    /// Why it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// The new run, with `rerun`.
    #[serde(skip_serializing_if = "Option::is_none")]
    new_id: Option<String>,
}

/// Do something to many runs. What cannot be done to one does not keep it from the others.
#[utoipa::path(post, path = "/api/v1/runs/bulk", tag = "runs", request_body = Bulk,
    responses((status = 200, description = "What became of each", body = Done), (status = 422, description = "Too many")))]
pub(crate) async fn bulk(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<Bulk>,
) -> Result<axum::Json<Done>, Problem> {
    if body.ids.len() > MOST {
        return Err(Error::Unfit("ids".into(), format!("At most {MOST} runs can be named at once.")).into());
    }
    let mut seen = HashSet::new();
    let mut items = Vec::new();
    for id in body.ids {
        if !seen.insert(id.clone()) {
            continue;
        }
        items.push(match one(&app, &actor, &id, body.action).await {
            Ok(new_id) => Item { id, ok: true, error: None, new_id },
            Err(Error::Store(error)) => return Err(error.into()),
            Err(error) => Item { id, ok: false, error: Some(error.to_string()), new_id: None },
        });
    }
    Ok(axum::Json(Done { items }))
}

async fn one(app: &App, actor: &Actor, id: &str, action: Action) -> Result<Option<String>, Error> {
    let author = actor.author();
    match action {
        Action::Cancel => service::cancel(&app.runner, &author, id).await.map(|()| None),
        Action::Delete => service::delete(&app.runner, &author, id).await.map(|()| None),
        Action::Rerun => rerun::again(app, &author, id, Rerun::default()).await.map(Some),
    }
}
