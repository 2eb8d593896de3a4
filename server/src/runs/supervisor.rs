//! Decides which run is executed when: what an earlier process left first, then who waits longest.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use engine::RunId;
use parking_lot::Mutex;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::{Error, Job, Runner, service, store};

/// How often the queue is looked at even if nobody calls.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// The way to the supervisor's task.
pub struct Supervisor {
    shared: Arc<Shared>,
    task: Mutex<Option<tokio::task::JoinHandle<()>>>,
}

struct Shared {
    runner: Arc<Runner>,
    slots: Arc<Semaphore>,
    active: Mutex<HashMap<RunId, CancellationToken>>,
    wake: Notify,
    stop: CancellationToken,
    grace: Duration,
}

impl Supervisor {
    /// Starts the supervisor: `at_once` runs at the same time, `grace` to end when it stops.
    ///
    /// # Errors
    /// If the database cannot say which runs were interrupted.
    pub async fn start(runner: Arc<Runner>, at_once: usize, grace: Duration) -> Result<Self, Error> {
        let interrupted = store::interrupted(&runner.store).await?;
        let interrupted: VecDeque<_> = interrupted.iter().filter_map(|id| id.parse().ok()).map(RunId).collect();
        let shared = Arc::new(Shared {
            runner,
            slots: Arc::new(Semaphore::new(at_once.max(1))),
            active: Mutex::default(),
            wake: Notify::new(),
            stop: CancellationToken::new(),
            grace,
        });
        let task = tokio::spawn(Arc::clone(&shared).supervise(interrupted));
        Ok(Self { shared, task: Mutex::new(Some(task)) })
    }

    /// There is a new run in the queue.
    pub fn wake(&self) {
        self.shared.wake.notify_one();
    }

    /// Stops a run, if it is executed now.
    pub fn cancel(&self, run: RunId) {
        if let Some(cancel) = self.shared.active.lock().get(&run) {
            cancel.cancel();
        }
    }

    /// Whether new runs are refused.
    pub fn is_stopping(&self) -> bool {
        self.shared.stop.is_cancelled()
    }

    /// Starts no more runs, gives those that go on some time, and leaves the rest for the next process.
    pub async fn stop(&self) {
        self.shared.stop.cancel();
        let task = self.task.lock().take();
        if let Some(task) = task {
            let _ = task.await;
        }
        self.shared.runner.writer.flush().await;
    }
}

impl Shared {
    async fn supervise(self: Arc<Self>, mut interrupted: VecDeque<RunId>) {
        let mut tasks = JoinSet::new();
        loop {
            while let Some((id, resume)) = self.next(&mut interrupted).await {
                let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else { break };
                let cancel = CancellationToken::new();
                self.active.lock().insert(id, cancel.clone());
                let shared = Arc::clone(&self);
                tasks.spawn(async move {
                    shared.execute(Job { id, resume, cancel, also: None }).await;
                    shared.active.lock().remove(&id);
                    drop(slot);
                    shared.wake.notify_one();
                });
            }
            while tasks.try_join_next().is_some() {}
            tokio::select! {
                () = self.wake.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = self.stop.cancelled() => break,
            }
        }
        let all_over = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(self.grace, all_over).await.is_err() {
            tracing::info!("runs that are not over are left for the next start");
        }
        tasks.shutdown().await;
    }

    /// The next run to execute, if there is a free slot; it is marked as running.
    async fn next(&self, interrupted: &mut VecDeque<RunId>) -> Option<(RunId, bool)> {
        if self.stop.is_cancelled() || self.slots.available_permits() == 0 {
            return None;
        }
        if let Some(id) = interrupted.pop_front() {
            return Some((id, true));
        }
        match self.claim().await {
            Ok(claimed) => claimed.map(|id| (id, false)),
            Err(error) => {
                tracing::error!(%error, "the queue of runs could not be read; trying again");
                None
            }
        }
    }

    async fn claim(&self) -> Result<Option<RunId>, Error> {
        for id in store::pending(&self.runner.store, 1).await? {
            if service::claim(&self.runner, &id).await? {
                return Ok(id.parse().ok().map(RunId));
            }
        }
        Ok(None)
    }

    /// Executes a run on a task of its own, so that a panic ends the run and nothing else.
    async fn execute(&self, job: Job) {
        let id = job.id;
        let span = tracing::info_span!("run", run_id = %id);
        let runner = Arc::clone(&self.runner);
        let resume = job.resume;
        let own = async move {
            tracing::info!(resume, "run started");
            let report = runner.execute(job).await;
            report.map(|report| tracing::info!(status = ?report.status, "run ended"))
        };
        let mut task = JoinSet::new();
        task.spawn(own.instrument(span));
        match task.join_next().await {
            Some(Ok(Ok(()))) | None => {}
            Some(Ok(Err(error))) => tracing::error!(run_id = %id, %error, "the run could not be executed"),
            Some(Err(error)) if error.is_panic() => self.runner.give_up(id, &error.to_string()).await,
            Some(Err(_)) => {}
        }
    }
}
