//! `POST /api/v1/flows/export` and `POST /api/v1/flows/import`.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::super::transfer::{self, FORMAT, Plan};
use super::super::{service, store};
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Problem};

const MOST: usize = 500;
/// Bytes of all documents of an export.
const MOST_BYTES: usize = 50 * 1024 * 1024;

/// Which flows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Export {
    /// Ids or names, at most 500.
    ids: Vec<String>,
}

/// Flows as a file holds them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Exported {
    /// `opsconductor.export/1`.
    format: &'static str,
    format_version: i64,
    /// The documents. Defaults of secret parameters are left out.
    flows: Vec<Value>,
}

/// Take flows out, to be kept as a file. Flows that others call are named in them, and not added.
#[utoipa::path(post, path = "/api/v1/flows/export", tag = "flows", request_body = Export,
    responses((status = 200, description = "The flows", body = Exported), (status = 404, description = "No such flow"),
              (status = 422, description = "Too many, or too large together")))]
pub(crate) async fn export(State(app): State<App>, Json(body): Json<Export>) -> Result<axum::Json<Exported>, Problem> {
    few("ids", body.ids.len())?;
    let (mut flows, mut bytes) = (Vec::new(), 0);
    for id in &body.ids {
        let row = service::find(&app.store, id).await?;
        let text = store::document(&app.store, &row.document_hash).await?;
        bytes += text.len();
        if bytes > MOST_BYTES {
            return Err(Problem::unfit(
                "too_large",
                "ids",
                "The flows have more than 50 MiB together. Take fewer at once.",
            ));
        }
        flows.push(transfer::without_secrets(serde_json::from_str(&text).unwrap_or_default()));
    }
    Ok(axum::Json(Exported { format: FORMAT, format_version: 1, flows }))
}

/// Flows to take in, and how. What an export answered can be sent as it is, with `on_conflict` and `activate` added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Import {
    /// `opsconductor.export/1`, if it is said.
    #[serde(default)]
    format: Option<String>,
    /// 1, if it is said.
    #[serde(default)]
    format_version: Option<i64>,
    /// Documents, at most 500.
    flows: Vec<Value>,
    /// What is done if a name is in use.
    #[serde(default)]
    on_conflict: OnConflict,
    /// Whether new flows can be started at once.
    #[serde(default = "yes")]
    activate: bool,
}

fn yes() -> bool {
    true
}

/// What is done if a name is in use.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OnConflict {
    /// The new one gets another name.
    #[default]
    Rename,
    /// The new one becomes the next version of the one that is there.
    Replace,
    /// The new one is left out.
    Skip,
}

/// What became of each flow, in their order.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportReport)]
pub(crate) struct Report {
    items: Vec<Item>,
    /// How many came to each end.
    totals: BTreeMap<&'static str, usize>,
}

/// What became of a flow.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportItem)]
pub(crate) struct Item {
    /// What it is called now.
    name: String,
    /// imported, renamed, replaced, skipped or failed.
    status: &'static str,
    /// Its id, if it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// What was changed, and what is wrong with it.
    messages: Vec<String>,
}

/// Take flows in. Each comes in whole or not at all, and none keeps the others out.
#[utoipa::path(post, path = "/api/v1/flows/import", tag = "flows", request_body = Import,
    responses((status = 200, description = "What became of each", body = Report),
              (status = 422, description = "Too many, or in another format")))]
pub(crate) async fn import(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<Import>,
) -> Result<axum::Json<Report>, Problem> {
    few("flows", body.flows.len())?;
    let is_ours =
        body.format.as_deref().is_none_or(|format| format == FORMAT) && body.format_version.is_none_or(|n| n == 1);
    if !is_ours {
        let detail = format!("Only `{FORMAT}` can be read. The file may be of a newer version, or of another program.");
        return Err(Problem::unfit("unknown_format", "format", detail));
    }
    let on_conflict = match body.on_conflict {
        OnConflict::Rename => transfer::OnConflict::Rename,
        OnConflict::Replace => transfer::OnConflict::Replace,
        OnConflict::Skip => transfer::OnConflict::Skip,
    };
    let plan = Plan { on_conflict, activate: body.activate };
    let mut totals: BTreeMap<_, _> =
        ["imported", "renamed", "replaced", "skipped", "failed"].into_iter().map(|word| (word, 0)).collect();
    let mut items = Vec::new();
    for document in body.flows {
        let transfer::Fate { status, name, id, messages } =
            transfer::import(&app, &actor.author(), document, plan).await?;
        *totals.entry(status).or_default() += 1;
        items.push(Item { name, status, id, messages });
    }
    Ok(axum::Json(Report { items, totals }))
}

fn few(field: &str, count: usize) -> Result<(), Problem> {
    if count <= MOST {
        return Ok(());
    }
    Err(Problem::unfit("too_many", field, format!("At most {MOST} flows can be taken at once.")))
}
