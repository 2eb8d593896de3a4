//! Keeping credentials: made, changed, rotated, deleted, each with a line in the audit log.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::Error;
use super::envelope::{self, Envelope};
use super::kinds::{self, Values};
use super::store::{self, CredentialRow, NewRow};
use crate::app::App;
use crate::audit::{self, Author, Entry};
use crate::keys::Keys;
use crate::store::{Store, Tx};
use crate::targets;

/// The most there may be.
const MOST: i64 = 10_000;
const LONGEST_NAME: usize = 255;
const LONGEST_DESCRIPTION: usize = 2_000;
/// How much of what uses a credential is told.
const MOST_USES: i64 = 1_000;

/// A credential as somebody wrote it down.
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) fields: Map<String, Json>,
}

/// What uses a credential.
pub(super) struct Usage {
    /// Ids and names.
    pub(super) targets: Vec<(String, String)>,
    pub(super) flows: Vec<store::UseRow>,
}

impl Usage {
    fn is_empty(&self) -> bool {
        self.targets.is_empty() && self.flows.is_empty()
    }

    fn text(&self) -> String {
        let targets = self.targets.iter().map(|(_, name)| format!("the target `{name}`"));
        let mut flows: Vec<_> = self.flows.iter().map(|flow| format!("the flow `{}`", flow.name)).collect();
        flows.dedup();
        let all: Vec<_> = targets.chain(flows).collect();
        let more = all.len().saturating_sub(5);
        let told = all.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        if more > 0 { format!("{told} and {more} more") } else { told }
    }
}

/// The credential of an id or name.
pub(super) async fn find(store: &Store, id: &str) -> Result<CredentialRow, Error> {
    store::find(store, id).await?.ok_or_else(|| Error::Unknown(id.to_owned()))
}

pub(super) async fn usage(store: &Store, row: &CredentialRow) -> Result<Usage, Error> {
    Ok(Usage {
        targets: store::targets(store, &row.id, MOST_USES).await?,
        flows: store::flows(store, (&row.id, &row.name), MOST_USES).await?,
    })
}

pub(super) async fn create(app: &App, author: &Author, kind: &str, draft: Draft) -> Result<CredentialRow, Error> {
    let (kind, name) = (kinds::kind(kind)?, check(&draft)?);
    let values = kind.split(&draft.fields)?;
    kind.complete(&values)?;
    let id = Uuid::now_v7().to_string();
    let envelope = envelope::seal(&app.runner.keys, &id, &values.secret)?;
    let row = new_row((&id, &name, kind.word), &draft.description, &values, &envelope, (&author.name, app.clock.now()));
    let mut tx = app.store.begin().await?;
    if store::count(&mut tx).await? >= MOST {
        return Err(Error::TooMany(MOST));
    }
    store::insert(&mut tx, &row).await.map_err(|error| taken(error, &name))?;
    note(&mut tx, app, author, "credential.create", &id, json!({ "name": name, "type": kind.word })).await?;
    finish(app, tx).await?;
    find(&app.store, &id).await
}

/// Changes what it is called and what is in it. Secrets that are not given stay; those that are given as null go.
pub(super) async fn update(
    app: &App,
    author: &Author,
    id: &str,
    revision: i64,
    draft: Draft,
) -> Result<CredentialRow, Error> {
    let row = find(&app.store, id).await?;
    let name = check(&draft)?;
    if name != row.name {
        let flows = store::flows(&app.store, ("", &row.name), MOST_USES).await?;
        if !flows.is_empty() {
            return Err(Error::Named(Usage { targets: Vec::new(), flows }.text()));
        }
    }
    let kind = kinds::kind(&row.kind)?;
    let mut values = kind.split(&draft.fields)?;
    let gone: Vec<_> =
        draft.fields.iter().filter(|(_, value)| value.is_null()).map(|(name, _)| name.as_str()).collect();
    let loses_one = kind.fields.iter().any(|field| field.secret && gone.contains(&field.name));
    let is_rotated = !values.secret.is_empty() || loses_one;
    keep_secrets(&app.runner.keys, &row, &mut values, &gone)?;
    let about = (name.as_str(), draft.description.as_str());
    write(app, author, &Change { row: &row, revision, about, values: &values, is_rotated }, "credential.update").await
}

/// Puts other secrets in the place of those that are given.
pub(super) async fn rotate(
    app: &App,
    author: &Author,
    id: &str,
    secrets: &Map<String, Json>,
) -> Result<CredentialRow, Error> {
    let row = find(&app.store, id).await?;
    let kind = kinds::kind(&row.kind)?;
    let is_secret = |name: &String| kind.fields.iter().any(|field| field.secret && field.name == name);
    if let Some(name) = secrets.keys().find(|name| !is_secret(name)) {
        let message = format!("`{name}` is not secret. Only secrets are rotated; change everything else in the form.");
        return Err(Error::unfit(&format!("fields.{name}"), message));
    }
    let mut given: Map<String, Json> = serde_json::from_str(&row.fields).unwrap_or_default();
    given.extend(secrets.clone());
    let mut values = kind.split(&given)?;
    if values.secret.is_empty() {
        return Err(Error::unfit("fields", "Give at least one new secret."));
    }
    keep_secrets(&app.runner.keys, &row, &mut values, &[])?;
    let (revision, about) = (row.revision, (row.name.as_str(), row.description.as_str()));
    write(app, author, &Change { row: &row, revision, about, values: &values, is_rotated: true }, "credential.rotate")
        .await
}

pub(super) async fn delete(app: &App, author: &Author, id: &str, is_forced: bool) -> Result<(), Error> {
    let row = find(&app.store, id).await?;
    let usage = usage(&app.store, &row).await?;
    if !usage.is_empty() && !is_forced {
        return Err(Error::InUse(usage.text()));
    }
    let mut tx = app.store.begin().await?;
    if !store::delete(&mut tx, &row.id).await? {
        return Err(Error::Unknown(id.to_owned()));
    }
    let details = json!({ "name": row.name, "was_in_use": !usage.is_empty() });
    note(&mut tx, app, author, "credential.delete", &row.id, details).await?;
    finish(app, tx).await
}

/// Adds the secrets that are there already, were not given anew and are not to go.
fn keep_secrets(keys: &Keys, row: &CredentialRow, values: &mut Values, gone: &[&str]) -> Result<(), Error> {
    let envelope = Envelope { sealed: row.sealed.clone(), key: row.sealed_key.clone() };
    let kind = kinds::kind(&row.kind)?;
    let mut all = values.public.clone();
    let known = envelope::open(keys, &row.id, &envelope)?;
    all.extend(known.into_iter().filter(|(name, _)| !gone.contains(&name.as_str())));
    all.extend(values.secret.clone());
    *values = kind.split(&all)?;
    kind.complete(values)
}

/// What a credential becomes.
struct Change<'a> {
    row: &'a CredentialRow,
    /// What it was when somebody looked at it.
    revision: i64,
    /// Its name and description.
    about: (&'a str, &'a str),
    values: &'a Values,
    /// Whether its secrets are others.
    is_rotated: bool,
}

async fn write(app: &App, author: &Author, change: &Change<'_>, action: &'static str) -> Result<CredentialRow, Error> {
    let Change { row, revision, about: (name, description), values, is_rotated } = *change;
    let envelope = envelope::seal(&app.runner.keys, &row.id, &values.secret)?;
    let new = new_row((&row.id, name, &row.kind), description, values, &envelope, (&author.name, app.clock.now()));
    let mut tx = app.store.begin().await?;
    let done = store::update(&mut tx, &new, revision, is_rotated).await.map_err(|error| taken(error, name))?;
    if !done {
        return Err(Error::Changed);
    }
    note(&mut tx, app, author, action, &row.id, json!({ "name": name, "secrets_changed": is_rotated })).await?;
    finish(app, tx).await?;
    find(&app.store, &row.id).await
}

fn new_row<'a>(
    (id, name, kind): (&'a str, &'a str, &'a str),
    description: &'a str,
    values: &Values,
    envelope: &'a Envelope,
    (by, at): (&'a str, i64),
) -> NewRow<'a> {
    let secrets: Vec<_> = values.secret.keys().collect();
    NewRow {
        id,
        name,
        kind,
        description,
        fields: Json::Object(values.public.clone()).to_string(),
        secrets: json!(secrets).to_string(),
        sealed: &envelope.sealed,
        sealed_key: &envelope.key,
        by,
        at,
    }
}

/// The name, trimmed.
fn check(draft: &Draft) -> Result<String, Error> {
    let name = draft.name.trim().to_owned();
    let is_name =
        (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(char::is_control) && !name.contains("{{");
    if !is_name {
        let message = format!("Give it a name of 1 to {LONGEST_NAME} characters, on one line and without `{{{{`.");
        return Err(Error::unfit("name", message));
    }
    if draft.description.chars().count() > LONGEST_DESCRIPTION {
        let message = format!("The description has more than {LONGEST_DESCRIPTION} characters. Say it shorter.");
        return Err(Error::unfit("description", message));
    }
    Ok(name)
}

fn taken(error: crate::store::Error, name: &str) -> Error {
    if error.is_duplicate() { Error::NameTaken(name.to_owned()) } else { error.into() }
}

async fn note(
    tx: &mut Tx,
    app: &App,
    author: &Author,
    action: &'static str,
    id: &str,
    details: Json,
) -> Result<(), Error> {
    let entry = Entry { at: app.clock.now(), author, action, object: format!("credential:{id}"), details };
    Ok(audit::record(tx, &entry).await?)
}

async fn finish(app: &App, mut tx: Tx) -> Result<(), Error> {
    targets::store::count_on(&mut tx).await?;
    tx.commit().await?;
    app.runner.inventory.refresh().await?;
    Ok(())
}
