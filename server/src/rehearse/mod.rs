//! Runs that are not kept: a whole flow without its effects, or one node alone. They end with the request.

mod record;
mod routes;
mod service;

use utoipa_axum::routes;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::RunStart, routes!(routes::dry_run::dry_run))
        .guarded(Permission::RunStart, routes!(routes::test_node::test_node))
}
