//! Flows and their versions: what was drawn, kept as it was sent.

mod programs;
mod routes;
mod service;
pub(crate) mod store;
mod view;

use utoipa_axum::routes;

pub use programs::{Checked, Programs};
pub use service::{Error, Refused, at_version, create};
pub use view::{ProblemView, problems};

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::FlowRead, routes!(routes::list::list))
        .guarded(Permission::FlowEdit, routes!(routes::create::create))
        .guarded(Permission::FlowEdit, routes!(routes::bulk::bulk))
        .guarded(Permission::FlowEdit, routes!(routes::active::active))
        .guarded(Permission::FlowRead, routes!(routes::statistics::statistics))
        .guarded(Permission::FlowRead, routes!(routes::validate::validate))
        .guarded(Permission::FlowRead, routes!(routes::get::get))
        .guarded(Permission::FlowEdit, routes!(routes::update::update))
        .guarded(Permission::FlowEdit, routes!(routes::delete::delete))
        .guarded(Permission::FlowRead, routes!(routes::versions::list))
        .guarded(Permission::FlowRead, routes!(routes::versions::get))
        .guarded(Permission::FlowRead, routes!(routes::validate::validate_stored))
}
