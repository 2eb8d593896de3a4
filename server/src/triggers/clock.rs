//! Starts the runs of schedules, each time once: whoever starts it names the time in the run's idempotency key, so that
//! a second process, or this one after a crash, finds the run and starts no other.

use std::sync::Arc;
use std::time::Duration;

use node_sdk::{Schedule, Trigger, Value};
use node_triggers::Timetable;
use tokio_util::sync::CancellationToken;

use super::at;
use super::store::{self, DueRow, Outcome};
use crate::audit::Author;
use crate::flows::store::FlowRow;
use crate::flows::{self, Checked};
use crate::runs::{self, Request, Runner};
use crate::web::iso;

/// How long a change of the schedules may go unnoticed.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After an error, and while the queue is full.
const PAUSE: Duration = Duration::from_secs(2);
/// A time that is over for longer counts as missed.
const LATE_MS: i64 = 60_000;
/// Times that are looked at together.
const MANY: i64 = 100;
/// Who starts the runs.
const NAME: &str = "scheduler";

/// Starts what is due, until it is stopped.
pub(crate) fn start(runner: Arc<Runner>, stop: CancellationToken) {
    tokio::spawn(async move {
        while !stop.is_cancelled() {
            let pause = match start_due(&runner).await {
                Ok(Some(next)) => until(&runner, next).min(LOOK_EVERY),
                Ok(None) => LOOK_EVERY,
                Err(error) => {
                    tracing::error!(%error, "schedules could not be looked at; trying again");
                    PAUSE
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = stop.cancelled() => {}
            }
        }
    });
}

fn until(runner: &Runner, next: i64) -> Duration {
    let left = u64::try_from(next.saturating_sub(runner.clock.now())).unwrap_or(0);
    Duration::from_millis(left.max(1))
}

/// Starts what is due, and says when something is due next.
async fn start_due(runner: &Runner) -> crate::store::Result<Option<i64>> {
    let due = store::due(&runner.store, runner.clock.now(), MANY).await?;
    let mut waits = false;
    for due in &due {
        waits |= !settle(runner, due).await?;
    }
    if waits {
        tokio::time::sleep(PAUSE).await;
    }
    store::next(&runner.store).await
}

/// What is to be done about a time.
enum Plan {
    /// Start a run for this time.
    Start(i64),
    /// Leave it out.
    Miss,
}

fn plan(schedule: &Schedule, table: &Timetable, due: i64, now: i64) -> Plan {
    if now.saturating_sub(due) <= LATE_MS {
        return Plan::Start(due);
    }
    match table.last_between(due, now) {
        Some(latest) if schedule.catches_up || now.saturating_sub(latest) <= LATE_MS => Plan::Start(latest),
        None if schedule.catches_up => Plan::Start(due),
        _ => Plan::Miss,
    }
}

/// What became of a time.
enum Settled {
    /// A run was started.
    Started(String),
    /// Nothing was started, as the schedule wants it.
    Missed,
    /// Nothing could be started.
    Refused(runs::Error),
    /// Nobody wants a run.
    Skipped,
    /// The queue is full.
    Waits,
}

/// Does what is to be done about a time, and notes it; `false` if it has to wait.
async fn settle(runner: &Runner, due: &DueRow) -> crate::store::Result<bool> {
    let (settled, next) = match found(runner, due).await {
        Ok(Some(found)) => found.settle(runner, due).await?,
        Ok(None) => (Settled::Skipped, None),
        Err(runs::Error::Store(error)) => return Err(error),
        Err(error) => (Settled::Refused(error), None),
    };
    let (node, at) = (&due.node, iso(due.next_at));
    let outcome = match settled {
        Settled::Waits => return Ok(false),
        Settled::Skipped => return store::skip(&runner.store, due, next).await.map(|()| true),
        Settled::Started(run) => Outcome { word: "started", run: Some(run), error: None },
        Settled::Missed => {
            tracing::warn!(flow_id = due.flow_id, node, at, "a time of a schedule was missed");
            Outcome { word: "missed", run: None, error: None }
        }
        Settled::Refused(error) => {
            tracing::warn!(flow_id = due.flow_id, node, at, %error, "a schedule started no run");
            Outcome { word: "refused", run: None, error: Some(error.reasons()) }
        }
    };
    store::advance(&runner.store, due, next, &outcome).await.map(|()| true)
}

/// A schedule, as the newest version of its flow has it.
struct Found {
    flow: FlowRow,
    version: i64,
    checked: Arc<Checked>,
    schedule: Schedule,
    table: Timetable,
}

/// The schedule of a row; `None` if there is none any more.
async fn found(runner: &Runner, due: &DueRow) -> Result<Option<Found>, runs::Error> {
    let (flow, version, hash) = match flows::at_version(&runner.store, &due.flow_id, None).await {
        Err(flows::Error::Unknown(_)) => return Ok(None),
        Err(flows::Error::Store(error)) => return Err(error.into()),
        found => found?,
    };
    let checked = runner.checked(&hash).await?.map_err(runs::Error::NotRunnable)?;
    let trigger = checked.program.as_ref().and_then(|program| at(program, &due.node)).cloned();
    let Some(Trigger::Schedule(schedule)) = trigger else { return Ok(None) };
    let table = Timetable::new(&schedule.cron, &schedule.timezone).ok();
    Ok(table.map(|table| Found { flow, version, checked, schedule, table }))
}

impl Found {
    /// Does what is to be done, and says which time is next.
    async fn settle(self, runner: &Runner, due: &DueRow) -> crate::store::Result<(Settled, Option<i64>)> {
        let now = runner.clock.now();
        let next = self.table.after(now.max(due.next_at));
        if !self.flow.is_active {
            return Ok((Settled::Skipped, next));
        }
        let settled = match plan(&self.schedule, &self.table, due.next_at, now) {
            Plan::Miss => Settled::Missed,
            Plan::Start(time) => match self.start(runner, due, time).await {
                Ok(run) => Settled::Started(run),
                Err(runs::Error::Full) => Settled::Waits,
                Err(runs::Error::Store(error)) => return Err(error),
                Err(error) => Settled::Refused(error),
            },
        };
        Ok((settled, next))
    }

    async fn start(self, runner: &Runner, due: &DueRow, time: i64) -> Result<String, runs::Error> {
        let author = Author { name: NAME.into(), address: String::new() };
        let payload = Value::object([("scheduled_for", iso(time).into()), ("trigger", due.node.as_str().into())]);
        let request = Request {
            flow: Some((self.flow.id, self.version)),
            parameters: self.schedule.parameters,
            input: Value::object([("payload", payload)]),
            started_how: "schedule",
            idempotency_key: Some(format!("{}/{}@{time}", due.flow_id, due.node)),
            // The flow may have been published anew since the time was tried first.
            likeness: Some(String::new()),
            start: Some(due.node.clone()),
            ..Request::new(&self.checked)
        };
        let run = runs::prepare(runner, &author, request)?;
        runs::enqueue(runner, &author, &self.checked, run).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn planned(catches_up: bool, due: i64, now: i64) -> Option<i64> {
        let schedule =
            Schedule { cron: "0 * * * *".into(), timezone: "UTC".into(), parameters: Default::default(), catches_up };
        let table = Timetable::new(&schedule.cron, &schedule.timezone).expect("a timetable");
        match plan(&schedule, &table, due, now) {
            Plan::Start(time) => Some(time),
            Plan::Miss => None,
        }
    }

    #[test]
    fn a_time_that_has_just_come_starts_its_run() {
        assert_eq!(planned(false, HOUR, HOUR), Some(HOUR));
        assert_eq!(planned(false, HOUR, HOUR + LATE_MS), Some(HOUR));
    }

    #[test]
    fn missed_times_are_left_out_or_made_up_for_once() {
        let now = 5 * HOUR + 20 * 60_000;
        assert_eq!(planned(false, HOUR, now), None);
        assert_eq!(planned(true, HOUR, now), Some(5 * HOUR));
        assert_eq!(planned(true, HOUR, HOUR + 20 * 60_000), Some(HOUR));
    }

    #[test]
    fn of_missed_times_the_one_that_has_just_come_counts() {
        assert_eq!(planned(false, HOUR, 5 * HOUR + 1_000), Some(5 * HOUR));
    }
}
