//! What an operator sees first: what is going on, what went wrong, and what waits for somebody.

mod routes;
pub(crate) mod store;

use utoipa_axum::routes;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.guarded(Permission::RunRead, routes!(routes::dashboard))
}
