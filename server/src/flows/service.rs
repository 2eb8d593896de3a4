//! Creating, changing and deleting flows.

use std::sync::Arc;

use axum::http::StatusCode;
use engine::Problem as Finding;
use node_sdk::Clock;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Checked;
use super::drafts::{self, Seen};
use super::references;
use super::store::{self, Change, FlowRow};
use crate::audit::{self, Author, Entry};
use crate::store::{Store, Tx};
use crate::triggers;
use crate::web::{FieldError, Problem};

/// Why a flow was not found, or not changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such flow.
    #[error("There is no flow `{0}`. It may have been deleted.")]
    Unknown(String),
    /// There is no such version.
    #[error("The flow has no version {0}.")]
    UnknownVersion(i64),
    /// No version has this name.
    #[error("The flow has no version with the name `{0}`.")]
    UnknownTag(String),
    /// It cannot be a name.
    #[error("`{0}` cannot be the name of a version. Use 1 to 64 letters, digits, dots, dashes and underscores.")]
    BadTag(String),
    /// The flow's versions have too many names.
    #[error("The flow's versions have {0} names already. Take one away first.")]
    TooManyTags(i64),
    /// The document is no object.
    #[error("`document` must be a JSON object: the flow as it was drawn.")]
    NoDocument,
    /// It is no time.
    #[error("`{0}` is not when a draft was kept. Hand in `updated_at` as it came, or `null` where there was no draft.")]
    BadSeen(String),
    /// Another window has kept another draft, or ended it.
    #[error("Your draft of this flow was changed in another window. Load it, and put both together.")]
    DraftChanged,
    /// The comment is too long.
    #[error("The comment has more than {0} characters. Say it shorter.")]
    LongComment(usize),
    /// The document is malformed.
    #[error(transparent)]
    Malformed(#[from] Refused),
    /// Another flow has the name.
    #[error("There is a flow `{0}` already. Give this one another name.")]
    NameTaken(String),
    /// Somebody else changed the flow.
    #[error("The flow was changed in the meantime: it is at version {current} now. Load it again before you save.")]
    Conflict {
        /// Where the flow is now.
        current: i64,
    },
    /// What starts its runs cannot be kept.
    #[error(transparent)]
    Trigger(Box<triggers::Error>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl From<triggers::Error> for Error {
    fn from(error: triggers::Error) -> Self {
        match error {
            triggers::Error::Store(error) => Self::Store(error),
            other => Self::Trigger(Box::new(other)),
        }
    }
}

/// A document that is not even well-formed.
#[derive(Debug, thiserror::Error)]
#[error("The document is not a well-formed flow; `errors` says where.")]
pub struct Refused(pub Vec<Finding>);

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let errors = refused.0.iter().map(|finding| FieldError {
            field: place(finding),
            message: finding.message.clone(),
            code: Some(finding.code.clone()),
        });
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_document", refused.to_string()).fields(errors)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Unknown(_) | Error::UnknownVersion(_) | Error::UnknownTag(_) => Self::not_found(text),
            Error::BadSeen(_) => Self::unfit("invalid_seen", "seen", text),
            Error::DraftChanged => Self::new(StatusCode::CONFLICT, "draft_changed", text),
            Error::BadTag(_) => Self::unfit("invalid_tag", "name", text),
            Error::TooManyTags(_) => Self::unfit("too_many_tags", "name", text),
            Error::NoDocument => Self::unfit("invalid_document", "document", text),
            Error::LongComment(_) => Self::unfit("invalid_comment", "comment", text),
            Error::Malformed(refused) => refused.into(),
            Error::NameTaken(_) => {
                Self::new(StatusCode::CONFLICT, "name_taken", text.clone()).field("document/name", text)
            }
            Error::Conflict { current } => {
                Self::new(StatusCode::PRECONDITION_FAILED, "version_conflict", text).with("current_version", current)
            }
            Error::Trigger(error) => (*error).into(),
            Error::Store(error) => error.into(),
        }
    }
}

fn place(finding: &Finding) -> String {
    let node = finding.node.as_ref().map(|node| format!("nodes/{node}"));
    let wire = finding.wire.as_ref().map(|wire| format!("wires/{wire}"));
    [node, wire, finding.field.clone()]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/")
}

/// The flow of an id or name.
///
/// # Errors
/// If there is none.
pub(super) async fn find(store: &Store, id: &str) -> Result<FlowRow, Error> {
    store::find(store, id).await?.ok_or_else(|| Error::Unknown(id.to_owned()))
}

/// A flow, a version of it (the latest where none is named), and the hash of that version's document.
///
/// # Errors
/// If there is no such flow or version.
pub async fn at_version(store: &Store, id: &str, version: Option<i64>) -> Result<(FlowRow, i64, String), Error> {
    let flow = find(store, id).await?;
    let Some(version) = version else {
        let (version, hash) = (flow.version, flow.document_hash.clone());
        return Ok((flow, version, hash));
    };
    let row = store::version(store, &flow.id, version).await?.ok_or(Error::UnknownVersion(version))?;
    Ok((flow, version, row.document_hash))
}

/// The most characters of a comment.
const LONGEST_COMMENT: usize = 2000;

fn check_comment(comment: &str) -> Result<(), Error> {
    if comment.chars().count() > LONGEST_COMMENT { Err(Error::LongComment(LONGEST_COMMENT)) } else { Ok(()) }
}

/// Adds a flow.
///
/// # Errors
/// If the name is in use.
pub async fn create(
    store: &Store,
    clock: &dyn Clock,
    author: &Author,
    checked: &Arc<Checked>,
    comment: &str,
) -> Result<FlowRow, Error> {
    add(store, clock, author, checked, (comment, true)).await
}

/// Adds a flow that may be started or not.
///
/// # Errors
/// If the name is in use.
pub(super) async fn add(
    store: &Store,
    clock: &dyn Clock,
    author: &Author,
    checked: &Arc<Checked>,
    (comment, is_active): (&str, bool),
) -> Result<FlowRow, Error> {
    check_comment(comment)?;
    let id = Uuid::now_v7().to_string();
    let change = Change { author: &author.name, comment, at: clock.now() };
    let mut tx = store.begin().await?;
    let added = store::insert(&mut tx, &id, checked, &change, is_active).await;
    added.map_err(|error| name_taken(error, checked))?;
    triggers::sync(&mut tx, &id, checked, change.at).await?;
    references::sync(&mut tx, &id, checked).await?;
    note(&mut tx, author, change.at, "flow.create", &id, json!({ "name": checked.name })).await?;
    tx.commit().await?;
    find(store, &id).await
}

/// What becomes the next version of a flow.
pub(super) struct Publish<'a> {
    /// The version it was made from.
    pub(super) version: i64,
    /// The document.
    pub(super) checked: &'a Arc<Checked>,
    /// Why.
    pub(super) comment: &'a str,
    /// The older version it is a copy of.
    pub(super) restored: Option<i64>,
    /// The author's draft that it is, which ends with it. What was not drawn leaves every draft as it is.
    pub(super) drawn: Option<Seen>,
}

/// Makes a document the next version of the flow. The same document makes none.
///
/// # Errors
/// If the flow is no longer at the version it was made from, or the new name is in use.
pub(super) async fn update(
    store: &Store,
    clock: &dyn Clock,
    author: &Author,
    flow: FlowRow,
    publish: Publish<'_>,
) -> Result<FlowRow, Error> {
    let Publish { version, checked, comment, restored, drawn } = publish;
    if flow.version != version {
        return Err(Error::Conflict { current: flow.version });
    }
    check_comment(comment)?;
    let is_new = flow.document_hash != checked.hash;
    let change = Change { author: &author.name, comment, at: clock.now() };
    let mut tx = store.begin().await?;
    if let Some(seen) = drawn
        && !drafts::store::forget_of(&mut tx, (&flow.id, &author.name, seen)).await?
    {
        return Err(Error::DraftChanged);
    }
    if is_new {
        let updated = store::update(&mut tx, &flow.id, version, checked, &change).await;
        if !updated.map_err(|error| name_taken(error, checked))? {
            drop(tx);
            return Err(Error::Conflict { current: find(store, &flow.id).await?.version });
        }
        triggers::sync(&mut tx, &flow.id, checked, change.at).await?;
        references::sync(&mut tx, &flow.id, checked).await?;
        let details = json!({ "name": checked.name, "version": version + 1, "restored": restored });
        let action = if restored.is_some() { "flow.restore" } else { "flow.update" };
        note(&mut tx, author, change.at, action, &flow.id, details).await?;
    }
    tx.commit().await?;
    find(store, &flow.id).await
}

/// Deletes a flow and its versions; its runs stay.
///
/// # Errors
/// If the flow is no longer at `version`, where one is given.
pub(super) async fn delete(
    store: &Store,
    clock: &dyn Clock,
    author: &Author,
    (flow, version): (FlowRow, Option<i64>),
) -> Result<(), Error> {
    let change = Change { author: &author.name, comment: "", at: clock.now() };
    let mut tx = store.begin().await?;
    if !store::delete(&mut tx, &flow.id, version).await? {
        drop(tx);
        return Err(Error::Conflict { current: find(store, &flow.id).await?.version });
    }
    note(&mut tx, author, change.at, "flow.delete", &flow.id, json!({ "name": flow.name })).await?;
    Ok(tx.commit().await?)
}

/// Says whether a flow may be started.
///
/// # Errors
/// If there is no such flow.
pub(super) async fn set_active(
    store: &Store,
    clock: &dyn Clock,
    author: &Author,
    (id, is_active): (&str, bool),
) -> Result<FlowRow, Error> {
    let flow = find(store, id).await?;
    if flow.is_active == is_active {
        return Ok(flow);
    }
    let change = Change { author: &author.name, comment: "", at: clock.now() };
    let action = if is_active { "flow.activate" } else { "flow.deactivate" };
    let mut tx = store.begin().await?;
    store::set_active(&mut tx, &flow.id, is_active).await?;
    note(&mut tx, author, change.at, action, &flow.id, json!({ "name": flow.name })).await?;
    tx.commit().await?;
    find(store, &flow.id).await
}

fn name_taken(error: crate::store::Error, checked: &Checked) -> Error {
    if error.is_duplicate() { Error::NameTaken(checked.name.clone()) } else { error.into() }
}

/// Notes a change of a flow.
///
/// # Errors
/// If the database fails.
pub(super) async fn note(
    tx: &mut Tx,
    author: &Author,
    at: i64,
    action: &'static str,
    id: &str,
    details: Value,
) -> Result<(), Error> {
    let entry = Entry { at, author, action, object: format!("flow:{id}"), details };
    Ok(audit::record(tx, &entry).await?)
}
