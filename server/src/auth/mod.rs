//! Signing in: passwords, sessions, tokens, and who may do what.

mod error;
mod limit;
mod origin;
mod password;
mod permission;
mod routes;
mod service;
pub(crate) mod store;
mod tokens;

use utoipa_axum::routes;

pub use error::{Error, Unfit};
pub use origin::Origin;
pub use password::{Passwords, generate as generate_password};
pub use permission::{Actor, Permission, Role, require};
pub use service::{Kept, Registration, Service, SignedIn};

use crate::web::Routes;

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .public(routes!(routes::login::login))
        .public(routes!(routes::refresh::refresh))
        .public(routes!(routes::logout::logout))
        .public(routes!(routes::options::options))
        .public(routes!(routes::register::register))
        .guarded(Permission::Own, routes!(routes::revoke_all::revoke_all))
        .guarded(Permission::Own, routes!(routes::me::verify))
        .guarded(Permission::Own, routes!(routes::me::me, routes::me::change))
        .guarded(Permission::Own, routes!(routes::sessions::list))
        .guarded(Permission::Own, routes!(routes::sessions::end))
        .guarded(Permission::Own, routes!(routes::change_password::change_password))
}
