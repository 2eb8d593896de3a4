//! Queries that find and count runs.

use sqlx::AssertSqlSafe;

use super::super::store::{RunRow, shown};
use super::{Order, Wanted};
use crate::store::conditions::{Bound, Conditions, bound};
use crate::store::{Result, Store, read};
use crate::wire::pattern;

const DURATION: &str = "coalesce(finished_at - started_at, -1)";

/// What runs are counted by. A count leaves out the condition on what it counts by, so that it shows what else
/// could be chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Facet {
    /// How they stand.
    Status,
    /// Their flow, if it is one that is kept.
    Flow,
    /// What started them.
    Trigger,
    /// Who started them.
    User,
    /// The machine they work on.
    Target,
}

impl Facet {
    /// What is counted by, and what it is called.
    fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Status => ("status", "status"),
            Self::Flow => ("flow_id", "max(flow_name)"),
            Self::Trigger => ("started_how", "started_how"),
            Self::User => ("created_by", "created_by"),
            Self::Target => ("target_id", "max(target_name)"),
        }
    }
}

impl Wanted {
    fn conditions(&self, without: Option<Facet>) -> Conditions {
        let mut conditions = Conditions::default();
        if without != Some(Facet::Flow) {
            conditions.is("flow_id", &self.flow);
        }
        if without != Some(Facet::Status) {
            conditions.among("status", &self.statuses);
        }
        if without != Some(Facet::Trigger) {
            conditions.is("started_how", &self.trigger);
        }
        if without != Some(Facet::User) {
            conditions.is("created_by", &self.user);
        }
        if without != Some(Facet::Target) && !self.target.is_empty() {
            let target = Bound::Text(self.target.clone());
            conditions.add("(target_id = ? OR target_name = ?)", [target.clone(), target]);
        }
        conditions.is("parent_run", &self.parent);
        let numbers = [("flow_version = ?", self.version), ("created_at >= ?", self.from), ("created_at < ?", self.to)];
        for (condition, value) in numbers {
            conditions.extend(condition, value);
        }
        if !self.text.is_empty() {
            let text = Bound::Text(pattern(&self.text.to_lowercase()));
            let any = "(lower(flow_name) LIKE ? ESCAPE '!' OR lower(created_by) LIKE ? ESCAPE '!' OR id = ?)";
            conditions.add(any, [text.clone(), text, Bound::Text(self.text.clone())]);
        }
        conditions
    }
}

impl Conditions {
    /// A condition on a number, if there is one.
    fn extend(&mut self, condition: &str, value: Option<i64>) {
        if let Some(value) = value {
            self.add(condition, [Bound::Number(value)]);
        }
    }
}

/// A page of runs, from behind a run of which the time it took (where that is the order) and the id are given.
pub(crate) async fn list(
    store: &Store,
    wanted: &Wanted,
    order: Order,
    after: Option<(i64, String)>,
    rows: i64,
) -> Result<Vec<RunRow>> {
    let mut conditions = wanted.conditions(None);
    if let Some((duration, id)) = after {
        let id = Bound::Text(id);
        match order {
            Order::Newest => conditions.add("id < ?", [id]),
            Order::Oldest => conditions.add("id > ?", [id]),
            Order::Longest => {
                let behind = format!("({DURATION} < ? OR ({DURATION} = ? AND id < ?))");
                conditions.add(&behind, [Bound::Number(duration), Bound::Number(duration), id]);
            }
        }
    }
    let by = match order {
        Order::Newest => "id DESC".to_owned(),
        Order::Oldest => "id".to_owned(),
        Order::Longest => format!("{DURATION} DESC, id DESC"),
    };
    let limit = conditions.place(Bound::Number(rows));
    let sql = format!("SELECT {} FROM runs{} ORDER BY {by} LIMIT {limit}", shown!(), conditions.clause());
    read!(store, db => bound!(sqlx::query_as(AssertSqlSafe(sql)), conditions.values()).fetch_all(db))
}

/// The most frequent values with what they are called and their numbers.
pub(crate) async fn counts(
    store: &Store,
    wanted: &Wanted,
    facet: Facet,
    most: i64,
) -> Result<Vec<(String, String, i64)>> {
    let mut conditions = wanted.conditions(Some(facet));
    let (column, name) = facet.columns();
    conditions.add(&format!("{column} IS NOT NULL"), []);
    let limit = conditions.place(Bound::Number(most));
    let sql = format!(
        "SELECT {column}, {name}, count(*) FROM runs{} GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT {limit}",
        conditions.clause()
    );
    read!(store, db => bound!(sqlx::query_as(AssertSqlSafe(sql)), conditions.values()).fetch_all(db))
}

/// When the first of the runs was asked for.
pub(crate) async fn span(store: &Store, wanted: &Wanted) -> Result<Option<i64>> {
    let conditions = wanted.conditions(None);
    let sql = format!("SELECT min(created_at) FROM runs{}", conditions.clause());
    read!(store, db => bound!(sqlx::query_scalar(AssertSqlSafe(sql)), conditions.values()).fetch_one(db))
}

/// How many runs were asked for in each piece of time, by how they stand. Pieces are numbered from 0.
pub(crate) async fn histogram(
    store: &Store,
    wanted: &Wanted,
    (from, width): (i64, i64),
) -> Result<Vec<(i64, String, i64)>> {
    let mut conditions = wanted.conditions(None);
    let (from, width) = (conditions.place(Bound::Number(from)), conditions.place(Bound::Number(width)));
    let sql = format!(
        "SELECT (created_at - CAST({from} AS BIGINT)) / CAST({width} AS BIGINT) AS piece, status, count(*)
        FROM runs{} GROUP BY 1, 2 ORDER BY 1, 2",
        conditions.clause()
    );
    read!(store, db => bound!(sqlx::query_as(AssertSqlSafe(sql)), conditions.values()).fetch_all(db))
}
