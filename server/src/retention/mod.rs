//! What is kept, and for how long: finished runs by age and number, refresh tokens, files of neither.

pub(crate) mod store;

use std::sync::Arc;
use std::time::SystemTime;

use anyhow::Context as _;
use tokio_cron_scheduler::{Job, JobScheduler};
use tokio_util::sync::CancellationToken;

use crate::runs::Runner;
use store::{ForgetTokens, Gone};

/// Seven minutes past each hour.
const WHEN: &str = "0 7 * * * *";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Rows that one transaction deletes: a run may have many rows below it.
const BATCH: i64 = 50;

/// How long finished runs are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// So many days after their end.
    pub days: u64,
    /// The newest so many.
    pub runs: i64,
}

impl Default for Retention {
    fn default() -> Self {
        Self { days: 90, runs: 100_000 }
    }
}

/// What was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deleted {
    /// Finished runs.
    pub runs: u64,
    /// Refresh tokens that can never be used again.
    pub tokens: u64,
}

impl Retention {
    /// Deletes what need not be kept, in small batches, so that runs can write in between.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn sweep(&self, runner: &Runner) -> crate::store::Result<Deleted> {
        let now = runner.clock.now();
        let days = i64::try_from(self.days).unwrap_or(i64::MAX);
        let before = now.saturating_sub(days.saturating_mul(DAY_MS));
        let mut deleted = Deleted::default();
        let newest = store::newest_to_go(&runner.store, self.runs).await?.unwrap_or_default();
        for (up_to, before) in [(first_id_of(before), before), (newest, i64::MAX)] {
            loop {
                let gone = runner.writer.apply(Gone { up_to: up_to.clone(), before, most: BATCH }).await?;
                if gone.is_empty() {
                    break;
                }
                for run in &gone {
                    runner.files.folder().remove(run).await;
                }
                deleted.runs += gone.len() as u64;
            }
        }
        loop {
            let gone = runner.writer.apply(ForgetTokens { before: now.saturating_sub(DAY_MS), most: BATCH }).await?;
            if gone == 0 {
                return Ok(deleted);
            }
            deleted.tokens += gone;
        }
    }

    /// Starts the clock of this process that does it every hour, and does away with what a crash left now.
    ///
    /// # Errors
    /// If the clock cannot be started.
    pub async fn start(self, runner: Arc<Runner>, closing: CancellationToken) -> anyhow::Result<()> {
        let mut clock = JobScheduler::new().await.context("the clock for clearing up cannot be made")?;
        let hourly = Arc::clone(&runner);
        let job = Job::new_async(WHEN, move |_, _| {
            let runner = Arc::clone(&hourly);
            Box::pin(async move {
                match self.sweep(&runner).await {
                    Ok(deleted) => tracing::info!(runs = deleted.runs, tokens = deleted.tokens, "cleared up"),
                    Err(error) => tracing::error!(%error, "what is old could not be deleted; trying again in an hour"),
                }
            })
        });
        clock.add(job.context("the time for clearing up is none")?).await.context("clearing up cannot be planned")?;
        clock.start().await.context("the clock for clearing up cannot be started")?;
        let started = started();
        tokio::spawn(async move {
            match runner.files.sweep(started).await {
                Ok(0) => {}
                Ok(removed) => tracing::info!(removed, "files that belong to no run were removed"),
                Err(error) => tracing::warn!(%error, "files that belong to no run are left"),
            }
            closing.cancelled().await;
            if let Err(error) = clock.shutdown().await {
                tracing::warn!(%error, "the clock for clearing up did not stop");
            }
        });
        Ok(())
    }
}

/// Files carry the time of the machine, so it is that which they are compared with.
#[expect(clippy::disallowed_methods, reason = "compared with the times of files, which no test sets")]
fn started() -> SystemTime {
    SystemTime::now()
}

/// The first id that a run could have got at a time: ids begin with the time.
fn first_id_of(millis: i64) -> String {
    let hex = format!("{:012x}", millis.clamp(0, (1 << 48) - 1));
    format!("{}-{}-7000-8000-000000000000", &hex[..8], &hex[8..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_time_they_begin_with() {
        let id = engine::RunId::fresh().to_string();
        let millis = i64::from_str_radix(&id.replace('-', "")[..12], 16).expect("a time");
        assert!(first_id_of(millis) <= id && id < first_id_of(millis + 1), "{id}");
        assert_eq!(first_id_of(-5), "00000000-0000-7000-8000-000000000000");
    }
}
