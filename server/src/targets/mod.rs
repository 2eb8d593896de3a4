//! Targets: the machines that flows work on, their groups, and the keys they show.

mod error;
mod host_keys;
mod inventory;
mod machines;
mod model;
mod probe;
mod routes;
mod service;
pub(crate) mod store;

use utoipa_axum::routes;

pub use error::Error;
pub use host_keys::KnownKeys;
pub use inventory::Inventory;
pub use machines::Machines;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::TargetRead, routes!(routes::list::list))
        .guarded(Permission::TargetRead, routes!(routes::facets::facets))
        .guarded(Permission::TargetRead, routes!(routes::matching::matching))
        .guarded(Permission::TargetEdit, routes!(routes::save::create))
        .guarded(Permission::TargetRead, routes!(routes::get::get))
        .guarded(Permission::TargetEdit, routes!(routes::save::update))
        .guarded(Permission::TargetEdit, routes!(routes::delete::delete))
        .guarded(Permission::TargetEdit, routes!(routes::test::test))
        .guarded(Permission::TargetRead, routes!(routes::host_keys::list))
        .guarded(Permission::TargetEdit, routes!(routes::host_keys::trust))
        .guarded(Permission::TargetEdit, routes!(routes::host_keys::forget))
        .guarded(Permission::TargetRead, routes!(routes::groups::list))
        .guarded(Permission::TargetEdit, routes!(routes::groups::create))
        .guarded(Permission::TargetRead, routes!(routes::groups::get))
        .guarded(Permission::TargetEdit, routes!(routes::groups::update))
        .guarded(Permission::TargetEdit, routes!(routes::groups::delete))
}
