//! Variables that all runs share: kept in the database, read from memory.

mod cache;
mod passing;
mod routes;
pub(crate) mod store;

use utoipa_axum::routes;

pub use cache::Cache;
pub(crate) use cache::is_name;
pub use passing::Passing;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::VariableRead, routes!(routes::list::list))
        .guarded(Permission::VariableEdit, routes!(routes::set::set))
        .guarded(Permission::VariableEdit, routes!(routes::delete::delete))
}
