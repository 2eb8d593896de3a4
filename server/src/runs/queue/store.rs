//! Queries of the queue: claims, leases, ends, and runs that are put away.

use std::collections::HashMap;
use std::sync::LazyLock;

use sqlx::FromRow;

use super::super::store::{Ending, RunRow, shown};
use super::claims::Park;
use super::share::Lane;
use crate::journal::Claim;
use crate::store::rows::{Cell, Many};
use crate::store::{Result, Tx, change, within};

/// Claims runs: from now on only the one with the new fence number may write for them.
macro_rules! claim {
    ($which:literal) => {
        concat!(
            "UPDATE runs SET status = 'running', started_at = coalesce(started_at, $1), fence = fence + 1,
                lease_until = $2, worker = $3, is_parked = FALSE, wake_at = NULL
            WHERE ",
            $which,
            " RETURNING no, fence, signals, lane, document_hash, parameters, sealed_parameters, input, durability,
                cancelled_at, options, debug, ",
            shown!()
        )
    };
}

const CLAIM_ONE: &str = claim!("status = 'pending' AND id = $4");
const CLAIM_WAITING: &str = claim!(
    "status = 'pending' AND id IN (SELECT id FROM runs WHERE status = 'pending' AND lane = $4 AND priority = $5
        ORDER BY id LIMIT $6)"
);
const CLAIM_LAPSED: &str = claim!(
    "lease_until <= $4 AND id IN (SELECT id FROM runs WHERE lease_until <= $4 AND coalesce(worker, '') <> $3
        ORDER BY lease_until LIMIT $5)"
);
const CLAIM_DUE: &str =
    claim!("wake_at <= $4 AND id IN (SELECT id FROM runs WHERE wake_at <= $4 ORDER BY wake_at LIMIT $5)");
const LANES: &str = "WITH RECURSIVE lanes (lane) AS (
        SELECT (SELECT min(lane) FROM runs WHERE status = 'pending')
        UNION ALL
        SELECT (SELECT min(r.lane) FROM runs r WHERE r.status = 'pending' AND r.lane > lanes.lane)
        FROM lanes WHERE lanes.lane IS NOT NULL)
    SELECT h.lane, h.id, h.priority, h.document_hash
    FROM lanes l JOIN runs h ON h.id = (SELECT p.id FROM runs p WHERE p.status = 'pending' AND p.lane = l.lane
        ORDER BY p.priority DESC, p.id LIMIT 1)";
const LOCK_FLOW: &str = "UPDATE flows SET version = version WHERE id = $1";
const GOING: &str = "SELECT count(*) FROM (SELECT 1 FROM runs WHERE status = 'running' AND lane = $1
        UNION ALL SELECT 1 FROM runs WHERE status = 'paused' AND lane = $1 LIMIT $2) AS going";
const IN_LANE: &str = "SELECT id, status FROM runs WHERE status = 'pending' AND lane = $1
    UNION ALL SELECT id, status FROM runs WHERE status = 'running' AND lane = $1
    UNION ALL SELECT id, status FROM runs WHERE status = 'paused' AND lane = $1
    ORDER BY 1 LIMIT $2";
const END_TYPES: &[&str] =
    &["TEXT", "BIGINT", "TEXT", "TEXT", "TEXT", "TEXT", "BIGINT", "BIGINT", "BIGINT", "BIGINT", "BIGINT"];
const FINISH_WAITING: &str = "UPDATE runs SET status = $1, finished_at = $2, result = $3, error = $4, variables = $5,
        nodes = $6, steps_completed = $7, steps_failed = $8, steps_skipped = $9
    WHERE id = $10 AND status = 'pending' RETURNING parent_run";
const SIGNAL: &str = "UPDATE runs SET signals = signals + 1, wake_at = CASE WHEN is_parked THEN $2 ELSE wake_at END
    WHERE id = $1 AND status IN ('running', 'paused')";
const PARK: &str = "UPDATE runs SET is_parked = TRUE, lease_until = NULL, worker = NULL, nodes = $6,
        wake_at = CASE WHEN signals = $3 THEN CAST($4 AS BIGINT) ELSE CAST($5 AS BIGINT) END
    WHERE no = $1 AND fence = $2 AND status IN ('running', 'paused')";
const RENEW: &str = "UPDATE runs SET lease_until = $2 WHERE worker = $1 AND lease_until IS NOT NULL
    RETURNING no, fence, CAST(CASE WHEN cancelled_at IS NULL THEN 0 ELSE 1 END AS BIGINT)";
const RELEASE: &str = "UPDATE runs SET lease_until = 0 WHERE worker = $1 AND lease_until IS NOT NULL";
const LET_GO: &str = "UPDATE runs SET lease_until = $3, worker = NULL
    WHERE no = $1 AND fence = $2 AND lease_until IS NOT NULL";
const TAKE_OVER: &str = "UPDATE runs SET lease_until = 0 WHERE lease_until > 0";
const NEXT_WAKE: &str = "SELECT min(wake_at) FROM runs WHERE wake_at IS NOT NULL";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    CLAIM_ONE,
    CLAIM_WAITING,
    CLAIM_LAPSED,
    CLAIM_DUE,
    LANES,
    LOCK_FLOW,
    GOING,
    IN_LANE,
    FINISH_WAITING,
    SIGNAL,
    PARK,
    RENEW,
    RELEASE,
    LET_GO,
    TAKE_OVER,
    NEXT_WAKE,
];

static FINISH: LazyLock<Many> = LazyLock::new(|| {
    Many::new(END_TYPES, |values| {
        format!(
            "UPDATE runs SET status = v.column2, finished_at = v.column3, result = v.column4, error = v.column5,
                variables = v.column6, nodes = v.column7, steps_completed = v.column8, steps_failed = v.column9,
                steps_skipped = v.column10, lease_until = NULL, worker = NULL, wake_at = NULL, is_parked = FALSE
            FROM {values}
            WHERE runs.no = v.column11 AND runs.fence = v.column12 AND runs.status IN ('running', 'paused')
            RETURNING runs.no, runs.parent_run"
        )
    })
});

/// A run that was claimed, with all that is needed to execute it but the document.
#[derive(Clone, FromRow)]
pub(crate) struct ClaimedRow {
    /// Its number.
    pub(crate) no: i64,
    /// What its fence is now.
    pub(crate) fence: i64,
    /// How often somebody had news for it.
    pub(crate) signals: i64,
    /// Whom it shares its limit with.
    pub(crate) lane: String,
    /// Where the document is.
    pub(crate) document_hash: String,
    /// As people may see them.
    pub(crate) parameters: String,
    /// As they are, if there are secrets among them.
    pub(crate) sealed_parameters: Option<String>,
    /// The first message.
    pub(crate) input: String,
    /// What is written before the run goes on.
    pub(crate) durability: String,
    /// When somebody cancelled it.
    pub(crate) cancelled_at: Option<i64>,
    /// JSON: what the engine is told beside parameters and input.
    pub(crate) options: String,
    /// JSON: the debugger as it was left, if there was one.
    pub(crate) debug: Option<String>,
    /// The rest, as a list shows it.
    #[sqlx(flatten)]
    pub(crate) row: RunRow,
}

/// Who claims, when, and until when the claim holds.
#[derive(Clone)]
pub(crate) struct Claimer {
    /// Name of the process.
    pub(crate) worker: String,
    /// Milliseconds since 1970.
    pub(crate) now: i64,
    /// Milliseconds since 1970.
    pub(crate) lease_until: i64,
}

/// Claims a run that waits; `None` if it does not wait any more.
pub(super) async fn claim_one(tx: &mut Tx, by: &Claimer, id: &str) -> Result<Option<ClaimedRow>> {
    within!(tx, db => sqlx::query_as(CLAIM_ONE)
        .bind(by.now).bind(by.lease_until).bind(&by.worker).bind(id).fetch_optional(db))
}

/// Claims up to so many of the runs that wait in a lane with a priority, those that wait longest.
pub(super) async fn claim_waiting(tx: &mut Tx, by: &Claimer, lane: &Lane, most: i64) -> Result<Vec<ClaimedRow>> {
    let claimed = within!(tx, db => sqlx::query_as(CLAIM_WAITING)
        .bind(by.now).bind(by.lease_until).bind(&by.worker).bind(&lane.name).bind(lane.priority).bind(most)
        .fetch_all(db))?;
    Ok(oldest_first(claimed))
}

/// Claims up to so many of the runs whose claim was not renewed in time. Its own claims a process only
/// renews, however late: nobody else executes these runs.
pub(super) async fn claim_lapsed(tx: &mut Tx, by: &Claimer, most: i64) -> Result<Vec<ClaimedRow>> {
    let claimed = within!(tx, db => sqlx::query_as(CLAIM_LAPSED)
        .bind(by.now).bind(by.lease_until).bind(&by.worker).bind(by.now).bind(most).fetch_all(db))?;
    Ok(oldest_first(claimed))
}

/// Claims up to so many of the runs that were put away and have to go on.
pub(super) async fn claim_due(tx: &mut Tx, by: &Claimer, most: i64) -> Result<Vec<ClaimedRow>> {
    let claimed = within!(tx, db => sqlx::query_as(CLAIM_DUE)
        .bind(by.now).bind(by.lease_until).bind(&by.worker).bind(by.now).bind(most).fetch_all(db))?;
    Ok(oldest_first(claimed))
}

fn oldest_first(mut claimed: Vec<ClaimedRow>) -> Vec<ClaimedRow> {
    claimed.sort_by(|one, other| one.row.id.cmp(&other.row.id));
    claimed
}

/// All lanes in which runs wait, each with the document of the run that is next.
pub(super) async fn lanes(tx: &mut Tx) -> Result<Vec<(Lane, String)>> {
    let rows: Vec<(String, String, i64, String)> = within!(tx, db => sqlx::query_as(LANES).fetch_all(db))?;
    let lane = |(name, next, priority, hash)| (Lane { name, next, priority, room: None }, hash);
    Ok(rows.into_iter().map(lane).collect())
}

/// How many runs of a lane go on or are put away, counted up to a limit. Until the transaction ends no
/// other process counts those of the same flow.
pub(super) async fn going(tx: &mut Tx, lane: &Lane, limit: i64) -> Result<i64> {
    change!(tx, db => sqlx::query(LOCK_FLOW).bind(lane.flow()).execute(db))?;
    within!(tx, db => sqlx::query_scalar(GOING).bind(&lane.name).bind(limit).fetch_one(db))
}

/// Runs of a lane that wait or go on, oldest first, each with how it stands.
pub(crate) async fn in_lane(tx: &mut Tx, lane: &str, most: i64) -> Result<Vec<(String, String)>> {
    within!(tx, db => sqlx::query_as(IN_LANE).bind(lane).bind(most).fetch_all(db))
}

/// Marks claimed runs as over, and tells the runs that called them. `None`: somebody else claimed it, or it
/// was over already; else whether there is such a caller.
pub(super) async fn finish(tx: &mut Tx, endings: &[(Claim, &Ending)]) -> Result<Vec<Option<bool>>> {
    let rows: Vec<_> = endings.iter().map(|(claim, ending)| cells(*claim, ending)).collect();
    let ended: Vec<(i64, Option<String>)> = FINISH.fetch(tx, &rows).await?;
    let mut parents: HashMap<_, _> = ended.into_iter().collect();
    let mut told = Vec::with_capacity(endings.len());
    for (claim, ending) in endings {
        told.push(tell(tx, parents.remove(&claim.no), ending.at).await?);
    }
    Ok(told)
}

fn cells(claim: Claim, ending: &Ending) -> [Cell<'_>; 11] {
    let (completed, failed, skipped) = ending.steps;
    [
        (&ending.status).into(),
        ending.at.into(),
        (&ending.result).into(),
        (&ending.error).into(),
        (&ending.variables).into(),
        (&ending.nodes).into(),
        completed.into(),
        failed.into(),
        skipped.into(),
        claim.no.into(),
        claim.fence.into(),
    ]
}

/// Marks a run that waits as over, and tells the run that called it. `None`: it does not wait any more.
pub(crate) async fn finish_waiting(tx: &mut Tx, id: &str, ending: &Ending) -> Result<Option<bool>> {
    let (completed, failed, skipped) = ending.steps;
    let parent: Option<Option<String>> = within!(tx, db => sqlx::query_scalar(FINISH_WAITING)
        .bind(&ending.status).bind(ending.at).bind(&ending.result).bind(&ending.error)
        .bind(&ending.variables).bind(&ending.nodes).bind(completed).bind(failed).bind(skipped)
        .bind(id).fetch_optional(db))?;
    tell(tx, parent, ending.at).await
}

async fn tell(tx: &mut Tx, parent: Option<Option<String>>, now: i64) -> Result<Option<bool>> {
    match parent {
        None => Ok(None),
        Some(None) => Ok(Some(false)),
        Some(Some(parent)) => signal(tx, &parent, now).await.map(Some),
    }
}

/// Tells a run that there is news for it: one that is put away goes on. `false` if it is not going on.
pub(crate) async fn signal(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(SIGNAL).bind(id).bind(now).execute(db))?;
    Ok(done > 0)
}

/// Puts a claimed run away until a time, or until somebody has news for it; where somebody had since the
/// claim, until now. `false`: somebody else claimed it.
pub(super) async fn park(tx: &mut Tx, park: &Park) -> Result<bool> {
    let done = change!(tx, db => sqlx::query(PARK)
        .bind(park.claim.no).bind(park.claim.fence).bind(park.signals).bind(park.until).bind(park.now)
        .bind(&park.nodes).execute(db))?;
    Ok(done > 0)
}

/// Renews all claims of a worker; says which it still has, and which of these runs somebody cancelled.
pub(super) async fn renew(tx: &mut Tx, worker: &str, lease_until: i64) -> Result<Vec<(Claim, bool)>> {
    let rows: Vec<(i64, i64, i64)> =
        within!(tx, db => sqlx::query_as(RENEW).bind(worker).bind(lease_until).fetch_all(db))?;
    Ok(rows.into_iter().map(|(no, fence, cancelled)| (Claim { no, fence }, cancelled > 0)).collect())
}

/// Lets go of all claims of a worker, so that anybody can go on with its runs.
pub(super) async fn release(tx: &mut Tx, worker: &str) -> Result<()> {
    change!(tx, db => sqlx::query(RELEASE).bind(worker).execute(db))?;
    Ok(())
}

/// Lets go of one claim, so that anybody can go on with the run from a time on.
pub(super) async fn let_go(tx: &mut Tx, claim: Claim, from: i64) -> Result<()> {
    change!(tx, db => sqlx::query(LET_GO).bind(claim.no).bind(claim.fence).bind(from).execute(db))?;
    Ok(())
}

/// Ends all claims there are: whoever made them is gone.
pub(super) async fn take_over(tx: &mut Tx) -> Result<()> {
    change!(tx, db => sqlx::query(TAKE_OVER).execute(db))?;
    Ok(())
}

/// When the next run that is put away has to go on.
pub(super) async fn next_wake(tx: &mut Tx) -> Result<Option<i64>> {
    within!(tx, db => sqlx::query_scalar(NEXT_WAKE).fetch_one(db))
}
