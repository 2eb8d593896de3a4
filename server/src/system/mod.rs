//! How the server is.

mod routes;

use utoipa_axum::routes;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .public(routes!(routes::health))
        .public(routes!(routes::health_v1))
        .guarded(Permission::SystemRead, routes!(routes::status))
}
