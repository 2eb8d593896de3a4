//! What happens in runs, told to whoever watches, as it happens.
//!
//! Watchers pull: each has its own place in the stream, and one that falls too far behind is given
//! the whole state instead. So nobody who watches slowly can hold up a run.

mod hub;
mod messages;
mod observer;
mod ring;
mod sse;
mod topic;
mod ws;

use utoipa_axum::routes;

pub use hub::{Hub, Subscription, Update};
pub use messages::{Place, RunEvent, run_event};
pub use observer::RunObserver;
pub use topic::{RunState, Topic};

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.public(routes!(ws::connect)).guarded(Permission::RunRead, routes!(sse::events))
}
