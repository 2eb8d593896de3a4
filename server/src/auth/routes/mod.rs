//! Handlers of the sign-in routes.

pub(super) mod change_password;
pub(super) mod login;
pub(super) mod logout;
pub(super) mod me;
pub(super) mod options;
pub(super) mod refresh;
pub(super) mod register;
pub(super) mod revoke_all;
pub(super) mod sessions;

mod reply;
