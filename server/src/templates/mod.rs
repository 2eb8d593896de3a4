//! Templates: flows and parts of flows to begin with. Some came with the program; people add their own and share them.

mod error;
mod fill;
mod placeholder;
mod routes;
mod service;
mod shipped;
pub(crate) mod store;
mod view;

use utoipa_axum::routes;

pub use error::Error;
pub use shipped::sync;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::FlowRead, routes!(routes::list::list))
        .guarded(Permission::FlowRead, routes!(routes::get::get))
        .guarded(Permission::FlowEdit, routes!(routes::save::create))
        .guarded(Permission::FlowEdit, routes!(routes::save::update))
        .guarded(Permission::FlowEdit, routes!(routes::delete::delete))
        .guarded(Permission::FlowEdit, routes!(routes::rating::rate))
        .guarded(Permission::FlowEdit, routes!(routes::apply::apply))
}
