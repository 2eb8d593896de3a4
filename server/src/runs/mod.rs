//! Runs: starting, executing, resuming, cancelling, and what is known of them afterwards.

mod accept;
pub mod active;
mod error;
mod execute;
pub(crate) mod queue;
mod routes;
pub mod secrets;
mod service;
pub(crate) mod store;
mod stored_state;
mod supervisor;
pub(crate) mod trace;
pub mod view;

use utoipa_axum::routes;

pub use active::Active;
pub use error::Error;
pub use execute::{Job, Runner};
pub use queue::{Claimed, Full, Queue};
pub use service::{Request, cancel, claim, enqueue, prepare, signal};
pub use store::{ChildTotals, NewRun, RunRow, child_totals, children};
pub use stored_state::stored_state;
pub use supervisor::Supervisor;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::RunStart, routes!(routes::start::start))
        .guarded(Permission::RunRead, routes!(routes::list::list))
        .guarded(Permission::RunRead, routes!(routes::get::get))
        .guarded(Permission::RunRead, routes!(routes::steps::steps))
        .guarded(Permission::RunRead, routes!(routes::logs::logs))
        .guarded(Permission::RunRead, routes!(routes::variables::variables))
        .guarded(Permission::RunControl, routes!(routes::cancel::cancel))
        .guarded(Permission::RunControl, routes!(routes::delete::delete))
}
