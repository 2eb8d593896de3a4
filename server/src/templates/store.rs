//! Queries of templates.

use sqlx::{AssertSqlSafe, FromRow};

use crate::store::conditions::{Bound, Conditions, bound};
use crate::store::{Result, Store, Tx, change, read, within};
use crate::wire::pattern;

macro_rules! columns {
    () => {
        "SELECT t.id, t.kind, t.name, t.description, t.category, t.author, t.is_public, t.is_shipped, t.placeholders,
            t.uses, t.created_at, t.updated_at,
            (SELECT count(*) FROM template_ratings r WHERE r.template_id = t.id) AS ratings,
            (SELECT CAST(coalesce(sum(r.stars), 0) AS BIGINT) FROM template_ratings r WHERE r.template_id = t.id) AS stars
        FROM templates t"
    };
}

const FIND: &str = concat!(columns!(), " WHERE t.id = $1");
const DOCUMENT: &str = "SELECT document FROM templates WHERE id = $1";
const KEEP: &str =
    "INSERT INTO templates (id, kind, name, description, category, author, is_public, is_shipped, document,
        placeholders, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, description = excluded.description,
        category = excluded.category, is_public = excluded.is_public, document = excluded.document,
        placeholders = excluded.placeholders, updated_at = excluded.updated_at";
const DELETE: &str = "DELETE FROM templates WHERE id = $1";
const COUNT_OF: &str = "SELECT count(*) FROM templates WHERE author = $1 AND NOT is_shipped";
const USE: &str = "UPDATE templates SET uses = uses + 1 WHERE id = $1";
const RATE: &str =
    "INSERT INTO template_ratings (template_id, user_id, stars) SELECT t.id, $2, $3 FROM templates t WHERE t.id = $1
    ON CONFLICT (template_id, user_id) DO UPDATE SET stars = excluded.stars";
const STARS: &str = "SELECT stars FROM template_ratings WHERE template_id = $1 AND user_id = $2";
const SHIPPED: &str =
    "SELECT id, kind, name, description, category, document, placeholders FROM templates WHERE is_shipped";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[FIND, DOCUMENT, KEEP, DELETE, COUNT_OF, USE, RATE, STARS, SHIPPED];

/// A template without its document.
#[derive(Clone, FromRow)]
pub(crate) struct TemplateRow {
    /// Identity.
    pub id: String,
    /// `flow` or `pattern`.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it belongs to.
    pub category: String,
    /// Who made it.
    pub author: String,
    /// Whether all may see it.
    pub is_public: bool,
    /// Whether it came with the program.
    pub is_shipped: bool,
    /// JSON.
    pub placeholders: String,
    /// How often it was used.
    pub uses: i64,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// How many people rated it.
    pub ratings: i64,
    /// All their stars.
    pub stars: i64,
}

/// What is kept of a template that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct Written {
    /// Identity.
    pub id: String,
    /// `flow` or `pattern`.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it belongs to.
    pub category: String,
    /// JSON.
    pub document: String,
    /// JSON.
    pub placeholders: String,
}

/// Whose a template is, who sees it, and since when it is so.
#[derive(Clone, Copy)]
pub(super) struct Owned<'a> {
    pub(super) author: &'a str,
    pub(super) is_public: bool,
    pub(super) is_shipped: bool,
    pub(super) at: i64,
}

/// Which templates are wanted; what is empty means any.
#[derive(Default)]
pub(super) struct Wanted {
    /// With this in name, description or category.
    pub(super) text: String,
    /// Belonging to this.
    pub(super) category: String,
    /// `flow` or `pattern`.
    pub(super) kind: String,
    /// Only this user's own.
    pub(super) of: String,
    /// Only what this user may see.
    pub(super) seen_by: String,
}

/// A page of templates, the most used first, from behind one of which uses and id are given.
pub(super) async fn list(
    store: &Store,
    wanted: &Wanted,
    after: Option<(i64, String)>,
    rows: i64,
) -> Result<Vec<TemplateRow>> {
    let mut conditions = Conditions::default();
    if !wanted.text.is_empty() {
        let text = Bound::Text(pattern(&wanted.text.to_lowercase()));
        let any = "(lower(t.name) LIKE ? ESCAPE '!' OR lower(t.description) LIKE ? ESCAPE '!'
            OR lower(t.category) LIKE ? ESCAPE '!')";
        conditions.add(any, [text.clone(), text.clone(), text]);
    }
    conditions.is("t.category", &wanted.category);
    conditions.is("t.kind", &wanted.kind);
    if !wanted.of.is_empty() {
        conditions.add("t.author = ? AND NOT t.is_shipped", [Bound::Text(wanted.of.clone())]);
    }
    if !wanted.seen_by.is_empty() {
        conditions.add("(t.is_public OR t.is_shipped OR t.author = ?)", [Bound::Text(wanted.seen_by.clone())]);
    }
    if let Some((uses, id)) = after {
        let uses = Bound::Number(uses);
        conditions.add("(t.uses < ? OR (t.uses = ? AND t.id > ?))", [uses.clone(), uses, Bound::Text(id)]);
    }
    let limit = conditions.place(Bound::Number(rows));
    let sql = format!("{}{} ORDER BY t.uses DESC, t.id LIMIT {limit}", columns!(), conditions.clause());
    read!(store, db => bound!(sqlx::query_as(AssertSqlSafe(sql)), conditions.values()).fetch_all(db))
}

/// One template.
pub(super) async fn find(store: &Store, id: &str) -> Result<Option<TemplateRow>> {
    read!(store, db => sqlx::query_as(FIND).bind(id).fetch_optional(db))
}

/// The text of a template's document.
pub(super) async fn document(store: &Store, id: &str) -> Result<Option<String>> {
    read!(store, db => sqlx::query_scalar(DOCUMENT).bind(id).fetch_optional(db))
}

/// Adds a template, or changes it.
pub(super) async fn keep(tx: &mut Tx, it: &Written, owned: Owned<'_>) -> Result<()> {
    change!(tx, db => sqlx::query(KEEP)
        .bind(&it.id).bind(&it.kind).bind(&it.name).bind(&it.description).bind(&it.category).bind(owned.author)
        .bind(owned.is_public).bind(owned.is_shipped).bind(&it.document).bind(&it.placeholders).bind(owned.at)
        .execute(db))?;
    Ok(())
}

/// Deletes a template with its ratings.
pub(super) async fn delete(tx: &mut Tx, id: &str) -> Result<()> {
    change!(tx, db => sqlx::query(DELETE).bind(id).execute(db))?;
    Ok(())
}

/// How many templates somebody has made.
pub(super) async fn count_of(tx: &mut Tx, author: &str) -> Result<i64> {
    within!(tx, db => sqlx::query_scalar(COUNT_OF).bind(author).fetch_one(db))
}

/// Counts one more use.
pub(super) async fn count_use(tx: &mut Tx, id: &str) -> Result<()> {
    change!(tx, db => sqlx::query(USE).bind(id).execute(db))?;
    Ok(())
}

/// The stars a person gave a template, if any.
pub(super) async fn stars_of(store: &Store, (id, user): (&str, &str)) -> Result<Option<i64>> {
    read!(store, db => sqlx::query_scalar(STARS).bind(id).bind(user).fetch_optional(db))
}

/// Keeps how many stars a user gives.
pub(super) async fn rate(tx: &mut Tx, (id, user): (&str, &str), stars: i64) -> Result<()> {
    change!(tx, db => sqlx::query(RATE).bind(id).bind(user).bind(stars).execute(db))?;
    Ok(())
}

/// What came with the program, as it is kept.
pub(super) async fn shipped(store: &Store) -> Result<Vec<Written>> {
    read!(store, db => sqlx::query_as(SHIPPED).fetch_all(db))
}
