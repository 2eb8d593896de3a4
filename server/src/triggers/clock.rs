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
use crate::flows;
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

/// Does what is to be done about a time; `false` if it has to wait.
async fn settle(runner: &Runner, due: &DueRow) -> crate::store::Result<bool> {
    let (flow, version, hash) = match flows::at_version(&runner.store, &due.flow_id, None).await {
        Ok(found) => found,
        // It was deleted with its triggers.
        Err(flows::Error::Unknown(_)) => return Ok(true),
        Err(flows::Error::Store(error)) => return Err(error),
        Err(error) => return refuse(runner, due, None, &error).await,
    };
    let checked = match runner.checked(&hash).await {
        Ok(Ok(checked)) => checked,
        Ok(Err(problems)) => return refuse(runner, due, None, &runs::Error::NotRunnable(problems)).await,
        Err(runs::Error::Store(error)) => return Err(error),
        Err(error) => return refuse(runner, due, None, &error).await,
    };
    let trigger = checked.program.as_ref().and_then(|program| at(program, &due.node));
    let Some(Trigger::Schedule(schedule)) = trigger else {
        return store::skip(&runner.store, due, None).await.map(|()| true);
    };
    let Ok(table) = Timetable::new(&schedule.cron, &schedule.timezone) else {
        return store::skip(&runner.store, due, None).await.map(|()| true);
    };
    let now = runner.clock.now();
    let next = table.after(now.max(due.next_at));
    if !flow.is_active {
        return store::skip(&runner.store, due, next).await.map(|()| true);
    }
    let Plan::Start(time) = plan(schedule, &table, due.next_at, now) else {
        let outcome = Outcome { word: "missed", run: None, error: None };
        tracing::warn!(flow = flow.name, node = due.node, due = iso(due.next_at), "a time of a schedule was missed");
        return store::advance(&runner.store, due, next, &outcome).await.map(|()| true);
    };
    let author = Author { name: NAME.into(), address: String::new() };
    let payload = Value::object([("scheduled_for", iso(time).into()), ("trigger", due.node.as_str().into())]);
    let request = Request {
        flow: Some((flow.id, version)),
        parameters: schedule.parameters.clone(),
        input: Value::object([("payload", payload)]),
        started_how: "schedule",
        idempotency_key: Some(format!("{}/{}@{time}", due.flow_id, due.node)),
        likeness: Some(String::new()),
        start: Some(due.node.clone()),
        ..Request::new(&checked)
    };
    let run = match runs::prepare(runner, &author, request) {
        Ok(run) => run,
        Err(error) => return refuse(runner, due, next, &error).await,
    };
    match runs::enqueue(runner, &author, &checked, run).await {
        Ok(id) => {
            let outcome = Outcome { word: "started", run: Some(id), error: None };
            store::advance(&runner.store, due, next, &outcome).await.map(|()| true)
        }
        Err(runs::Error::Full) => Ok(false),
        Err(runs::Error::Store(error)) => Err(error),
        Err(error) => refuse(runner, due, next, &error).await,
    }
}

/// Notes why nothing was started, so that people see it.
async fn refuse(
    runner: &Runner,
    due: &DueRow,
    next: Option<i64>,
    error: &(impl std::error::Error + Sync),
) -> crate::store::Result<bool> {
    tracing::warn!(flow_id = due.flow_id, node = due.node, %error, "a schedule started no run");
    let outcome = Outcome { word: "refused", run: None, error: Some(error.to_string()) };
    store::advance(&runner.store, due, next, &outcome).await.map(|()| true)
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
