//! Credentials: secrets that are kept apart from flows and targets, and opened for one call.

mod envelope;
mod error;
mod kinds;
mod routes;
mod service;
pub(crate) mod store;
mod vault;

use utoipa_axum::routes;

pub use error::Error;
pub use routes::Reference;
pub use vault::Vault;

use crate::auth::Permission;
use crate::store::Store;
use crate::web::Routes;

/// The id of the credential of an id or name.
///
/// # Errors
/// If the database cannot be read.
pub(crate) async fn find_id(store: &Store, name: &str) -> Result<Option<String>, crate::store::Error> {
    Ok(store::find(store, name).await?.map(|row| row.id))
}

/// Adds the routes of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .guarded(Permission::CredentialUse, routes!(routes::names::names))
        .guarded(Permission::CredentialManage, routes!(routes::types::types))
        .guarded(Permission::CredentialManage, routes!(routes::list::list))
        .guarded(Permission::CredentialManage, routes!(routes::save::create))
        .guarded(Permission::CredentialManage, routes!(routes::get::get))
        .guarded(Permission::CredentialManage, routes!(routes::save::update))
        .guarded(Permission::CredentialManage, routes!(routes::save::rotate))
        .guarded(Permission::CredentialManage, routes!(routes::delete::delete))
        .guarded(Permission::CredentialManage, routes!(routes::get::usage))
        .guarded(Permission::CredentialManage, routes!(routes::history::history))
}
