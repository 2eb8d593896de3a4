//! Queries that find and count flows.

use sqlx::AssertSqlSafe;

use super::super::store::{FlowRow, flow_columns};
use super::{Order, Wanted};
use crate::store::conditions::{Bound, Conditions, bound};
use crate::store::{Result, Store, read};
use crate::wire::pattern;

const LABELS: &str = "SELECT labels, category FROM flows";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[LABELS];

/// How many runs of a flow a list shows.
const RUNS_SHOWN: i64 = 20;

/// A run of a flow, as a list of flows shows it.
pub(crate) struct FlowRun {
    pub(crate) id: String,
    pub(crate) status: String,
}

impl Wanted {
    fn conditions(&self) -> Conditions {
        let mut conditions = Conditions::default();
        if !self.text.is_empty() {
            let text = Bound::Text(pattern(&self.text.to_lowercase()));
            let any = "(lower(f.name) LIKE ? ESCAPE '!' OR lower(f.description) LIKE ? ESCAPE '!')";
            conditions.add(any, [text.clone(), text]);
        }
        for label in &self.labels {
            let written = serde_json::Value::from(label.as_str()).to_string();
            conditions.add("lower(f.labels) LIKE ? ESCAPE '!'", [Bound::Text(pattern(&written.to_lowercase()))]);
        }
        conditions.is("f.category", &self.category);
        conditions.is("f.created_by", &self.author);
        match self.active {
            Some(true) => conditions.add("f.is_active", []),
            Some(false) => conditions.add("NOT f.is_active", []),
            None => {}
        }
        conditions
    }
}

/// A page of flows, from behind one of which the time of its last change and the id, or the name, are given.
pub(crate) async fn list(
    store: &Store,
    wanted: &Wanted,
    order: Order,
    after: Option<(i64, String)>,
    rows: i64,
) -> Result<Vec<FlowRow>> {
    let mut conditions = wanted.conditions();
    if let Some((time, text)) = after {
        let (time, text) = (Bound::Number(time), Bound::Text(text));
        match order {
            Order::Latest => {
                conditions.add("(f.updated_at < ? OR (f.updated_at = ? AND f.id < ?))", [time.clone(), time, text]);
            }
            Order::Earliest => {
                conditions.add("(f.updated_at > ? OR (f.updated_at = ? AND f.id > ?))", [time.clone(), time, text]);
            }
            Order::Name => conditions.add("(lower(f.name), f.name) > (lower(?), ?)", [text.clone(), text]),
            Order::NameBackwards => conditions.add("(lower(f.name), f.name) < (lower(?), ?)", [text.clone(), text]),
        }
    }
    let by = match order {
        Order::Latest => "f.updated_at DESC, f.id DESC",
        Order::Earliest => "f.updated_at, f.id",
        Order::Name => "lower(f.name), f.name",
        Order::NameBackwards => "lower(f.name) DESC, f.name DESC",
    };
    let limit = conditions.place(Bound::Number(rows));
    let sql = format!("{}{} ORDER BY {by} LIMIT {limit}", flow_columns!(), conditions.clause());
    read!(store, db => bound!(sqlx::query_as(AssertSqlSafe(sql)), conditions.values()).fetch_all(db))
}

/// How many flows there are.
pub(crate) async fn count(store: &Store, wanted: &Wanted) -> Result<i64> {
    let conditions = wanted.conditions();
    let sql = format!("SELECT count(*) FROM flows f{}", conditions.clause());
    read!(store, db => bound!(sqlx::query_scalar(AssertSqlSafe(sql)), conditions.values()).fetch_one(db))
}

/// The newest runs of some flows, newest first, each list with its flow's id.
pub(crate) async fn last_runs(store: &Store, flows: &[String]) -> Result<Vec<(String, Vec<FlowRun>)>> {
    if flows.is_empty() {
        return Ok(Vec::new());
    }
    let mut conditions = Conditions::default();
    conditions.among("f.id", flows);
    let limit = conditions.place(Bound::Number(RUNS_SHOWN));
    let sql = format!(
        "SELECT f.id, coalesce((SELECT string_agg(l.id || ' ' || l.status, ',') FROM
            (SELECT r.id, r.status FROM runs r WHERE r.flow_id = f.id ORDER BY r.id DESC LIMIT {limit}) AS l), '')
        FROM flows f{}",
        conditions.clause()
    );
    let rows: Vec<(String, String)> =
        read!(store, db => bound!(sqlx::query_as(AssertSqlSafe(sql)), conditions.values()).fetch_all(db))?;
    let runs = |text: &str| {
        let pairs = text.split(',').filter_map(|pair| pair.split_once(' '));
        let mut runs: Vec<_> =
            pairs.map(|(id, status)| FlowRun { id: id.to_owned(), status: status.to_owned() }).collect();
        runs.sort_by(|one, other| other.id.cmp(&one.id));
        runs
    };
    Ok(rows.into_iter().map(|(flow, text)| (flow, runs(&text))).collect())
}

/// The labels, a JSON list, and the category of each flow.
pub(crate) async fn labels_and_categories(store: &Store) -> Result<Vec<(String, String)>> {
    read!(store, db => sqlx::query_as(LABELS).fetch_all(db))
}
