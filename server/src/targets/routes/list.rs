//! `GET /api/v1/targets`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::model::Machine;
use super::super::service;
use super::Target;
use crate::app::App;
use crate::web::{Page, PageParams, Paged, Problem};
use crate::wire::word;

/// Which targets. What is empty means any.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Text in the name, host name, address, description or a tag.
    #[serde(default)]
    pub(super) q: String,
    #[serde(default)]
    pub(super) os_type: String,
    #[serde(default)]
    pub(super) environment: String,
    #[serde(default)]
    pub(super) status: String,
    #[serde(default)]
    pub(super) tag: String,
    /// Id or name of a group.
    #[serde(default)]
    pub(super) group: String,
    /// `name`, `hostname`, `environment` or `updated` (the newest first); the other way round with a `-` before it.
    #[serde(default)]
    sort: String,
}

/// A page of targets.
#[derive(Serialize, ToSchema)]
pub(crate) struct Targets {
    #[serde(flatten)]
    page: Page<Target>,
    /// How many there are on all pages.
    total: usize,
}

impl Which {
    /// Whether a machine is wanted, as far as all filters but one say.
    pub(super) fn wants(&self, machine: &Machine, without: &str) -> bool {
        let draft = &machine.draft;
        let is = |name: &str, wanted: &str, value: &str| wanted.is_empty() || without == name || wanted == value;
        is("os_type", &self.os_type, &word(&draft.os_type))
            && is("environment", &self.environment, &draft.environment)
            && is("status", &self.status, &word(&draft.status))
            && (self.tag.is_empty() || without == "tag" || draft.tags.contains(&self.tag))
            && (self.group.is_empty()
                || without == "group"
                || machine.groups.iter().any(|group| group.id == self.group || group.name == self.group))
            && self.finds(machine)
    }

    fn finds(&self, machine: &Machine) -> bool {
        let text = self.q.trim().to_lowercase();
        let draft = &machine.draft;
        let texts = [&draft.name, &draft.hostname, &draft.ip_address, &draft.description];
        text.is_empty() || texts.into_iter().chain(&draft.tags).any(|known| known.to_lowercase().contains(&text))
    }

    /// Puts machines in the order that is asked for.
    ///
    /// # Errors
    /// 400, if there is none of that name.
    fn sort(&self, machines: &mut [&Arc<Machine>]) -> Result<(), Problem> {
        let (name, is_backwards) = self.sort.strip_prefix('-').map_or((self.sort.as_str(), false), |name| (name, true));
        let key: fn(&Machine) -> String = match name {
            "" | "name" => |_| String::new(),
            "hostname" => |machine| machine.draft.hostname.to_lowercase(),
            "environment" => |machine| machine.draft.environment.to_lowercase(),
            "updated" => |machine| format!("{:020}", i64::MAX - machine.updated.1),
            _ => return Err(Problem::bad_query("sort", "`sort` must be name, hostname, environment or updated.")),
        };
        machines.sort_by_cached_key(|machine| (key(machine), machine.draft.name.to_lowercase()));
        if is_backwards {
            machines.reverse();
        }
        Ok(())
    }
}

/// List targets.
#[utoipa::path(get, path = "/api/v1/targets", tag = "targets", params(Which, PageParams),
    responses((status = 200, description = "A page of targets", body = Targets)))]
pub(crate) async fn list(
    State(app): State<App>,
    Paged { which, paging }: Paged<Which>,
) -> Result<Json<Targets>, Problem> {
    let known = service::snapshot(&app).await?;
    let mut machines: Vec<_> = known.machines.values().filter(|machine| which.wants(machine, "")).collect();
    which.sort(&mut machines)?;
    let total = machines.len();
    let from = paging.after.as_ref().map_or(0, |(from, _)| usize::try_from(*from).unwrap_or(0));
    let wanted = machines.into_iter().enumerate().skip(from).take(paging.limit as usize + 1).collect();
    let next = |(index, _): &(usize, &Arc<Machine>)| (i64::try_from(index + 1).unwrap_or(i64::MAX), String::new());
    let page = paging.page(wanted, next, |(_, machine)| Target::from(&**machine));
    Ok(Json(Targets { page, total }))
}
