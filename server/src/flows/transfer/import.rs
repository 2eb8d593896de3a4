//! Taking one flow in: all of it or nothing.

use engine::Problem as Finding;
use serde_json::Value;

use super::super::service::{self, Error, Publish};
use super::super::{Checked, store};
use crate::app::App;
use crate::audit::Author;

const COMMENT: &str = "Imported";
/// Names that are tried for a flow whose own is in use.
const MOST_NAMES: usize = 1000;

/// What is done if there is a flow of the name already.
#[derive(Clone, Copy)]
pub(in super::super) enum OnConflict {
    /// The new one gets another name.
    Rename,
    /// The new one becomes the next version of it.
    Replace,
    /// The new one is left out.
    Skip,
}

/// How flows are taken in.
#[derive(Clone, Copy)]
pub(in super::super) struct Plan {
    /// What is done if the name is in use.
    pub(in super::super) on_conflict: OnConflict,
    /// Whether new flows can be started at once.
    pub(in super::super) activate: bool,
}

/// What became of a flow: a word, its name and id, and what should be known.
pub(in super::super) struct Fate {
    /// `imported`, `renamed`, `replaced`, `skipped` or `failed`.
    pub(in super::super) status: &'static str,
    /// What it is called now.
    pub(in super::super) name: String,
    /// Its id, if it is kept.
    pub(in super::super) id: Option<String>,
    /// What was changed, and what is wrong with it.
    pub(in super::super) messages: Vec<String>,
}

/// Takes a flow in.
///
/// # Errors
/// If the database fails; all else is part of the answer.
pub(in super::super) async fn import(app: &App, author: &Author, document: Value, plan: Plan) -> Result<Fate, Error> {
    let name = document["name"].as_str().unwrap_or_default().to_owned();
    match attempt(app, author, document, plan).await {
        Ok(fate) => Ok(fate),
        Err(Error::Store(error)) => Err(error.into()),
        Err(Error::Malformed(refused)) => Ok(Fate { status: "failed", name, id: None, messages: texts(&refused.0) }),
        Err(error) => Ok(Fate { status: "failed", name, id: None, messages: vec![error.to_string()] }),
    }
}

async fn attempt(app: &App, author: &Author, document: Value, plan: Plan) -> Result<Fate, Error> {
    let (mut document, notes) = app.programs.canonical(document);
    let mut checked = app.programs.check(&document).await.map_err(super::super::Refused)?;
    let mut messages = texts(&notes);
    let there = store::find(&app.store, &checked.name).await?.filter(|row| row.name == checked.name);
    let status = match (there, plan.on_conflict) {
        (None, _) => "imported",
        (Some(row), OnConflict::Skip) => {
            let messages = vec![format!("There is a flow `{}` already; it was left as it is.", row.name)];
            return Ok(Fate { status: "skipped", name: row.name, id: Some(row.id), messages });
        }
        (Some(row), OnConflict::Replace) => {
            let publish =
                Publish { version: row.version, checked: &checked, comment: COMMENT, restored: None, drawn: None };
            if row.document_hash == checked.hash {
                messages.push("It is the same as the one that is there; no version was made.".into());
            }
            let row = service::update(&app.store, app.clock.as_ref(), author, row, publish).await?;
            return Ok(kept("replaced", row, messages, &checked));
        }
        (Some(row), OnConflict::Rename) => {
            let name = free_name(app, &row.name).await?;
            messages.push(format!("There is a flow `{}` already, so this one is called `{name}`.", row.name));
            document["name"] = name.into();
            checked = app.programs.check(&document).await.map_err(super::super::Refused)?;
            "renamed"
        }
    };
    let row = service::add(&app.store, app.clock.as_ref(), author, &checked, (COMMENT, plan.activate)).await?;
    Ok(kept(status, row, messages, &checked))
}

async fn free_name(app: &App, name: &str) -> Result<String, Error> {
    for number in 2..MOST_NAMES {
        let candidate = format!("{name} ({number})");
        if !store::has_name(&app.store, &candidate).await? {
            return Ok(candidate);
        }
    }
    Err(Error::NameTaken(name.to_owned()))
}

fn kept(status: &'static str, row: store::FlowRow, mut messages: Vec<String>, checked: &Checked) -> Fate {
    messages.extend(texts(&checked.problems));
    Fate { status, name: row.name, id: Some(row.id), messages }
}

fn texts(findings: &[Finding]) -> Vec<String> {
    let text = |finding: &Finding| match &finding.node {
        Some(node) => format!("Node `{node}`: {}", finding.message),
        None => finding.message.clone(),
    };
    findings.iter().take(20).map(text).collect()
}
