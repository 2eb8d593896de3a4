//! The routes of groups, below `/api/v1/target-groups`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::inventory::Snapshot;
use super::super::model;
use super::super::service::{self, GroupDraft};
use super::Brief;
use crate::app::App;
use crate::auth::Actor;
use crate::web::{Json, Page, PageParams, Paged, Problem, iso};

/// Targets that are named together, as `group:NAME`.
#[derive(Serialize, ToSchema)]
#[schema(as = TargetGroup)]
pub(crate) struct Group {
    id: String,
    name: String,
    description: String,
    tags: Vec<String>,
    /// How many targets it has.
    members: usize,
    /// Changes with the group.
    revision: i64,
    updated_by: String,
    updated_at: String,
}

/// A group with its targets.
#[derive(Serialize, ToSchema)]
#[schema(as = WholeTargetGroup)]
pub(crate) struct Whole {
    #[serde(flatten)]
    group: Group,
    targets: Vec<Brief>,
}

/// A group to keep.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTargetGroup)]
pub(crate) struct New {
    /// 1 to 255 characters.
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    tags: Vec<String>,
    /// Ids or names of targets; at most 10,000.
    #[serde(default)]
    members: Vec<String>,
    /// Of a group that is changed: what it was when it was loaded.
    #[serde(default)]
    revision: Option<i64>,
}

/// Which groups.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Text in the name, description or a tag.
    #[serde(default)]
    q: String,
}

impl From<&model::Group> for Group {
    fn from(group: &model::Group) -> Self {
        Self {
            id: group.id.clone(),
            name: group.name.clone(),
            description: group.description.clone(),
            tags: group.tags.clone(),
            members: group.members.len(),
            revision: group.revision,
            updated_by: group.updated.0.clone(),
            updated_at: iso(group.updated.1),
        }
    }
}

impl New {
    fn draft(self) -> GroupDraft {
        GroupDraft { name: self.name, description: self.description, tags: self.tags, members: self.members }
    }
}

fn whole(known: &Snapshot, group: &model::Group) -> Whole {
    let members = group.members.iter().filter_map(|id| known.find(id));
    Whole { group: group.into(), targets: members.map(|machine| Brief::from(&*machine.target)).collect() }
}

/// List groups by name.
#[utoipa::path(get, path = "/api/v1/target-groups", tag = "targets", params(Which, PageParams),
    responses((status = 200, description = "A page of groups", body = Page<Group>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Paged { which, paging }: Paged<Which>,
) -> Result<axum::Json<Page<Group>>, Problem> {
    let known = service::snapshot(&app).await?;
    let text = which.q.trim().to_lowercase();
    let finds = |group: &model::Group| {
        [&group.name, &group.description]
            .into_iter()
            .chain(&group.tags)
            .any(|known| known.to_lowercase().contains(&text))
    };
    let after = paging.after.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default();
    let behind = known.groups.values().filter(|group| group.name.as_str() > after && finds(group));
    let rows = behind.take(paging.limit as usize + 1).collect();
    Ok(axum::Json(paging.page(rows, |group| (0, group.name.clone()), |group| Group::from(&**group))))
}

/// Get a group with its targets.
#[utoipa::path(get, path = "/api/v1/target-groups/{id}", tag = "targets", params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "The group", body = Whole), (status = 404, description = "No such group")))]
pub(crate) async fn get(State(app): State<App>, Path(id): Path<String>) -> Result<axum::Json<Whole>, Problem> {
    let known = service::snapshot(&app).await?;
    Ok(axum::Json(whole(&known, known.require_group(&id)?)))
}

/// Keep a group.
#[utoipa::path(post, path = "/api/v1/target-groups", tag = "targets", request_body = New,
    responses((status = 201, description = "Kept", body = Whole), (status = 409, description = "The name is in use"),
              (status = 422, description = "A field does not fit")))]
pub(crate) async fn create(
    State(app): State<App>,
    actor: Actor,
    Json(new): Json<New>,
) -> Result<(StatusCode, axum::Json<Whole>), Problem> {
    let group = service::save_group(&app, &actor.author(), None, new.draft()).await?;
    Ok((StatusCode::CREATED, axum::Json(whole(&*service::snapshot(&app).await?, &group))))
}

/// Change a group.
#[utoipa::path(put, path = "/api/v1/target-groups/{id}", tag = "targets", request_body = New,
    params(("id" = String, Path, description = "Id or name")),
    responses((status = 200, description = "Changed", body = Whole), (status = 404, description = "No such group"),
              (status = 409, description = "The name is in use, or somebody else changed it"),
              (status = 422, description = "A field does not fit")))]
pub(crate) async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(new): Json<New>,
) -> Result<axum::Json<Whole>, Problem> {
    let Some(revision) = new.revision else {
        return Err(Problem::unfit(
            "invalid_target",
            "revision",
            "Hand in `revision` as it was when the group was loaded.",
        ));
    };
    let group = service::save_group(&app, &actor.author(), Some((&id, revision)), new.draft()).await?;
    Ok(axum::Json(whole(&*service::snapshot(&app).await?, &group)))
}

/// Delete a group. Its targets stay.
#[utoipa::path(delete, path = "/api/v1/target-groups/{id}", tag = "targets", params(("id" = String, Path, description = "Id or name")),
    responses((status = 204, description = "Deleted"), (status = 404, description = "No such group")))]
pub(crate) async fn delete(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    service::delete_group(&app, &actor.author(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
