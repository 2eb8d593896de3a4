//! `GET /api/v1/approvals`.

use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::super::store;
use super::Approval;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Page, PageParams, Paged, Problem};

/// Sorts after every id.
const LAST: &str = "~";

/// Which requests.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Of this run.
    #[serde(default)]
    run: String,
    /// Those that wait, or those that do not any more.
    #[serde(default)]
    state: Option<Standing>,
}

/// How requests stand.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Standing {
    /// They wait.
    Pending,
    /// They do not wait any more.
    Decided,
}

/// List what runs ask people, the newest first.
#[utoipa::path(get, path = "/api/v1/approvals", tag = "approvals", params(Which, PageParams),
    responses((status = 200, description = "A page of requests", body = Page<Approval>)))]
pub(crate) async fn list(
    State(app): State<App>,
    actor: Actor,
    Paged { which, paging }: Paged<Which>,
) -> Result<axum::Json<Page<Approval>>, Problem> {
    let before = paging.after.as_ref().map_or(LAST, |(_, id)| id.as_str());
    let state = which.state.map_or("", |state| match state {
        Standing::Pending => "pending",
        Standing::Decided => "decided",
    });
    let rows = store::list(&app.store, (&which.run, state), before, paging.rows()).await?;
    Ok(axum::Json(paging.page(rows, |row| (0, row.id.clone()), |row| Approval::new(row, &actor))))
}
