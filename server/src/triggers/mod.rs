//! What starts runs by itself: schedules and webhooks. Flows draw them; this keeps them.

mod call;
mod clock;
mod error;
mod proof;
mod routes;
pub(crate) mod store;
mod sync;

use engine::Program;
use node_sdk::Trigger;
use utoipa_axum::routes;

pub(crate) use call::Calls;
pub(crate) use clock::start;
pub use error::Error;
pub(crate) use store::{ComingRow, coming};
pub(crate) use sync::sync;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::FlowRead, routes!(routes::list::list))
        .guarded(Permission::FlowRead, routes!(routes::preview::preview))
        .guarded(Permission::FlowEdit, routes!(routes::secret::make))
        .public(routes!(routes::hook::hook))
}

/// The trigger at a node.
fn at<'p>(program: &'p Program, node: &str) -> Option<&'p Trigger> {
    program.triggers().find(|(id, _)| *id == node).map(|(_, trigger)| trigger)
}

/// Where the secret of a webhook is sealed for.
fn place(flow: &str, node: &str) -> String {
    format!("trigger:{flow}/{node}")
}
