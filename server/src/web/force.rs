//! Deleting what is in use.

use serde::Deserialize;
use utoipa::IntoParams;

/// How something is deleted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Force {
    /// Whether it is deleted although something uses it, which fails then.
    #[serde(default)]
    pub force: bool,
}
