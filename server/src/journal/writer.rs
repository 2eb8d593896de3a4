//! The one writer: takes what all runs have to write, writes it in one transaction, commits once,
//! then tells everybody who waits.
//!
//! It writes at once when it is idle; whatever comes in meanwhile makes the next group. Where the database lets several
//! write at once, starts and claims go by a task of their own: they take many statements, and no run that goes on waits
//! for them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use engine::journal::{Ack, Error};
use tokio::sync::{mpsc, oneshot};

use super::operation::{self, Asked, Operation};
use super::store::{self, Entry, LogEntry, Statements, VariableEntry};
use crate::store::{Result, Store, Tx};

/// What [`Error::doing`] says where the run is executed by somebody else by now.
pub const TAKEN_OVER: &str = "written by this process";

const MOST_AT_ONCE: usize = 1024;
/// Log lines beyond this much unwritten text are refused, so that a talkative run cannot take all memory.
const MOST_WAITING_BYTES: usize = 64 << 20;

/// The way to the writer. It stops when the last of these is gone.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::UnboundedSender<Item>,
    /// For operations that need not be written in turn with rows.
    apart: mpsc::UnboundedSender<Item>,
    waiting_bytes: Arc<AtomicUsize>,
}

/// A run that this process executes: what it writes counts only as long as nobody else claimed the run.
#[derive(Clone)]
pub struct Hold {
    writer: Writer,
    claim: Claim,
}

/// A run's number, and the fence number its claim gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The run's number.
    pub no: i64,
    /// What its fence must be.
    pub fence: i64,
}

/// A row of the journal, and whoever waits for it.
pub(super) struct Row {
    pub(super) claim: Claim,
    pub(super) entry: Entry,
    waiting: Option<oneshot::Sender<std::result::Result<(), Error>>>,
    is_held: bool,
}

/// A line of a log.
pub(super) struct Line {
    pub(super) claim: Claim,
    pub(super) entry: LogEntry,
}

/// A change of a variable.
pub(super) struct Change {
    pub(super) claim: Claim,
    pub(super) entry: VariableEntry,
}

enum Item {
    Row(Row),
    Line(Line),
    Change(Change),
    Operation(Box<dyn Asked>),
    Flush(oneshot::Sender<()>),
}

impl Writer {
    /// Starts the writer's tasks.
    pub fn start(store: &Store) -> Self {
        let waiting_bytes = Arc::new(AtomicUsize::new(0));
        let queue = Task::start(store, &waiting_bytes);
        let apart = if store.has_many_writers() { Task::start(store, &waiting_bytes) } else { queue.clone() };
        Self { queue, apart, waiting_bytes }
    }

    /// The right to write for a run, as its claim gave it.
    pub fn hold(&self, claim: Claim) -> Hold {
        Hold { writer: self.clone(), claim }
    }

    /// Makes a change together with whatever else is to be written; the answer comes once it is committed.
    ///
    /// # Errors
    /// If the database failed; then nothing was changed.
    pub(crate) async fn apply<O: Operation>(&self, operation: O) -> Result<O::Answer> {
        self.submit(operation).await
    }

    /// The same, in the queue before this returns.
    pub(crate) fn submit<O: Operation>(&self, operation: O) -> impl Future<Output = Result<O::Answer>> + use<O> {
        let queue = if operation.is_apart() { &self.apart } else { &self.queue };
        let (item, answer) = operation::asked(operation);
        // A send fails only when the writer is gone; then the sender is dropped, and the answer says so.
        let _ = queue.send(Item::Operation(item));
        async move { answer.await.unwrap_or_else(|_| Err(crate::store::Error::stopped())) }
    }

    /// Waits until all that was handed in before is written, or has failed.
    pub async fn flush(&self) {
        for queue in [&self.queue, &self.apart] {
            let (sender, done) = oneshot::channel();
            if queue.send(Item::Flush(sender)).is_ok() {
                let _ = done.await;
            }
        }
    }
}

impl Hold {
    /// By what it is held.
    pub fn claim(&self) -> Claim {
        self.claim
    }

    /// The way to the writer.
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Writes a row; the answer comes once it is committed.
    pub fn record(&self, entry: Entry) -> Ack {
        let (sender, ack) = Ack::pending();
        self.send(entry, Some(sender));
        ack
    }

    /// Writes a row of the trace, which nobody waits for.
    pub fn trace(&self, entry: Entry) {
        self.send(entry, None);
    }

    /// Writes a log line, unless too much is waiting.
    pub fn log(&self, entry: LogEntry) -> bool {
        let (bytes, waiting) = (entry.text.len(), &self.writer.waiting_bytes);
        if waiting.fetch_add(bytes, Ordering::Relaxed) > MOST_WAITING_BYTES {
            waiting.fetch_sub(bytes, Ordering::Relaxed);
            return false;
        }
        self.writer.queue.send(Item::Line(Line { claim: self.claim, entry })).is_ok()
    }

    /// Writes a change of a variable, unless too much is waiting.
    pub fn variable(&self, entry: VariableEntry) -> bool {
        let (bytes, waiting) = (entry.value.len(), &self.writer.waiting_bytes);
        if waiting.fetch_add(bytes, Ordering::Relaxed) > MOST_WAITING_BYTES {
            waiting.fetch_sub(bytes, Ordering::Relaxed);
            return false;
        }
        self.writer.queue.send(Item::Change(Change { claim: self.claim, entry })).is_ok()
    }

    fn send(&self, entry: Entry, waiting: Option<oneshot::Sender<std::result::Result<(), Error>>>) {
        let _ = self.writer.queue.send(Item::Row(Row { claim: self.claim, entry, waiting, is_held: true }));
    }
}

struct Task {
    store: Store,
    statements: Statements,
    items: mpsc::UnboundedReceiver<Item>,
    waiting_bytes: Arc<AtomicUsize>,
}

impl Task {
    fn start(store: &Store, waiting_bytes: &Arc<AtomicUsize>) -> mpsc::UnboundedSender<Item> {
        let (queue, items) = mpsc::unbounded_channel();
        let (statements, waiting_bytes) = (Statements::new(store), Arc::clone(waiting_bytes));
        tokio::spawn(Self { store: store.clone(), statements, items, waiting_bytes }.write_all());
        queue
    }

    async fn write_all(mut self) {
        let mut group = Vec::with_capacity(MOST_AT_ONCE);
        while self.items.recv_many(&mut group, MOST_AT_ONCE).await > 0 {
            let written = self.write(&mut group).await;
            let bytes: usize = group.iter().map(Item::bytes).sum();
            match written {
                Ok(()) => group.drain(..).for_each(|item| settle(item, None)),
                Err(error) if group.len() == 1 => settle_failed(&mut group, error),
                Err(_) => self.write_one_by_one(&mut group).await,
            }
            self.waiting_bytes.fetch_sub(bytes, Ordering::Relaxed);
        }
    }

    /// Writes a group; what comes in before its commit joins it.
    async fn write(&mut self, group: &mut Vec<Item>) -> Result<()> {
        if let Some(written) = self.write_rows_alone(group).await {
            return written;
        }
        if group.iter().all(|item| matches!(item, Item::Flush(_))) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        let mut done = 0;
        loop {
            self.apply(&mut tx, &mut group[done..]).await?;
            done = group.len();
            while group.len() < MOST_AT_ONCE
                && let Ok(item) = self.items.try_recv()
            {
                group.push(item);
            }
            if group.len() == done {
                return tx.commit().await;
            }
        }
    }

    /// A group of rows that fits one statement needs no transaction around it.
    async fn write_rows_alone(&self, group: &mut [Item]) -> Option<Result<()>> {
        if group.iter().any(|item| item.row().is_none()) {
            return None;
        }
        let rows = rows_to_write(group);
        let (all, added) = (rows.len(), self.statements.insert_alone(&self.store, &rows).await?);
        Some(match added {
            Ok(added) if added == all as u64 => Ok(()),
            Ok(_) => self.look_for_lost(group).await,
            Err(error) => Err(error),
        })
    }

    async fn apply(&self, tx: &mut Tx, items: &mut [Item]) -> Result<()> {
        let rows = rows_to_write(items);
        let lines: Vec<_> = items.iter().filter_map(Item::line).collect();
        let changes: Vec<_> = items.iter().filter_map(Item::change).collect();
        let all = rows.len() as u64;
        let added = self.statements.insert_entries(tx, &rows).await?;
        self.statements.insert_logs(tx, &lines).await?;
        self.statements.insert_variables(tx, &changes).await?;
        operation::apply_all(items.iter_mut().filter_map(Item::operation).collect(), tx).await?;
        if added < all { note_lost(tx, items).await } else { Ok(()) }
    }

    async fn look_for_lost(&self, items: &mut [Item]) -> Result<()> {
        let mut tx = self.store.begin().await?;
        note_lost(&mut tx, items).await?;
        tx.commit().await
    }

    /// One thing that cannot be written must not take others down with it.
    async fn write_one_by_one(&mut self, group: &mut Vec<Item>) {
        for item in group.drain(..) {
            let mut one = vec![item];
            match self.write_one(&mut one).await {
                Ok(()) => one.drain(..).for_each(|item| settle(item, None)),
                Err(error) => settle_failed(&mut one, error),
            }
        }
    }

    async fn write_one(&self, one: &mut [Item]) -> Result<()> {
        let mut tx = self.store.begin().await?;
        self.apply(&mut tx, one).await?;
        tx.commit().await
    }
}

/// The rows of a group, without starts that nobody waits for and whose end is in the group, too: the end says all.
fn rows_to_write(items: &[Item]) -> Vec<&Row> {
    let rows: Vec<_> = items.iter().filter_map(Item::row).collect();
    if !rows.iter().any(|row| row.is_unattended_start()) {
        return rows;
    }
    let ends = rows.iter().filter(|row| row.entry.kind == "finished");
    let ends: HashSet<_> = ends.map(|row| (row.claim, row.entry.key.as_str())).collect();
    let needed = |row: &&Row| !(row.is_unattended_start() && ends.contains(&(row.claim, row.entry.key.as_str())));
    rows.into_iter().filter(needed).collect()
}

/// Finds the rows that were left out, because their run was claimed by somebody else.
async fn note_lost(tx: &mut Tx, items: &mut [Item]) -> Result<()> {
    let mut known = HashMap::new();
    for item in items {
        let Item::Row(row) = item else { continue };
        row.is_held = match known.get(&row.claim) {
            Some(is_held) => *is_held,
            None => store::is_held(tx, row.claim).await?,
        };
        known.insert(row.claim, row.is_held);
    }
    Ok(())
}

fn settle_failed(group: &mut Vec<Item>, error: crate::store::Error) {
    tracing::error!(%error, "the journal could not be written");
    let mut error = Some(error);
    for item in group.drain(..) {
        settle(item, Some(error.take().unwrap_or_else(crate::store::Error::stopped)));
    }
}

/// Tells whoever waits; nobody may be there any more.
fn settle(item: Item, failed: Option<crate::store::Error>) {
    match item {
        Item::Row(Row { waiting: Some(waiting), is_held, .. }) => {
            let _ = waiting.send(match failed {
                Some(error) => Err(Error { doing: "written", reason: error.to_string() }),
                None if !is_held => Err(Error { doing: TAKEN_OVER, reason: "another one executes the run".into() }),
                None => Ok(()),
            });
        }
        Item::Operation(operation) => operation.settle(failed),
        Item::Flush(waiting) => {
            let _ = waiting.send(());
        }
        Item::Row(_) | Item::Line(_) | Item::Change(_) => {}
    }
}

impl Row {
    fn is_unattended_start(&self) -> bool {
        self.entry.kind == "started" && self.waiting.as_ref().is_none_or(oneshot::Sender::is_closed)
    }
}

impl Item {
    fn row(&self) -> Option<&Row> {
        if let Self::Row(row) = self { Some(row) } else { None }
    }

    fn line(&self) -> Option<&Line> {
        if let Self::Line(line) = self { Some(line) } else { None }
    }

    fn change(&self) -> Option<&Change> {
        if let Self::Change(change) = self { Some(change) } else { None }
    }

    fn operation(&mut self) -> Option<&mut Box<dyn Asked>> {
        if let Self::Operation(operation) = self { Some(operation) } else { None }
    }

    /// What counts against the text that may wait.
    fn bytes(&self) -> usize {
        match self {
            Self::Line(line) => line.entry.text.len(),
            Self::Change(change) => change.entry.value.len(),
            _ => 0,
        }
    }
}
