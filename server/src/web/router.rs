//! Puts all routes together.

use std::any::Any;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request};
use axum::response::{IntoResponse, Response};
use axum::{Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder};

use super::{MOST_BYTES, Problem, Routes, assets, docs, observe::observe};
use crate::app::App;
use crate::{
    approvals, artifacts, auth, credentials, dashboard, flows, globals, live, node_types, notifications, rehearse,
    runs, system, targets, templates, triggers,
};

/// Everything the server answers.
pub fn router(app: App) -> Router {
    let routes = Routes::new(app.clone(), description());
    let routes = artifacts::routes(globals::routes(rehearse::routes(dashboard::routes(templates::routes(routes)))));
    let routes =
        approvals::routes(triggers::routes(credentials::routes(targets::routes(notifications::routes(routes)))));
    let routes = auth::routes(flows::routes(runs::routes(node_types::routes(live::routes(system::routes(routes))))));
    let (api, description) = routes.split();
    let description = Arc::new(description);
    Router::new()
        .merge(api)
        .merge(docs::routes(&description))
        .fallback(other)
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(CatchPanicLayer::custom(on_panic))
        .layer(middleware::from_fn(observe))
        .with_state(app)
}

/// What is left: the editor, and addresses of the API that do not exist.
async fn other(request: Request) -> Response {
    let path = request.uri().path();
    let is_api = ["/api", "/internal", "/hooks"]
        .iter()
        .any(|base| path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if is_api {
        let detail = format!("There is nothing at `{path}`. `/api/v1/docs` lists what there is.");
        return Problem::not_found(detail).into_response();
    }
    assets::serve(&request)
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn on_panic(panic: Box<dyn Any + Send>) -> Response {
    let reason = panic.downcast_ref::<String>().cloned();
    let reason = reason.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
    Problem::internal(&reason.unwrap_or_else(|| "a panic without a message".into())).into_response()
}

fn description() -> OpenApi {
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let components = ComponentsBuilder::new().security_scheme("token", SecurityScheme::Http(token)).build();
    let info = InfoBuilder::new()
        .title("OpsConductor")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Draw flows, run them, watch them. Errors are problem documents (`application/problem+json`) \
             with a stable `code`. Times are ISO 8601 in UTC.",
        ))
        .build();
    OpenApiBuilder::new().info(info).components(Some(components)).build()
}
