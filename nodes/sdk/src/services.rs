//! The services nodes work with, each behind a trait.

use std::sync::Arc;

use async_trait::async_trait;

use crate::{Host, Http, NodeError};

/// Everything outside the engine that a node can reach.
#[derive(Clone)]
pub struct Services {
    /// Machines.
    pub hosts: Arc<dyn Hosts>,
    /// Web servers.
    pub http: Arc<dyn Http>,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// Finds the machine a node works on.
pub trait Hosts: Send + Sync {
    /// The host of a target; the local machine where none is named.
    ///
    /// # Errors
    /// If there is no such target.
    fn host(&self, target: Option<&str>) -> Result<Arc<dyn Host>, NodeError>;
}

/// The time, so that tests can set it.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970.
    fn now(&self) -> i64;
    /// Waits until the given time, in milliseconds since 1970.
    async fn sleep_until(&self, time: i64);
}
