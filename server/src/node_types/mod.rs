//! The node types flows are made of, as palette, forms and help read them.

mod catalog;
mod routes;

use utoipa_axum::routes;

pub use catalog::Catalog;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.guarded(Permission::FlowRead, routes!(routes::list)).guarded(Permission::FlowRead, routes!(routes::get))
}
