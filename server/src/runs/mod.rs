//! Runs: starting, executing, resuming, cancelling, and what is known of them afterwards.

mod accept;
pub mod active;
mod call;
pub(crate) mod debug;
mod error;
mod execute;
mod iterations;
mod options;
mod over;
pub(crate) mod queue;
pub(crate) mod reopen;
mod routes;
pub(crate) mod search;
pub mod secrets;
mod service;
pub(crate) mod sessions;
pub(crate) mod store;
mod stored_state;
mod supervisor;
pub(crate) mod trace;
mod typed;
pub mod view;
mod watch;

use utoipa_axum::routes;

pub use active::Active;
pub use debug::Pauses;
pub use error::Error;
pub use execute::{Callees, Job, Runner};
pub use queue::{Claimed, Full, Queue};
pub(crate) use routes::start::check_pins;
pub use service::{Request, cancel, claim, enqueue, prepare, signal};
pub(crate) use service::{find, note_test};
pub use sessions::Recorder;
pub(crate) use store::queue_counts;
pub use store::{ChildTotals, NewRun, RunRow, child_totals, children};
pub use stored_state::stored_state;
pub use supervisor::Supervisor;
pub(crate) use typed::typed;
pub(crate) use watch::ended;

use crate::auth::Permission;
use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::RunStart, routes!(routes::start::start))
        .guarded(Permission::RunRead, routes!(routes::list::list))
        .guarded(Permission::RunRead, routes!(routes::facets::facets))
        .guarded(Permission::RunRead, routes!(routes::histogram::histogram))
        .guarded(Permission::RunControl, routes!(routes::bulk::bulk))
        .guarded(Permission::RunRead, routes!(routes::get::get))
        .guarded(Permission::RunRead, routes!(routes::steps::steps))
        .guarded(Permission::RunRead, routes!(routes::iterations::iterations))
        .guarded(Permission::RunRead, routes!(routes::logs::logs))
        .guarded(Permission::RunRead, routes!(routes::variables::variables))
        .guarded(Permission::RunRead, routes!(routes::queue::queue))
        .guarded(Permission::RunRead, routes!(routes::children::children))
        .guarded(Permission::RunRead, routes!(routes::sessions::sessions))
        .guarded(Permission::RunRead, routes!(routes::history::history))
        .guarded(Permission::RunRead, routes!(routes::interrupted::list))
        .guarded(Permission::RunRead, routes!(routes::debug::get))
        .guarded(Permission::RunStart, routes!(routes::rerun::rerun))
        .guarded(Permission::RunControl, routes!(routes::priority::change))
        .guarded(Permission::RunControl, routes!(routes::retry::retry))
        .guarded(Permission::RunControl, routes!(routes::interrupted::answer))
        .guarded(Permission::RunControl, routes!(routes::debug::breakpoints))
        .guarded(Permission::RunControl, routes!(routes::debug::command))
        .guarded(Permission::RunControl, routes!(routes::debug::watch))
        .guarded(Permission::RunControl, routes!(routes::cancel::cancel))
        .guarded(Permission::RunControl, routes!(routes::delete::delete))
}
