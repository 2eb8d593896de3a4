//! What the supervisor has written: claims, ends, leases. Each is applied together with the journal.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use engine::RunId;
use parking_lot::Mutex;

use super::super::store::Ending;
use super::share::{Lane, flow_of, share};
use super::store::{self, ClaimedRow, Claimer};
use crate::journal::{Claim, Operation, Stage};
use crate::notifications::{self, Message};
use crate::store::{Error, Result, Tx};

/// A run that this process may execute.
#[derive(Clone)]
pub struct Claimed {
    /// The run.
    pub id: RunId,
    /// What it is held by.
    pub(crate) claim: Claim,
    /// Whether an earlier claim may have begun it.
    pub(crate) resume: bool,
    /// All that is known of it.
    pub(crate) row: ClaimedRow,
}

impl Claimed {
    fn new(row: ClaimedRow) -> Result<Self> {
        let id = row.row.id.parse().map(RunId).map_err(|error| Error::corrupt("the id of a run", error))?;
        Ok(Self { id, claim: Claim { no: row.no, fence: row.fence }, resume: row.fence > 1, row })
    }

    /// The flow it belongs to; empty if it is not kept.
    pub(crate) fn flow(&self) -> &str {
        flow_of(&self.row.lane)
    }
}

/// How many runs of a lane may go on, by the document that says so; `None` where there is no limit.
pub(crate) type Limits = Arc<Mutex<HashMap<String, Option<u32>>>>;

/// Looks who is next, and claims as many runs as there are free places.
pub(crate) struct Look {
    /// Who claims.
    pub(crate) by: Claimer,
    /// How many may be claimed.
    pub(crate) free: usize,
    /// How many runs of each flow this process executes.
    pub(crate) running: HashMap<String, usize>,
    /// What is known of limits.
    pub(crate) limits: Limits,
    /// Whether to look also for runs that were left, or put away and are due.
    pub(crate) all: bool,
}

/// What a look came to.
pub(crate) struct Looked {
    /// In the order they should start.
    pub(crate) claimed: Vec<Claimed>,
    /// Documents whose limit must be found out before their runs can start.
    pub(crate) unknown: Vec<String>,
    /// When the next run that is put away has to go on, if that was looked for.
    pub(crate) next_wake: Option<i64>,
}

#[async_trait]
impl Operation for Look {
    type Answer = Looked;

    fn is_apart(&self) -> bool {
        true
    }

    async fn apply(&self, tx: &mut Tx) -> Result<Looked> {
        let mut rows = Vec::new();
        let mut next_wake = None;
        if self.all {
            rows.extend(store::claim_lapsed(tx, &self.by, count(self.free)).await?);
            rows.extend(store::claim_due(tx, &self.by, count(self.free - rows.len())).await?);
            next_wake = store::next_wake(tx).await?;
        }
        let mut unknown = Vec::new();
        if rows.len() < self.free {
            let lanes = self.lanes(tx, &mut unknown).await?;
            for (lane, places) in share(&lanes, self.free - rows.len(), &self.running) {
                rows.extend(store::claim_waiting(tx, &self.by, &lanes[lane], count(places)).await?);
            }
        }
        let claimed = rows.into_iter().map(Claimed::new).collect::<Result<_>>()?;
        Ok(Looked { claimed, unknown, next_wake })
    }
}

impl Look {
    /// The lanes whose limits are known, each with its room.
    async fn lanes(&self, tx: &mut Tx, unknown: &mut Vec<String>) -> Result<Vec<Lane>> {
        let mut lanes = Vec::new();
        for (mut lane, document) in store::lanes(tx).await? {
            let known = self.limits.lock().get(&document).copied();
            match known {
                None => {
                    unknown.push(document);
                    continue;
                }
                Some(None) => {}
                Some(Some(limit)) => {
                    let going = store::going(tx, &lane, limit.into()).await?;
                    lane.room = Some((limit as usize).saturating_sub(usize::try_from(going).unwrap_or(usize::MAX)));
                }
            }
            lanes.push(lane);
        }
        Ok(lanes)
    }
}

/// Claims one run that waits.
pub(crate) struct ClaimOne(pub(crate) Claimer, pub(crate) String);

#[async_trait]
impl Operation for ClaimOne {
    type Answer = Option<Claimed>;

    async fn apply(&self, tx: &mut Tx) -> Result<Option<Claimed>> {
        store::claim_one(tx, &self.0, &self.1).await?.map(Claimed::new).transpose()
    }
}

/// Writes down how a claimed run ended; answers as [`store::finish`].
pub(crate) struct Finish {
    /// What it is held by.
    pub(crate) claim: Claim,
    /// How it ended.
    pub(crate) ending: Ending,
    /// Whom to tell, if this is its end.
    pub(crate) messages: Vec<Message>,
}

#[async_trait]
impl Operation for Finish {
    type Answer = Option<bool>;

    const STAGE: Stage = Stage::End;

    async fn apply(&self, tx: &mut Tx) -> Result<Option<bool>> {
        Ok(Self::apply_all(&[self], tx).await?.pop().flatten())
    }

    async fn apply_all(all: &[&Self], tx: &mut Tx) -> Result<Vec<Option<bool>>> {
        let endings: Vec<_> = all.iter().map(|finish| (finish.claim, &finish.ending)).collect();
        let ended = store::finish(tx, &endings).await?;
        for (finish, _) in
            all.iter().zip(&ended).filter(|(finish, ended)| ended.is_some() && !finish.messages.is_empty())
        {
            notifications::store::add(tx, finish.claim.no, &finish.messages, finish.ending.at).await?;
        }
        Ok(ended)
    }
}

/// Tells a run at a time that there is news for it; `false` if it is not going on.
pub(crate) struct Signal(pub(crate) String, pub(crate) i64);

#[async_trait]
impl Operation for Signal {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool> {
        store::signal(tx, &self.0, self.1).await
    }
}

/// Puts a claimed run away.
pub(crate) struct Park {
    /// What it is held by.
    pub(crate) claim: Claim,
    /// How often somebody had had news for it when it was claimed.
    pub(crate) signals: i64,
    /// When it has to go on, unless somebody has news for it before.
    pub(crate) until: Option<i64>,
    /// Milliseconds since 1970.
    pub(crate) now: i64,
    /// How its nodes stand, for those who look at it while it waits: JSON.
    pub(crate) nodes: String,
}

#[async_trait]
impl Operation for Park {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool> {
        store::park(tx, self).await
    }
}

/// Renews all claims of a worker, and says which it still has; `true` if somebody cancelled the run.
pub(crate) struct Renew {
    /// Name of the process.
    pub(crate) worker: String,
    /// Milliseconds since 1970.
    pub(crate) lease_until: i64,
}

#[async_trait]
impl Operation for Renew {
    type Answer = Vec<(Claim, bool)>;

    async fn apply(&self, tx: &mut Tx) -> Result<Self::Answer> {
        store::renew(tx, &self.worker, self.lease_until).await
    }
}

/// Lets go of all claims of a worker.
pub(crate) struct Release(pub(crate) String);

#[async_trait]
impl Operation for Release {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        store::release(tx, &self.0).await
    }
}

/// Lets go of a claim, so that anybody can go on with the run from a time on.
pub(crate) struct LetGo(pub(crate) Claim, pub(crate) i64);

#[async_trait]
impl Operation for LetGo {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        store::let_go(tx, self.0, self.1).await
    }
}

/// Ends the claims of every earlier process.
pub(crate) struct TakeOver;

#[async_trait]
impl Operation for TakeOver {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        store::take_over(tx).await
    }
}

fn count(places: usize) -> i64 {
    i64::try_from(places).unwrap_or(i64::MAX)
}
