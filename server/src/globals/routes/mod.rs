//! Handlers of the routes of global variables.

pub(super) mod delete;
pub(super) mod list;
pub(super) mod set;

use axum::http::StatusCode;
use node_sdk::Value;
use serde::Serialize;
use utoipa::ToSchema;

use super::cache::Refused;
use super::store::GlobalRow;
use crate::web::{Problem, iso};

/// A variable that all runs share.
#[derive(Serialize, ToSchema)]
pub(crate) struct Global {
    /// Its name.
    name: String,
    /// The name of the value's type.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Its value.
    #[schema(value_type = Object)]
    value: Value,
    /// Who set it last; of a run, who started that.
    updated_by: String,
    /// When.
    updated_at: String,
}

impl From<GlobalRow> for Global {
    fn from(row: GlobalRow) -> Self {
        let value: Value = serde_json::from_str(&row.value).unwrap_or_default();
        let (kind, updated_at) = (value.type_name(), iso(row.updated_at));
        Self { name: row.name, kind, value, updated_by: row.updated_by, updated_at }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let text = refused.to_string();
        let unfit = |code, field: &str| {
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, text.clone()).field(field, text.clone())
        };
        match refused {
            Refused::Name(_) => unfit("invalid_name", "name"),
            Refused::Size => unfit("value_too_large", "value"),
            Refused::Count => Self::new(StatusCode::CONFLICT, "too_many_variables", text),
            Refused::Store(error) => error.into(),
        }
    }
}
