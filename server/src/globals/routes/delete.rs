//! `DELETE /api/v1/variables/{name}`.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::app::App;
use crate::auth::Actor;
use crate::web::Problem;

/// Delete a variable that all runs share.
#[utoipa::path(delete, path = "/api/v1/variables/{name}", tag = "variables",
    params(("name" = String, Path, description = "Its name")),
    responses((status = 204, description = "Deleted"), (status = 404, description = "No such variable")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    if app.runner.globals.forget(&name, actor.author()).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::not_found(format!("There is no global variable `{name}`. It may have been deleted.")))
}
