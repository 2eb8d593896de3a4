//! `GET /api/v1/credentials/types`.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::kinds::{KINDS, Kind};

/// All types.
#[derive(Serialize, ToSchema)]
#[schema(as = CredentialTypes)]
pub(crate) struct Types {
    items: &'static [Kind],
}

/// List the types of credentials, with the fields of each.
#[utoipa::path(get, path = "/api/v1/credentials/types", tag = "credentials",
    responses((status = 200, description = "All types", body = Types)))]
pub(crate) async fn types() -> Json<Types> {
    Json(Types { items: KINDS })
}
