//! `POST /api/v1/templates` and `PUT /api/v1/templates/{id}`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::super::placeholder::Placeholder;
use super::super::service::{self, Draft};
use super::super::view::Template;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

/// A template to keep.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SaveTemplate)]
pub(crate) struct Save {
    kind: Kind,
    /// 1 to 200 characters.
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    category: String,
    /// Whether all may see it.
    #[serde(default)]
    is_public: bool,
    /// What was drawn, with `<<name>>` where a placeholder stands.
    document: Value,
    /// What somebody is asked for; what stands in the document, as texts, where absent.
    #[serde(default)]
    placeholders: Option<Vec<Placeholder>>,
}

/// What a template is.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = TemplateKind)]
pub(crate) enum Kind {
    /// A flow to start from.
    Flow,
    /// A part to be put into a flow.
    Pattern,
}

impl From<Save> for Draft {
    fn from(save: Save) -> Self {
        let Save { kind, name, description, category, is_public, document, placeholders } = save;
        let kind = match kind {
            Kind::Flow => "flow",
            Kind::Pattern => "pattern",
        };
        Self { kind, name, description, category, is_public, document, placeholders }
    }
}

/// Add a template.
#[utoipa::path(post, path = "/api/v1/templates", tag = "templates", request_body = Save,
    responses((status = 201, description = "Added", body = Template), (status = 422, description = "It cannot be a template")))]
pub(crate) async fn create(
    State(app): State<App>,
    actor: Actor,
    Json(save): Json<Save>,
) -> Result<(StatusCode, axum::Json<Template>), Problem> {
    let row = service::create(&app, &actor, save.into()).await?;
    Ok((StatusCode::CREATED, axum::Json(service::whole(&app, &actor, row).await?)))
}

/// Change a template; its author and administrators may.
#[utoipa::path(put, path = "/api/v1/templates/{id}", tag = "templates", request_body = Save,
    params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "Changed", body = Template), (status = 404, description = "No such template, or not shared"),
              (status = 422, description = "It cannot be a template")))]
pub(crate) async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(save): Json<Save>,
) -> Result<axum::Json<Template>, Problem> {
    let row = service::update(&app, &actor, &id, save.into()).await?;
    Ok(axum::Json(service::whole(&app, &actor, row).await?))
}
