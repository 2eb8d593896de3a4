//! Handlers of the sign-in routes.

pub(super) mod change_password;
pub(super) mod login;
pub(super) mod logout;
pub(super) mod me;
pub(super) mod refresh;
pub(super) mod revoke_all;

mod reply;
