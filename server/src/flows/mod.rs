//! Flows and their versions: what was drawn, kept as it was sent.

pub(crate) mod drafts;
mod programs;
mod references;
mod routes;
pub(crate) mod search;
mod service;
pub(crate) mod store;
pub(crate) mod tags;
mod transfer;
mod view;

use utoipa_axum::routes;

pub use programs::{Checked, Programs};
pub use service::{Error, Refused, at_version, create};
pub(crate) use transfer::without_secrets;
pub use view::{ProblemView, RunCounts, problems};

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::FlowRead, routes!(routes::list::list))
        .guarded(Permission::FlowEdit, routes!(routes::create::create))
        .guarded(Permission::FlowEdit, routes!(routes::bulk::bulk))
        .guarded(Permission::FlowEdit, routes!(routes::active::active))
        .guarded(Permission::FlowRead, routes!(routes::facets::facets))
        .guarded(Permission::FlowRead, routes!(routes::transfer::export))
        .guarded(Permission::FlowEdit, routes!(routes::transfer::import))
        .guarded(Permission::FlowRead, routes!(routes::statistics::statistics))
        .guarded(Permission::FlowRead, routes!(routes::validate::validate))
        .guarded(Permission::FlowRead, routes!(routes::get::get))
        .guarded(Permission::FlowEdit, routes!(routes::update::update))
        .guarded(Permission::FlowEdit, routes!(routes::delete::delete))
        .guarded(Permission::FlowRead, routes!(routes::versions::list))
        .guarded(Permission::FlowRead, routes!(routes::versions::get))
        .guarded(Permission::FlowEdit, routes!(routes::restore::restore))
        .guarded(Permission::FlowEdit, routes!(routes::tags::put))
        .guarded(Permission::FlowEdit, routes!(routes::tags::delete))
        .guarded(Permission::FlowRead, routes!(routes::drafts::get))
        .guarded(Permission::FlowEdit, routes!(routes::drafts::put))
        .guarded(Permission::FlowEdit, routes!(routes::drafts::delete))
        .guarded(Permission::FlowRead, routes!(routes::drafts::list))
        .guarded(Permission::FlowRead, routes!(routes::validate::validate_stored))
}
