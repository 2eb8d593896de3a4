//! Keeping targets and groups: made, changed and deleted, each with a line in the audit log.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Error;
use super::inventory::Snapshot;
use super::model::{self, Draft, Group, Machine};
use super::store::{self, NewGroup, NewTarget};
use crate::app::App;
use crate::audit::{self, Author, Entry};
use crate::credentials;
use crate::store::Tx;

/// The most targets and the most groups.
const MOST: usize = 20_000;
const MOST_MEMBERS: usize = 10_000;
const LONGEST_DESCRIPTION: usize = 2_000;

/// All targets, also those that other processes have added.
pub(super) async fn snapshot(app: &App) -> Result<Arc<Snapshot>, Error> {
    if !app.runner.queue.is_alone {
        app.runner.inventory.catch_up().await?;
    }
    Ok(app.runner.inventory.snapshot())
}

pub(super) async fn find(app: &App, id: &str) -> Result<Arc<Machine>, Error> {
    Ok(Arc::clone(snapshot(app).await?.require(id)?))
}

/// Adds a target, or changes one that is at a revision.
pub(super) async fn save(
    app: &App,
    author: &Author,
    change: Option<(&str, i64)>,
    draft: Draft,
) -> Result<Arc<Machine>, Error> {
    let (draft, known) = (draft.checked()?, snapshot(app).await?);
    let id = match change {
        Some((id, _)) => known.require(id)?.id().to_owned(),
        None if known.machines.len() >= MOST => return Err(Error::TooMany(MOST)),
        None => Uuid::now_v7().to_string(),
    };
    let credential = credential(app, &draft).await?;
    let depends_on = dependencies(&known, &id, &draft)?;
    let new = NewTarget {
        id: &id,
        name: &draft.name,
        settings: draft.text(),
        credential: credential.as_deref(),
        by: &author.name,
        at: app.clock.now(),
    };
    let mut tx = app.store.begin().await?;
    let done = match change {
        Some((_, revision)) => store::update(&mut tx, &new, revision).await,
        None => store::insert(&mut tx, &new).await.map(|()| true),
    };
    if !done.map_err(|error| taken(error, &draft.name))? {
        return Err(Error::Changed);
    }
    store::depend(&mut tx, &id, &depends_on).await?;
    let action = if change.is_some() { "target.update" } else { "target.create" };
    let details = json!({ "name": draft.name, "hostname": draft.hostname, "credential": credential });
    note(&mut tx, app, author, action, format!("target:{id}"), details).await?;
    finish(app, tx).await?;
    find(app, &id).await
}

/// The id of the credential it names.
async fn credential(app: &App, draft: &Draft) -> Result<Option<String>, Error> {
    let Some(name) = draft.credential.as_deref().filter(|name| !name.is_empty()) else { return Ok(None) };
    let found = credentials::find_id(&app.store, name).await?;
    found.map(Some).ok_or_else(|| Error::unfit("credential", format!("There is no credential `{name}`.")))
}

fn dependencies(known: &Snapshot, id: &str, draft: &Draft) -> Result<Vec<String>, Error> {
    let find = |name: &String| match known.find(name) {
        Some(machine) => Ok(machine.id().to_owned()),
        None => Err(Error::unfit("depends_on", format!("There is no target `{name}` to depend on."))),
    };
    let depends_on = draft.depends_on.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    if known.has_circle(id, &depends_on) {
        let message = "The target would depend on itself, perhaps by way of others. Leave one of them out.";
        return Err(Error::unfit("depends_on", message));
    }
    Ok(depends_on)
}

pub(super) async fn delete(app: &App, author: &Author, id: &str, is_forced: bool) -> Result<(), Error> {
    let known = snapshot(app).await?;
    let machine = known.require(id)?;
    let needs_it = |other: &&Arc<Machine>| other.depends_on.iter().any(|needed| needed.id == machine.id());
    let dependents: Vec<_> =
        known.machines.values().filter(needs_it).map(|other| format!("`{}`", other.draft.name)).collect();
    if !dependents.is_empty() && !is_forced {
        return Err(Error::InUse(dependents.join(", ")));
    }
    let mut tx = app.store.begin().await?;
    if !store::delete(&mut tx, machine.id()).await? {
        return Err(Error::Unknown(id.to_owned()));
    }
    let details = json!({ "name": machine.draft.name });
    note(&mut tx, app, author, "target.delete", format!("target:{}", machine.id()), details).await?;
    finish(app, tx).await
}

/// A group as somebody wrote it down.
pub(super) struct GroupDraft {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) tags: Vec<String>,
    /// Ids or names.
    pub(super) members: Vec<String>,
}

/// Adds a group, or changes one that is at a revision.
pub(super) async fn save_group(
    app: &App,
    author: &Author,
    change: Option<(&str, i64)>,
    draft: GroupDraft,
) -> Result<Arc<Group>, Error> {
    let known = snapshot(app).await?;
    let (name, tags) = (model::check_name(&draft.name)?, model::check_tags(draft.tags)?);
    if draft.description.chars().count() > LONGEST_DESCRIPTION {
        return Err(Error::unfit("description", "The description has more than 2,000 characters. Say it shorter."));
    }
    if draft.members.len() > MOST_MEMBERS {
        return Err(Error::unfit("members", format!("A group has {MOST_MEMBERS} targets at most.")));
    }
    let find = |member: &String| match known.find(member) {
        Some(machine) => Ok(machine.id().to_owned()),
        None => Err(Error::unfit("members", format!("There is no target `{member}`."))),
    };
    let members = draft.members.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let id = match change {
        Some((id, _)) => known.require_group(id)?.id.clone(),
        None if known.groups.len() >= MOST => return Err(Error::TooMany(MOST)),
        None => Uuid::now_v7().to_string(),
    };
    let new = NewGroup {
        id: &id,
        name: &name,
        description: &draft.description,
        tags: json!(tags).to_string(),
        by: &author.name,
        at: app.clock.now(),
    };
    let mut tx = app.store.begin().await?;
    let done = match change {
        Some((_, revision)) => store::update_group(&mut tx, &new, revision).await,
        None => store::insert_group(&mut tx, &new).await.map(|()| true),
    };
    if !done.map_err(|error| taken(error, &name))? {
        return Err(Error::Changed);
    }
    store::set_members(&mut tx, &id, &members).await?;
    let action = if change.is_some() { "target_group.update" } else { "target_group.create" };
    let details = json!({ "name": name, "members": members.len() });
    note(&mut tx, app, author, action, format!("target_group:{id}"), details).await?;
    finish(app, tx).await?;
    Ok(Arc::clone(snapshot(app).await?.require_group(&id)?))
}

pub(super) async fn delete_group(app: &App, author: &Author, id: &str) -> Result<(), Error> {
    let known = snapshot(app).await?;
    let group = known.require_group(id)?;
    let mut tx = app.store.begin().await?;
    if !store::delete_group(&mut tx, &group.id).await? {
        return Err(Error::UnknownGroup(id.to_owned()));
    }
    let details = json!({ "name": group.name });
    note(&mut tx, app, author, "target_group.delete", format!("target_group:{}", group.id), details).await?;
    finish(app, tx).await
}

/// Trusts a key in the place of all others, or forgets it.
pub(super) async fn decide_key(
    app: &App,
    author: &Author,
    (target, key): (&str, &str),
    trusts: bool,
) -> Result<(), Error> {
    let machine = find(app, target).await?;
    let mut tx = app.store.begin().await?;
    let place = (machine.id(), key);
    let done = match trusts {
        true => store::trust(&mut tx, place, &author.name, app.clock.now()).await?,
        false => store::forget_key(&mut tx, place).await?,
    };
    if !done {
        return Err(Error::UnknownKey);
    }
    let action = if trusts { "target.host_key.trust" } else { "target.host_key.forget" };
    note(&mut tx, app, author, action, format!("target:{}", machine.id()), json!({ "key": key })).await?;
    Ok(tx.commit().await?)
}

/// Keeps what a test of the connection came to.
pub(super) async fn keep_test(app: &App, author: &Author, machine: &Machine, outcome: &Json) -> Result<(), Error> {
    let mut tx = app.store.begin().await?;
    store::tested(&mut tx, machine.id(), &outcome.to_string()).await?;
    let details = json!({ "name": machine.draft.name, "success": outcome["success"] });
    note(&mut tx, app, author, "target.test", format!("target:{}", machine.id()), details).await?;
    finish(app, tx).await
}

fn taken(error: crate::store::Error, name: &str) -> Error {
    if error.is_duplicate() { Error::NameTaken(name.to_owned()) } else { error.into() }
}

async fn note(
    tx: &mut Tx,
    app: &App,
    author: &Author,
    action: &'static str,
    object: String,
    details: Json,
) -> Result<(), Error> {
    let entry = Entry { at: app.clock.now(), author, action, object, details };
    Ok(audit::record(tx, &entry).await?)
}

async fn finish(app: &App, mut tx: Tx) -> Result<(), Error> {
    store::count_on(&mut tx).await?;
    tx.commit().await?;
    Ok(app.runner.inventory.refresh().await?)
}
