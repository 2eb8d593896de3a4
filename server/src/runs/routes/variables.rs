//! `GET /api/v1/runs/{id}/variables`.

use axum::Json;
use axum::extract::{Path, State};
use node_sdk::{Map, Value};

use super::super::view::VariableView;
use super::super::{Error, service, store};
use super::id_of;
use crate::app::App;
use crate::web::{Page, Problem};
use crate::wire::word;

/// The variables of a run: so far while it goes on, at its end once it is over.
#[utoipa::path(get, path = "/api/v1/runs/{id}/variables", tag = "runs", params(("id" = String, Path, description = "Id")),
    responses((status = 200, description = "All variables", body = Page<VariableView>)))]
pub(crate) async fn variables(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Page<VariableView>>, Problem> {
    let row = service::find(&app.runner, &id).await?;
    let live = app.hub.running(id_of(&row)).and_then(|topic| {
        topic.look(|_, state| {
            let variables = state?.variables.iter();
            Some(variables.map(|(name, (scope, value))| view(name, &word(scope), value)).collect())
        })
    });
    let details = store::details(&app.store, &id).await?.ok_or(Error::Unknown(id))?;
    let items = match details.variables {
        Some(text) => {
            let variables: Map = serde_json::from_str(&text).unwrap_or_default();
            variables.iter().map(|(name, value)| view(name, "job", value)).collect()
        }
        None => live.unwrap_or_default(),
    };
    Ok(Json(Page { items, next_cursor: None }))
}

fn view(name: &str, scope: &str, value: &Value) -> VariableView {
    VariableView { name: name.to_owned(), scope: scope.to_owned(), kind: value.type_name(), value: value.clone() }
}
