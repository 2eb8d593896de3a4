//! A journal that lives as long as the process: for flows that need none, and for tests.

use std::collections::HashMap;

use async_trait::async_trait;
use parking_lot::Mutex;

use super::{Ack, Error, Journal, Record, RunId};

/// Keeps records in memory.
#[derive(Default)]
pub struct Memory(Mutex<HashMap<RunId, Vec<Record>>>);

#[async_trait]
impl Journal for Memory {
    async fn load(&self, run: RunId) -> Result<Vec<Record>, Error> {
        Ok(self.0.lock().get(&run).cloned().unwrap_or_default())
    }

    fn append(&self, run: RunId, record: Record) -> Ack {
        self.0.lock().entry(run).or_default().push(record);
        Ack::done()
    }
}
