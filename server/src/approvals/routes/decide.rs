//! `POST /api/v1/approvals/{id}/decision`.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::Error;
use super::super::store::{self, Decide};
use super::{Approval, is_asked, may_decide};
use crate::app::App;
use crate::auth::Actor;
use crate::runs;
use crate::web::{Json, Problem};

/// Characters of a comment.
const LONGEST: usize = 2_000;

/// What somebody decides.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    decision: Choice,
    /// Why; up to 2,000 characters.
    #[serde(default)]
    comment: String,
}

/// What can be decided.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Choice {
    /// The run goes on as approved.
    Approve,
    /// It goes on as rejected.
    Reject,
}

/// Approve or reject what a run asks. The run goes on at once.
#[utoipa::path(post, path = "/api/v1/approvals/{id}/decision", tag = "approvals", request_body = Said,
    params(("id" = String, Path, description = "Id of the request")),
    responses((status = 200, description = "As it is now", body = Approval), (status = 404, description = "No such request"),
              (status = 409, description = "It was decided before, or the run is over")))]
pub(crate) async fn decide(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(said): Json<Said>,
) -> Result<axum::Json<Approval>, Problem> {
    let comment = said.comment.trim().to_owned();
    if comment.chars().count() > LONGEST {
        return Err(Error::LongComment(LONGEST).into());
    }
    let row = store::find(&app.store, &id).await?.ok_or(Error::Unknown)?;
    if row.state != "pending" {
        return Err(Error::AlreadyDecided.into());
    }
    may_decide(&row, &actor).map_err(Error::NotYours)?;
    let decide = Decide {
        id: id.clone(),
        run: row.run_id.clone(),
        state: match said.decision {
            Choice::Approve => "approved",
            Choice::Reject => "rejected",
        },
        by: Some(actor.author()),
        at: app.clock.now(),
        comment,
        overrides: !is_asked(&row, &actor),
    };
    if !app.runner.desk.decide(decide).await? {
        return Err(Error::AlreadyDecided.into());
    }
    runs::signal(&app.runner, &row.run_id).await.map_err(Error::from)?;
    let row = store::find(&app.store, &id).await?.ok_or(Error::Unknown)?;
    Ok(axum::Json(Approval::new(row, &actor)))
}
