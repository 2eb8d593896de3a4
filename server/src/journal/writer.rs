//! The one writer: takes what all runs have to write, writes it in one transaction, commits once,
//! then tells everybody who waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use engine::journal::{Ack, Error};
use tokio::sync::{mpsc, oneshot};

use super::store::{self, Entry, LogEntry};
use crate::store::Store;

const MOST_AT_ONCE: usize = 1024;
/// Log lines beyond this much unwritten text are refused, so that a talkative run cannot take all memory.
const MOST_WAITING_BYTES: usize = 64 << 20;

type Waiting = oneshot::Sender<Result<(), Error>>;

enum Item {
    Entry(Entry, Option<Waiting>),
    Log(LogEntry),
    Flush(oneshot::Sender<()>),
}

/// The way to the writer. It stops when the last of these is gone.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::UnboundedSender<Item>,
    waiting_bytes: Arc<AtomicUsize>,
}

impl Writer {
    /// Starts the writer's task.
    pub fn start(store: Store) -> Self {
        let (queue, items) = mpsc::unbounded_channel();
        let waiting_bytes = Arc::new(AtomicUsize::new(0));
        tokio::spawn(write_all(store, items, Arc::clone(&waiting_bytes)));
        Self { queue, waiting_bytes }
    }

    /// Writes a row; the answer comes once it is committed.
    pub fn record(&self, entry: Entry) -> Ack {
        let (sender, ack) = Ack::pending();
        // A send fails only when the writer is gone; then the sender is dropped, and the ack says so.
        let _ = self.queue.send(Item::Entry(entry, Some(sender)));
        ack
    }

    /// Writes a row of the trace, which nobody waits for.
    pub fn trace(&self, entry: Entry) {
        let _ = self.queue.send(Item::Entry(entry, None));
    }

    /// Writes a log line, unless too much is waiting.
    pub fn log(&self, entry: LogEntry) -> bool {
        let bytes = entry.text.len();
        if self.waiting_bytes.fetch_add(bytes, Ordering::Relaxed) > MOST_WAITING_BYTES {
            self.waiting_bytes.fetch_sub(bytes, Ordering::Relaxed);
            return false;
        }
        self.queue.send(Item::Log(entry)).is_ok()
    }

    /// Waits until all that was handed in before is written, or has failed.
    pub async fn flush(&self) {
        let (sender, done) = oneshot::channel();
        if self.queue.send(Item::Flush(sender)).is_ok() {
            let _ = done.await;
        }
    }
}

async fn write_all(store: Store, mut items: mpsc::UnboundedReceiver<Item>, waiting_bytes: Arc<AtomicUsize>) {
    let mut batch = Vec::with_capacity(MOST_AT_ONCE);
    while items.recv_many(&mut batch, MOST_AT_ONCE).await > 0 {
        let bytes: usize = batch.iter().map(log_bytes).sum();
        match write(&store, &batch).await {
            Ok(()) => batch.drain(..).for_each(|item| settle(item, &Ok(()))),
            Err(error) if batch.len() == 1 => settle_failed(&mut batch, &error),
            Err(_) => write_one_by_one(&store, &mut batch).await,
        }
        waiting_bytes.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// One row that cannot be written must not take others down with it.
async fn write_one_by_one(store: &Store, batch: &mut Vec<Item>) {
    for item in batch.drain(..) {
        let mut one = vec![item];
        match write(store, &one).await {
            Ok(()) => one.drain(..).for_each(|item| settle(item, &Ok(()))),
            Err(error) => settle_failed(&mut one, &error),
        }
    }
}

async fn write(store: &Store, batch: &[Item]) -> crate::store::Result<()> {
    let entries: Vec<_> =
        batch.iter().filter_map(|item| if let Item::Entry(entry, _) = item { Some(entry) } else { None }).collect();
    let logs: Vec<_> =
        batch.iter().filter_map(|item| if let Item::Log(entry) = item { Some(entry) } else { None }).collect();
    if entries.is_empty() && logs.is_empty() {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    store::insert_entries(&mut tx, &entries).await?;
    store::insert_logs(&mut tx, &logs).await?;
    tx.commit().await
}

fn settle_failed(batch: &mut Vec<Item>, error: &crate::store::Error) {
    tracing::error!(%error, "the journal could not be written");
    let failed = Err(Error { doing: "written", reason: error.to_string() });
    batch.drain(..).for_each(|item| settle(item, &failed));
}

/// Tells whoever waits; nobody may be there any more.
fn settle(item: Item, result: &Result<(), Error>) {
    match item {
        Item::Entry(_, Some(waiting)) => {
            let _ = waiting.send(result.clone());
        }
        Item::Flush(waiting) => {
            let _ = waiting.send(());
        }
        Item::Entry(_, None) | Item::Log(_) => {}
    }
}

fn log_bytes(item: &Item) -> usize {
    if let Item::Log(entry) = item { entry.text.len() } else { 0 }
}
