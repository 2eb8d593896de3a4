//! `/hooks/{path}`: what other programs call.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::call::{Call, answer, result};
use crate::app::App;
use crate::auth::Origin;
use crate::web::{Problem, read_body};

/// The run that was started.
#[derive(Serialize, ToSchema)]
pub(crate) struct Called {
    run_id: String,
    /// How it stands: pending, or completed.
    status: String,
    /// What it came to, where the caller waited for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    result: Option<serde_json::Value>,
}

/// Start the flow whose webhook has this address. What a caller must show is said by the flow.
#[utoipa::path(method(get, post, put, patch, delete), path = "/hooks/{*path}", tag = "triggers",
    request_body(content = String, description = "JSON, a form, or text", content_type = "*/*"),
    params(("path" = String, Path, description = "As the webhook has it"),
           ("Idempotency-Key" = Option<String>, Header, description = "The same key starts no second run")),
    responses((status = 200, description = "The run has completed", body = Called),
              (status = 202, description = "The run was started", body = Called),
              (status = 401, description = "The secret is missing or wrong"),
              (status = 404, description = "No webhook has this address and method"),
              (status = 409, description = "The flow is inactive or cannot run"),
              (status = 422, description = "The parameters do not fit"),
              (status = 429, description = "Too many calls, or as many runs wait as may"),
              (status = 500, description = "The run did not complete")))]
pub(crate) async fn hook(
    State(app): State<App>,
    origin: Origin,
    Path(path): Path<String>,
    request: Request,
) -> Result<(StatusCode, Json<Called>), Problem> {
    if app.supervisor.is_stopping() {
        return Err(crate::runs::Error::Stopping.into());
    }
    let (parts, body) = request.into_parts();
    let body = read_body(body).await?;
    let (method, query) = (parts.method.as_str(), parts.uri.query().unwrap_or_default());
    let call = Call { method, path: &path, query, headers: &parts.headers, body: &body, client: origin.address };
    let answer = answer(&app, call).await?;
    let Some(row) = answer.ended else {
        let called = Called { run_id: answer.run, status: "pending".into(), result: None };
        return Ok((StatusCode::ACCEPTED, Json(called)));
    };
    match result(&app, &row).await? {
        Some(result) => Ok((StatusCode::OK, Json(Called { run_id: row.id, status: row.status, result: Some(result) }))),
        None => {
            let detail = "The run did not complete. Whoever looks after the flow sees why on the run's page.";
            let problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "run_failed", detail);
            Err(problem.with("run_id", row.id).with("run_status", row.status))
        }
    }
}
