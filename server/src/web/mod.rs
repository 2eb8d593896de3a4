//! What all routes share: problems, strict bodies, paging, permissions, security headers, and the
//! embedded editor.

mod assets;
mod docs;
mod force;
mod json;
mod limit;
mod observe;
mod paging;
mod problem;
mod router;
mod routes;
mod time;

pub use force::Force;
pub use json::{Json, MOST_BYTES, OptionalJson, Query};
pub use paging::{Every, Page, PageParams, Paged};
pub use problem::{FieldError, Problem};
pub use router::router;
pub use routes::Routes;
pub use time::{iso, millis};

pub(crate) use json::read_body;
pub(crate) use limit::Limit;
pub(crate) use paging::read_apart;
