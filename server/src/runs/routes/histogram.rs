//! `GET /api/v1/runs/histogram`.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::search;
use super::list::Which;
use crate::app::App;
use crate::flows::RunCounts;
use crate::web::{Problem, iso, read_apart};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const USUAL: i64 = 60;
const MOST: i64 = 500;

/// How many pieces of time.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Pieces {
    /// 60 where absent, at most 500.
    buckets: Option<i64>,
}

/// What is asked for: which runs, and how many pieces of time.
pub(crate) struct Asked(Which, i64);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let (pieces, which): (Pieces, Which) = read_apart(&parts.uri, &["buckets"])?;
        let buckets = pieces.buckets.unwrap_or(USUAL);
        if !(1..=MOST).contains(&buckets) {
            return Err(Problem::bad_query("buckets", format!("`buckets` must be from 1 to {MOST}.")));
        }
        Ok(Self(which, buckets))
    }
}

/// Runs over time, by when they were asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct Histogram {
    /// Where the first piece begins: the time asked for, else that of the first run.
    from: String,
    /// Where the last one ends: the time asked for, else now.
    to: String,
    /// All pieces, also those without runs.
    buckets: Vec<Bucket>,
}

/// The runs of a piece of time.
#[derive(Serialize, ToSchema)]
pub(crate) struct Bucket {
    /// Where it begins.
    from: String,
    /// How they ended; those that are not over are among the others.
    #[serde(flatten)]
    counts: RunCounts,
}

/// Count runs over time.
#[utoipa::path(get, path = "/api/v1/runs/histogram", tag = "runs", params(Which, Pieces),
    responses((status = 200, description = "Counts by time", body = Histogram)))]
pub(crate) async fn histogram(State(app): State<App>, Asked(which, pieces): Asked) -> Result<Json<Histogram>, Problem> {
    let mut wanted = which.wanted()?;
    let to = wanted.to.unwrap_or_else(|| app.clock.now() + 1);
    wanted.to = Some(to);
    let first = match wanted.from {
        Some(from) => Some(from),
        None => search::span(&app.store, &wanted).await?,
    };
    let from = first.unwrap_or(to - DAY_MS).min(to - 1);
    wanted.from = Some(from);
    let width = ((to - from + pieces - 1) / pieces).max(1);
    let counted = search::histogram(&app.store, &wanted, (from, width)).await?;
    let bucket = |piece: i64| {
        let here = counted.iter().filter(|(number, ..)| *number == piece);
        let counts = here.map(|(_, status, count)| (status.as_str(), *count)).collect();
        Bucket { from: iso(from + piece * width), counts }
    };
    Ok(Json(Histogram { from: iso(from), to: iso(to), buckets: (0..pieces).map(bucket).collect() }))
}
