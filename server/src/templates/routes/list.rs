//! `GET /api/v1/templates`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::store::{self, TemplateRow, Wanted};
use super::super::view::TemplateItem;
use crate::app::App;
use crate::auth::{Actor, Role};
use crate::web::{Page, PageParams, Paged, Problem};

const LONGEST_TEXT: usize = 200;

/// Which templates.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Text in name, description or category.
    search: String,
    /// What it belongs to.
    category: String,
    /// `flow` or `pattern`.
    kind: String,
    /// Only one's own.
    mine: bool,
}

/// List the templates one may see, the most used first.
#[utoipa::path(get, path = "/api/v1/templates", tag = "templates", params(Which, PageParams),
    responses((status = 200, description = "A page of templates", body = Page<TemplateItem>)))]
pub(crate) async fn list(
    State(app): State<App>,
    actor: Actor,
    Paged { which, paging }: Paged<Which>,
) -> Result<Json<Page<TemplateItem>>, Problem> {
    if !["", "flow", "pattern"].contains(&which.kind.as_str()) {
        return Err(Problem::bad_query("kind", "`kind` must be flow or pattern."));
    }
    let texts = [("search", &which.search), ("category", &which.category)];
    if let Some((field, _)) = texts.into_iter().find(|(_, text)| text.chars().count() > LONGEST_TEXT) {
        return Err(Problem::bad_query(field, format!("`{field}` has more than {LONGEST_TEXT} characters.")));
    }
    let wanted = Wanted {
        text: which.search,
        category: which.category,
        kind: which.kind,
        of: if which.mine { actor.username.clone() } else { String::new() },
        seen_by: if actor.role == Role::Admin { String::new() } else { actor.username },
    };
    let rows = store::list(&app.store, &wanted, paging.after.clone(), paging.rows()).await?;
    Ok(Json(paging.page(rows, |row: &TemplateRow| (row.uses, row.id.clone()), TemplateItem::from)))
}
