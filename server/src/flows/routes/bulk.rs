//! `POST /api/v1/flows/bulk`.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::super::service::{self, Error};
use super::super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::runs;
use crate::web::{Json, Problem};

const MOST: usize = 500;

/// Flows, and what is done to each.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bulk {
    /// Ids or names, at most 500.
    ids: Vec<String>,
    action: Action,
}

/// What is done to each.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    /// It can be started.
    Activate,
    /// It cannot.
    Deactivate,
    /// It is gone, with its versions; its runs stay.
    Delete,
    /// Its document is in the answer.
    Export,
}

/// What became of each, in the order they were named.
#[derive(Serialize, ToSchema)]
pub(crate) struct Done {
    items: Vec<Item>,
    /// How many it was done to.
    done: usize,
    /// How many it could not be done to.
    failed: usize,
}

/// What became of one flow.
#[derive(Serialize, ToSchema)]
pub(crate) struct Item {
    id: String,
    /// `done` or `failed`.
    status: &'static str,
    /// Why it could not be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Its document, if it was to be exported.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<Value>,
}

/// Do something to many flows. What cannot be done to one does not keep it from the others.
#[utoipa::path(post, path = "/api/v1/flows/bulk", tag = "flows", request_body = Bulk,
    responses((status = 200, description = "What became of each", body = Done), (status = 422, description = "Too many")))]
pub(crate) async fn bulk(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<Bulk>,
) -> Result<axum::Json<Done>, Problem> {
    if body.ids.len() > MOST {
        let why = format!("At most {MOST} flows can be named at once.");
        return Err(runs::Error::Unfit("ids".into(), why).into());
    }
    let mut items = Vec::with_capacity(body.ids.len());
    for id in body.ids {
        let (status, error, document) = match one(&app, &actor, &id, body.action).await {
            Ok(document) => ("done", None, document),
            Err(Error::Store(error)) => return Err(error.into()),
            Err(error) => ("failed", Some(error.to_string()), None),
        };
        items.push(Item { id, status, error, document });
    }
    let failed = items.iter().filter(|item| item.error.is_some()).count();
    Ok(axum::Json(Done { done: items.len() - failed, failed, items }))
}

async fn one(app: &App, actor: &Actor, id: &str, action: Action) -> Result<Option<Value>, Error> {
    let (store, clock, author) = (&app.store, app.clock.as_ref(), actor.author());
    match action {
        Action::Activate => service::set_active(store, clock, &author, (id, true)).await.map(|_| None),
        Action::Deactivate => service::set_active(store, clock, &author, (id, false)).await.map(|_| None),
        Action::Delete => {
            let row = service::find(store, id).await?;
            service::delete(store, clock, &author, (row, None)).await.map(|()| None)
        }
        Action::Export => {
            let row = service::find(store, id).await?;
            let body = store::document(store, &row.document_hash).await?;
            Ok(Some(serde_json::from_str(&body).unwrap_or_default()))
        }
    }
}
