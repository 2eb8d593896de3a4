//! Decides when this process executes which run, and keeps its claims on them alive.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use engine::Execution;
use parking_lot::Mutex;
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;
use uuid::Uuid;

use super::active::Running;
use super::queue::{Claimed, LetGo, Limits, Look, Looked, MOST, Release, Renew, TakeOver};
use super::{Callees, Error, Job, Runner};

/// How often the queue is looked at even if nobody calls.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Claims are renewed so many times within a lease.
const RENEWALS: u32 = 3;
/// When a run is tried again that could not be executed.
const PUT_OFF_MS: i64 = 10_000;
/// Documents whose limits are remembered.
const MOST_LIMITS: usize = 10_000;

/// The way to the supervisor's task.
pub struct Supervisor {
    shared: Arc<Shared>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

struct Shared {
    runner: Arc<Runner>,
    /// Name of this process among those that claim runs.
    worker: String,
    slots: Arc<Semaphore>,
    limits: Limits,
    stop: CancellationToken,
    grace: Duration,
}

/// What a look at the queue came to.
#[derive(Default)]
struct Started {
    /// When the next run that is put away has to go on.
    next_wake: Option<i64>,
    /// No place is left.
    is_full: bool,
    /// There are places left, and perhaps runs for them.
    may_be_more: bool,
}

impl Supervisor {
    /// Starts the supervisor; runs get `grace` to end when it stops. What an earlier process left is taken
    /// over at once where no other process executes runs.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn start(runner: Arc<Runner>, grace: Duration) -> Result<Self, Error> {
        if runner.queue.is_alone {
            runner.writer.apply(TakeOver).await?;
        }
        let shared = Arc::new(Shared {
            slots: Arc::new(Semaphore::new(runner.queue.at_once.clamp(1, MOST))),
            runner,
            worker: Uuid::now_v7().to_string(),
            limits: Limits::default(),
            stop: CancellationToken::new(),
            grace,
        });
        shared.runner.active.has_places(&shared.slots);
        let tasks = vec![
            tokio::spawn(Arc::clone(&shared).supervise()),
            tokio::spawn(Arc::clone(&shared).renew_until_stopped()),
        ];
        Ok(Self { shared, tasks: Mutex::new(tasks) })
    }

    /// There is a new run in the queue.
    pub fn wake(&self) {
        self.shared.runner.active.wake();
    }

    /// Whether new runs are refused.
    pub fn is_stopping(&self) -> bool {
        self.shared.stop.is_cancelled()
    }

    /// Fires when new runs are refused.
    pub fn stopping(&self) -> CancellationToken {
        self.shared.stop.clone()
    }

    /// Starts no more runs, gives those that go on some time, and leaves the rest for the next process.
    pub async fn stop(&self) {
        self.shared.stop.cancel();
        let tasks = std::mem::take(&mut *self.tasks.lock());
        for task in tasks {
            let _ = task.await;
        }
        let release = Release(self.shared.worker.clone());
        if let Err(error) = self.shared.runner.writer.apply(release).await {
            tracing::warn!(%error, "what is left can be taken over only once its lease is over");
        }
        self.shared.runner.writer.flush().await;
    }
}

impl Shared {
    async fn supervise(self: Arc<Self>) {
        let active = &self.runner.active;
        let mut tasks = JoinSet::new();
        let (mut everywhere, mut next_wake) = (true, None);
        while !self.stop.is_cancelled() {
            everywhere |= active.takes_look_everywhere();
            let started = self.start_some(&mut tasks, everywhere).await;
            while tasks.try_join_next().is_some() {}
            if started.may_be_more {
                continue;
            }
            if everywhere {
                next_wake = started.next_wake;
            }
            // As long as the places are taken by what was left, there may be more of it.
            everywhere &= started.is_full;
            let due = next_wake.filter(|_| !started.is_full);
            let pause = due.map_or(LOOK_EVERY, |at| self.until(at).min(LOOK_EVERY));
            tokio::select! {
                () = active.woken() => {}
                () = tokio::time::sleep(pause) => everywhere = true,
                () = self.stop.cancelled() => {}
            }
        }
        let all_over = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(self.grace, all_over).await.is_err() {
            tracing::info!("runs that are not over are left for the next start");
        }
        tasks.shutdown().await;
    }

    fn until(&self, at: i64) -> Duration {
        Duration::from_millis(u64::try_from(at - self.runner.clock.now()).unwrap_or(0))
    }

    /// Claims as many runs as there are free places, and starts them.
    async fn start_some(self: &Arc<Self>, tasks: &mut JoinSet<()>, everywhere: bool) -> Started {
        let free = self.slots.available_permits();
        if free == 0 {
            return Started { is_full: true, ..Started::default() };
        }
        let looked = match self.look(free, everywhere).await {
            Ok(looked) => looked,
            Err(error) => {
                tracing::error!(%error, "the queue of runs could not be read; trying again");
                return Started::default();
            }
        };
        let (some, is_full) = (!looked.claimed.is_empty(), looked.claimed.len() >= free);
        for claimed in looked.claimed {
            self.spawn(tasks, claimed);
        }
        if some {
            self.runner.active.made_room();
        }
        let has_learnt = self.learn(looked.unknown).await;
        Started { next_wake: looked.next_wake, is_full, may_be_more: !is_full && (some || has_learnt) }
    }

    async fn look(&self, free: usize, all: bool) -> crate::store::Result<Looked> {
        let by = self.runner.claimer(&self.worker);
        let running = self.runner.active.by_flow();
        let look = Look { by, free, running, limits: Arc::clone(&self.limits), all };
        self.runner.writer.apply(look).await
    }

    /// Finds out how many runs these documents let go on.
    async fn learn(&self, documents: Vec<String>) -> bool {
        let mut has_learnt = false;
        for document in documents {
            let checked = match self.runner.checked(&document).await {
                Ok(checked) => checked.ok(),
                Err(error) => {
                    tracing::error!(%error, "a flow could not be read; trying again");
                    continue;
                }
            };
            let limit = checked.and_then(|checked| Some(checked.program.as_ref()?.concurrency()?.limit));
            let mut limits = self.limits.lock();
            if limits.len() >= MOST_LIMITS {
                limits.clear();
            }
            limits.insert(document, limit);
            has_learnt = true;
        }
        has_learnt
    }

    fn spawn(self: &Arc<Self>, tasks: &mut JoinSet<()>, claimed: Claimed) {
        let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else { return };
        let (id, claim) = (claimed.id, claimed.claim);
        let running = Running {
            claim,
            flow: claimed.flow().to_owned(),
            cancel: CancellationToken::new(),
            lost: CancellationToken::new(),
            debugger: None,
        };
        self.runner.active.add(id, running.clone());
        let shared = Arc::clone(self);
        tasks.spawn(async move {
            tokio::select! {
                () = shared.execute(claimed, running.cancel) => {}
                () = running.lost.cancelled() => tracing::info!(run_id = %id, "the run is executed by another process"),
            }
            if shared.runner.active.remove(id, claim) {
                shared.runner.hub.close(id);
            }
            drop(slot);
            shared.runner.active.wake();
        });
    }

    /// Executes a run on a task of its own, so that a panic ends the run and nothing else.
    async fn execute(&self, claimed: Claimed, cancel: CancellationToken) {
        let (id, resume) = (claimed.id, claimed.resume);
        let span = tracing::info_span!("run", run_id = %id);
        let (runner, job) =
            (Arc::clone(&self.runner), Job { claimed: claimed.clone(), cancel, also: None, callees: Callees::Queued });
        let own = async move {
            tracing::info!(resume, "run started");
            runner.execute(job).await.map(|outcome| match outcome {
                Execution::Ended(report) => tracing::info!(status = ?report.status, "run ended"),
                Execution::Parked { wake_at } => tracing::info!(wake_at, "run put away"),
            })
        };
        let mut task = JoinSet::new();
        task.spawn(own.instrument(span));
        match task.join_next().await {
            Some(Ok(Ok(()))) | None => {}
            Some(Ok(Err(Error::TakenOver))) => tracing::info!(run_id = %id, "the run is executed by another process"),
            Some(Ok(Err(error))) => self.put_off(&claimed, &error).await,
            Some(Err(error)) if error.is_panic() => self.runner.give_up(&claimed, &error.to_string()).await,
            Some(Err(_)) => {}
        }
    }

    /// Leaves a run for later that cannot be executed now.
    async fn put_off(&self, claimed: &Claimed, error: &Error) {
        tracing::error!(run_id = %claimed.id, %error, "the run could not be executed; it will be tried again");
        let from = self.runner.clock.now().saturating_add(PUT_OFF_MS);
        if let Err(error) = self.runner.writer.apply(LetGo(claimed.claim, from)).await {
            tracing::error!(run_id = %claimed.id, %error, "the run is left until its lease is over");
        }
    }

    /// Keeps the claims of this process alive; drops runs it lost, and stops those that were cancelled elsewhere.
    async fn renew_until_stopped(self: Arc<Self>) {
        let every = (self.runner.queue.lease / RENEWALS).max(Duration::from_millis(1));
        loop {
            tokio::select! {
                () = tokio::time::sleep(every) => {}
                () = self.stop.cancelled() => return,
            }
            if let Err(error) = self.renew().await {
                tracing::error!(%error, "the claims on runs could not be renewed; trying again");
            }
        }
    }

    async fn renew(&self) -> crate::store::Result<()> {
        let before = self.runner.active.all();
        self.runner.active.forget_cancelled();
        if before.is_empty() {
            return Ok(());
        }
        let lease_until = self.runner.claimer(&self.worker).lease_until;
        let held = self.runner.writer.apply(Renew { worker: self.worker.clone(), lease_until }).await?;
        let held: HashMap<_, _> = held.into_iter().collect();
        let now: Vec<_> = self.runner.active.all().into_iter().map(|running| running.claim).collect();
        for running in before {
            match held.get(&running.claim) {
                Some(true) => running.cancel.cancel(),
                Some(false) => {}
                // What ended meanwhile is neither held nor lost.
                None if now.contains(&running.claim) => running.lost.cancel(),
                None => {}
            }
        }
        Ok(())
    }
}
