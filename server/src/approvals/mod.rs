//! Questions that runs ask people, and what these decide.

mod desk;
mod error;
mod routes;
pub(crate) mod store;

use utoipa_axum::routes;

pub use desk::Desk;
pub use error::Error;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::RunRead, routes!(routes::list::list))
        .guarded(Permission::ApprovalDecide, routes!(routes::decide::decide))
}
