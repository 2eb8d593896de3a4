//! Where somebody is signed in.

use super::super::store::{self, SessionRow};
use super::super::{Actor, Error};
use super::{REFRESH_MILLIS, Service};

impl Service {
    /// One's sessions that are still good, the latest first.
    ///
    /// # Errors
    /// If the database fails.
    pub(crate) async fn sessions(&self, actor: &Actor) -> Result<Vec<SessionRow>, Error> {
        Ok(store::sessions(&self.store, &actor.user_id, self.clock.now() - REFRESH_MILLIS).await?)
    }

    /// Ends one of one's sessions.
    ///
    /// # Errors
    /// If there is no such session.
    pub async fn end_session(&self, actor: &Actor, id: &str) -> Result<(), Error> {
        let mut tx = self.store.begin().await?;
        if !store::revoke_own(&mut tx, (id, &actor.user_id), self.clock.now(), "ended by its owner").await? {
            return Err(Error::UnknownSession);
        }
        self.note(&mut tx, &actor.author(), "auth.session_ended", &format!("session:{id}")).await?;
        Ok(tx.commit().await?)
    }
}
