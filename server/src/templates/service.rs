//! Keeping, changing and using templates: who may, and what can be one.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::placeholder::{Placeholder, checked};
use super::store::{self, Owned, TemplateRow, Written};
use super::view::Template;
use super::{Error, fill};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::auth::{Actor, Role};
use crate::flows::{Refused, without_secrets};
use crate::store::Tx;

const LONGEST_NAME: usize = 200;
const LONGEST_DESCRIPTION: usize = 5000;
const LONGEST_CATEGORY: usize = 100;
/// The most templates of one person.
const MOST: i64 = 1000;

/// What somebody wants to keep.
pub(super) struct Draft {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) category: String,
    pub(super) is_public: bool,
    pub(super) document: Value,
    pub(super) placeholders: Option<Vec<Placeholder>>,
}

/// The template of an id, if the person may see it.
///
/// # Errors
/// If there is none.
pub(super) async fn find(app: &App, actor: &Actor, id: &str) -> Result<TemplateRow, Error> {
    let row = store::find(&app.store, id).await?;
    let is_seen = |row: &TemplateRow| row.is_public || row.is_shipped || may_change(actor, row);
    row.filter(is_seen).ok_or_else(|| Error::Unknown(id.to_owned()))
}

fn may_change(actor: &Actor, row: &TemplateRow) -> bool {
    row.author == actor.username || actor.role == Role::Admin
}

/// The template of an id, if the person may change it.
async fn own(app: &App, actor: &Actor, id: &str) -> Result<TemplateRow, Error> {
    let row = find(app, actor, id).await?;
    if row.is_shipped {
        return Err(Error::Shipped);
    }
    if may_change(actor, &row) { Ok(row) } else { Err(Error::NotYours(row.author)) }
}

/// Adds a template.
///
/// # Errors
/// If it cannot be one, or the person has too many.
pub(super) async fn create(app: &App, actor: &Actor, draft: Draft) -> Result<TemplateRow, Error> {
    let (id, is_public) = (Uuid::now_v7().to_string(), draft.is_public);
    let written = written(app, id, draft).await?;
    let mut tx = app.store.begin().await?;
    if store::count_of(&mut tx, &actor.username).await? >= MOST {
        return Err(Error::Unfit(String::new(), format!("You have {MOST} templates already. Delete one first.")));
    }
    let owned = Owned { author: &actor.username, is_public, is_shipped: false, at: app.clock.now() };
    store::keep(&mut tx, &written, owned).await?;
    note(&mut tx, app, actor, "template.create", &written).await?;
    tx.commit().await?;
    find(app, actor, &written.id).await
}

/// Changes a template.
///
/// # Errors
/// If it cannot be one, or is not the person's own.
pub(super) async fn update(app: &App, actor: &Actor, id: &str, draft: Draft) -> Result<TemplateRow, Error> {
    let (row, is_public) = (own(app, actor, id).await?, draft.is_public);
    let written = written(app, row.id, draft).await?;
    let mut tx = app.store.begin().await?;
    let owned = Owned { author: &row.author, is_public, is_shipped: false, at: app.clock.now() };
    store::keep(&mut tx, &written, owned).await?;
    note(&mut tx, app, actor, "template.update", &written).await?;
    tx.commit().await?;
    find(app, actor, &written.id).await
}

/// Deletes a template.
///
/// # Errors
/// If it is not the person's own.
pub(super) async fn delete(app: &App, actor: &Actor, id: &str) -> Result<(), Error> {
    let row = own(app, actor, id).await?;
    let mut tx = app.store.begin().await?;
    store::delete(&mut tx, &row.id).await?;
    let (object, details) = (format!("template:{}", row.id), json!({ "name": row.name }));
    let entry = Entry { at: app.clock.now(), author: &actor.author(), action: "template.delete", object, details };
    audit::record(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}

/// Keeps how many stars a person gives.
///
/// # Errors
/// If there is no such template, or so many stars cannot be given.
pub(super) async fn rate(app: &App, actor: &Actor, id: &str, stars: i64) -> Result<(), Error> {
    if !(1..=5).contains(&stars) {
        return Err(Error::Unfit("stars".into(), "Give 1 to 5 stars.".into()));
    }
    let row = find(app, actor, id).await?;
    let mut tx = app.store.begin().await?;
    store::rate(&mut tx, (&row.id, &actor.user_id), stars).await?;
    let (object, details) = (format!("template:{}", row.id), json!({ "name": row.name, "stars": stars }));
    let entry = Entry { at: app.clock.now(), author: &actor.author(), action: "template.rate", object, details };
    audit::record(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}

/// The document of a template with answers in it. That it was used is counted, and is no change to be audited.
///
/// # Errors
/// If there is no such template, or the answers do not fit.
pub(super) async fn apply(app: &App, actor: &Actor, id: &str, answers: &Map<String, Value>) -> Result<Value, Error> {
    let row = find(app, actor, id).await?;
    let document = document(app, &row.id).await?;
    let placeholders: Vec<Placeholder> = serde_json::from_str(&row.placeholders).unwrap_or_default();
    let filled = fill::fill(document, &placeholders, answers)?;
    let mut tx = app.store.begin().await?;
    store::count_use(&mut tx, &row.id).await?;
    tx.commit().await?;
    Ok(filled)
}

/// A template with its document and the person's own rating.
///
/// # Errors
/// If it is gone.
pub(super) async fn whole(app: &App, actor: &Actor, row: TemplateRow) -> Result<Template, Error> {
    let document = document(app, &row.id).await?;
    let stars = store::stars_of(&app.store, (&row.id, &actor.user_id)).await?;
    Ok(Template::new(row, document, stars))
}

/// The document of a template, placeholders and all.
async fn document(app: &App, id: &str) -> Result<Value, Error> {
    let text = store::document(&app.store, id).await?.ok_or_else(|| Error::Unknown(id.to_owned()))?;
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

async fn written(app: &App, id: String, draft: Draft) -> Result<Written, Error> {
    let Draft { kind, name, description, category, document, placeholders, .. } = draft;
    // Whoever uses it is somebody else.
    let mut document = without_secrets(document);
    let texts = [
        ("name", &name, LONGEST_NAME),
        ("description", &description, LONGEST_DESCRIPTION),
        ("category", &category, LONGEST_CATEGORY),
    ];
    for (field, text, most) in texts {
        if text.chars().count() > most {
            return Err(Error::Unfit(
                field.into(),
                format!("`{field}` has more than {most} characters. Say it shorter."),
            ));
        }
    }
    if name.trim().is_empty() {
        return Err(Error::Unfit("name".into(), "Give the template a name.".into()));
    }
    let Some(fields) = document.as_object_mut() else {
        return Err(Error::Unfit("document".into(), "`document` must be a JSON object with nodes and wires.".into()));
    };
    // A selection that is kept as a pattern is no whole flow yet.
    fields.entry("format").or_insert_with(|| engine::FORMAT.into());
    fields.entry("name").or_insert_with(|| name.as_str().into());
    let placeholders = checked(placeholders, &document)?;
    let sample = fill::sample(document.clone(), &placeholders);
    app.programs.check(&sample).await.map_err(Refused)?;
    let placeholders = serde_json::to_string(&placeholders).unwrap_or_else(|_| "[]".into());
    Ok(Written { id, kind: kind.into(), name, description, category, document: document.to_string(), placeholders })
}

async fn note(tx: &mut Tx, app: &App, actor: &Actor, action: &'static str, it: &Written) -> Result<(), Error> {
    let (object, details) = (format!("template:{}", it.id), json!({ "name": it.name }));
    let entry = Entry { at: app.clock.now(), author: &actor.author(), action, object, details };
    Ok(audit::record(tx, &entry).await?)
}
