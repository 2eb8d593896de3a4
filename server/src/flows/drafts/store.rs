//! Queries of drafts.

use sqlx::FromRow;

use super::Seen;
use crate::store::{Result, Store, Tx, change, change_alone, read, within};

const FIND: &str = "SELECT base_version, document, updated_at FROM flow_drafts WHERE flow_id = $1 AND user_id = $2";
/// `$6` is the draft that was seen: -1 whichever, 0 none. The time never stands still, so that it tells drafts apart.
const KEEP: &str = "INSERT INTO flow_drafts (flow_id, user_id, base_version, document, updated_at)
    SELECT f.id, $2, $3, $4, $5 FROM flows f WHERE f.id = $1
        AND ($6 <= 0 OR EXISTS (SELECT 1 FROM flow_drafts d WHERE d.flow_id = $1 AND d.user_id = $2))
    ON CONFLICT (flow_id, user_id) DO UPDATE SET base_version = excluded.base_version, document = excluded.document,
        updated_at = CASE WHEN excluded.updated_at > flow_drafts.updated_at THEN excluded.updated_at
            ELSE flow_drafts.updated_at + 1 END
        WHERE $6 < 0 OR flow_drafts.updated_at = $6
    RETURNING updated_at";
const DROP: &str = "DELETE FROM flow_drafts WHERE flow_id = $1 AND user_id = $2 AND ($3 < 0 OR updated_at = $3)";
const DROP_OF: &str =
    "DELETE FROM flow_drafts WHERE flow_id = $1 AND user_id = (SELECT u.id FROM users u WHERE u.username = $2)
        AND ($3 < 0 OR updated_at = $3)";
const COUNT_OF: &str = "SELECT count(*) FROM flow_drafts
    WHERE flow_id = $1 AND user_id = (SELECT u.id FROM users u WHERE u.username = $2)";
const LIST: &str = "SELECT u.username, d.base_version, d.updated_at FROM flow_drafts d JOIN users u ON u.id = d.user_id
    WHERE d.flow_id = $1 ORDER BY d.updated_at DESC, u.username LIMIT 500";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[FIND, KEEP, DROP, DROP_OF, COUNT_OF, LIST];

/// A draft.
#[derive(FromRow)]
pub(crate) struct DraftRow {
    /// The version it began from.
    pub base_version: i64,
    /// JSON.
    pub document: String,
    /// Milliseconds since 1970.
    pub updated_at: i64,
}

/// Whose draft, from which version, and when it was last changed.
#[derive(FromRow)]
pub(crate) struct DraftOf {
    /// Who draws.
    pub username: String,
    /// The version it began from.
    pub base_version: i64,
    /// Milliseconds since 1970.
    pub updated_at: i64,
}

/// A user's draft of a flow.
pub(crate) async fn find(store: &Store, flow: &str, user: &str) -> Result<Option<DraftRow>> {
    read!(store, db => sqlx::query_as(FIND).bind(flow).bind(user).fetch_optional(db))
}

/// Keeps a user's draft of a flow in place of the one that was seen, and says when; `None` if another one is there, or
/// the flow is gone.
pub(super) async fn keep(
    store: &Store,
    (flow, user, seen): (&str, &str, Seen),
    draft: &DraftRow,
) -> Result<Option<i64>> {
    let mut tx = store.begin().await?;
    let kept = within!(&mut tx, db => sqlx::query_scalar(KEEP)
        .bind(flow).bind(user).bind(draft.base_version).bind(&draft.document).bind(draft.updated_at)
        .bind(seen.number()).fetch_optional(db))?;
    tx.commit().await?;
    Ok(kept)
}

/// Forgets a user's draft of a flow; `false` if the one that was seen is not there.
pub(super) async fn forget(store: &Store, (flow, user, seen): (&str, &str, Seen)) -> Result<bool> {
    let seen = seen.number();
    let forgotten = change_alone!(store, db => sqlx::query(DROP).bind(flow).bind(user).bind(seen).execute(db))?;
    Ok(forgotten > 0)
}

impl Seen {
    /// As the queries know it.
    fn number(self) -> i64 {
        match self {
            Self::Any => -1,
            Self::Nothing => 0,
            Self::At(millis) => millis.max(1),
        }
    }
}

/// Forgets the draft of whoever publishes, with what is published; `false` if another one is there than was seen.
pub(crate) async fn forget_of(tx: &mut Tx, (flow, username, seen): (&str, &str, Seen)) -> Result<bool> {
    change!(tx, db => sqlx::query(DROP_OF).bind(flow).bind(username).bind(seen.number()).execute(db))?;
    let left: i64 = within!(tx, db => sqlx::query_scalar(COUNT_OF).bind(flow).bind(username).fetch_one(db))?;
    Ok(left == 0)
}

/// Everybody's drafts of a flow, latest change first.
pub(crate) async fn list(store: &Store, flow: &str) -> Result<Vec<DraftOf>> {
    read!(store, db => sqlx::query_as(LIST).bind(flow).fetch_all(db))
}
