//! `GET /api/v1/flows/facets`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::search;
use crate::app::App;
use crate::web::Problem;

const MOST: usize = 500;

/// What flows can be narrowed by.
#[derive(Serialize, ToSchema)]
#[schema(as = FlowFacets)]
pub(crate) struct Facets {
    /// The 500 most frequent ones.
    labels: Vec<NameCount>,
    /// The 500 most frequent ones.
    categories: Vec<NameCount>,
}

/// A name and how many flows have it.
#[derive(Serialize, ToSchema)]
pub(crate) struct NameCount {
    name: String,
    count: i64,
}

/// Count all flows by label and category.
#[utoipa::path(get, path = "/api/v1/flows/facets", tag = "flows",
    responses((status = 200, description = "Counts, the largest first", body = Facets)))]
pub(crate) async fn facets(State(app): State<App>) -> Result<Json<Facets>, Problem> {
    let rows = search::labels_and_categories(&app.store).await?;
    let (labels, categories): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let labels = labels.iter().flat_map(|text: &String| {
        let mut labels: Vec<String> = serde_json::from_str(text).unwrap_or_default();
        labels.sort();
        labels.dedup();
        labels
    });
    let counts = |tally: Vec<(String, i64)>| {
        tally.into_iter().take(MOST).map(|(name, count)| NameCount { name, count }).collect()
    };
    Ok(Json(Facets { labels: counts(search::tally(labels)), categories: counts(search::tally(categories)) }))
}
