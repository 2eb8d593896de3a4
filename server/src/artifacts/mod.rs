//! Files kept with a run: in the data folder, one folder a run, with a row each.

mod discard;
mod folder;
mod routes;
pub(crate) mod store;
mod writer;

use utoipa_axum::routes;

pub use discard::Discard;
pub use folder::Folder;
pub use writer::{Files, Kept};

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::RunRead, routes!(routes::list::list))
        .guarded(Permission::RunRead, routes!(routes::get::get))
}
