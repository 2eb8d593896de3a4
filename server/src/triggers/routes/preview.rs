//! `GET /api/v1/schedules/preview`.

use axum::Json;
use axum::extract::State;
use node_triggers::Timetable;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::web::{Problem, Query, iso};

const MOST: usize = 50;

/// Which times.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Minute, hour, day, month and weekday; six fields begin with the second.
    cron: String,
    /// The IANA time zone they are meant in.
    #[serde(default = "utc")]
    timezone: String,
    /// How many, up to 50.
    #[serde(default = "five")]
    count: usize,
}

fn utc() -> String {
    "UTC".into()
}

fn five() -> usize {
    5
}

/// The next times.
#[derive(Serialize, ToSchema)]
pub(crate) struct Times {
    times: Vec<String>,
    /// All of them in English words.
    description: String,
}

/// Show when a schedule would be due.
#[utoipa::path(get, path = "/api/v1/schedules/preview", tag = "triggers", params(Which),
    responses((status = 200, description = "The next times", body = Times), (status = 422, description = "They are no times")))]
pub(crate) async fn preview(State(app): State<App>, Query(which): Query<Which>) -> Result<Json<Times>, Problem> {
    if !(1..=MOST).contains(&which.count) {
        return Err(Problem::bad_query("count", format!("`count` must be from 1 to {MOST}.")));
    }
    let table = Timetable::new(&which.cron, &which.timezone)
        .map_err(|bad| Problem::unfit("invalid_schedule", bad.field, bad.message))?;
    let next = |at: &i64| table.after(*at);
    let times = std::iter::successors(table.after(app.clock.now()), next).take(which.count).map(iso).collect();
    Ok(Json(Times { times, description: table.in_words() }))
}
