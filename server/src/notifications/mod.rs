//! Messages when a run ends: to whom its flow says, and to whoever started it and wants to know. They are written down
//! with the end of the run, and sent after that, so that none is lost.

mod message;
mod outbox;
mod preferences;
mod routes;
pub(crate) mod store;
mod worker;

use utoipa_axum::routes;

pub(crate) use outbox::{Message, for_run, for_waiting};
pub use preferences::Preferences;
pub(crate) use worker::start;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::Own, routes!(routes::mine::mine, routes::mine::change))
        .guarded(Permission::RunRead, routes!(routes::of_run::of_run))
}
