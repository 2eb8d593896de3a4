//! Signing in and out. Every refresh token works once; one handed in twice ends its session, unless it is a
//! browser's that was not told the next one.

mod register;
mod sessions;

use std::sync::Arc;

use node_sdk::Clock;
use serde_json::json;
use uuid::Uuid;

use super::limit::{Attempts, Newcomers};
use super::tokens::{Tokens, fresh, hash};
use super::{Actor, Error, Origin, Passwords, Role, store};
use crate::audit::{self, Author, Entry};
use crate::store::{Store, Tx};
use crate::users::{self, User};

pub use register::Registration;

/// How long a refresh token is good, in milliseconds.
pub(super) const REFRESH_MILLIS: i64 = 7 * 24 * 3600 * 1000;
const KEPT_MILLIS: i64 = 30 * 24 * 3600 * 1000;
/// How long a browser may hand in a token again whose successor nobody has used: a page that is left while it waits
/// for the answer never learns of it.
const LOST_MILLIS: i64 = 10_000;

/// Somebody who was let in.
pub struct SignedIn {
    /// Good for a quarter of an hour.
    pub access_token: String,
    /// Good once, within a week.
    pub refresh_token: String,
    /// Who it is.
    pub user: User,
}

/// Where a client keeps its refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A browser, in a cookie that all its pages share.
    InCookie,
    /// A program, by itself.
    ByProgram,
}

/// Lets people in.
pub struct Service {
    store: Store,
    clock: Arc<dyn Clock>,
    passwords: Passwords,
    tokens: Tokens,
    attempts: Attempts,
    newcomers: Newcomers,
    may_register: bool,
}

impl Service {
    /// Ready to let people in, with the key that signs access tokens. With `may_register`, also people nobody knows.
    ///
    /// # Errors
    /// If password hashing does not work.
    pub fn new(store: Store, clock: Arc<dyn Clock>, signing_key: &[u8], may_register: bool) -> Result<Self, Error> {
        let (passwords, tokens) = (Passwords::new()?, Tokens::new(signing_key));
        let (attempts, newcomers) = (Attempts::new(), Newcomers::new());
        Ok(Self { store, clock, passwords, tokens, attempts, newcomers, may_register })
    }

    /// Starts a session.
    ///
    /// # Errors
    /// If name or password is wrong, or there were too many attempts.
    pub async fn login(&self, username: &str, password: &str, origin: &Origin) -> Result<SignedIn, Error> {
        self.attempts.count(&origin.address, username)?;
        let user = users::store::by_name(&self.store, username).await?;
        let stored = user.as_ref().filter(|user| user.is_active).map(|user| user.password_hash.as_str());
        let is_right = self.passwords.is_right(password, stored).await?;
        let author = Author { name: username.chars().take(100).collect(), address: origin.address.clone() };
        let mut tx = self.store.begin().await?;
        let Some(user) = user.filter(|_| is_right) else {
            self.note(&mut tx, &author, "auth.login_failed", "user").await?;
            tx.commit().await?;
            return Err(Error::InvalidCredentials);
        };
        self.begin(tx, user.user(), origin).await
    }

    /// Trades a refresh token for new tokens.
    ///
    /// # Errors
    /// If the token is unknown, expired or was used before.
    pub async fn refresh(&self, token: &str, kept: Kept, origin: &Origin) -> Result<SignedIn, Error> {
        let (now, hash) = (self.clock.now(), hash(token));
        let mut tx = self.store.begin().await?;
        let row = store::find_token(&mut tx, &hash).await?.ok_or(Error::InvalidToken)?;
        let author = Author { name: row.username.clone(), address: origin.address.clone() };
        let object = format!("session:{}", row.session_id);
        if row.revoked_at.is_some() || !row.is_active {
            return Err(if row.used_at.is_some() { Error::TokenReused } else { Error::InvalidToken });
        }
        let is_lost = kept == Kept::InCookie && row.was_lost(now - LOST_MILLIS);
        if row.used_at.is_some() && !is_lost {
            store::revoke(&mut tx, &row.session_id, now, "a refresh token was used twice").await?;
            self.note(&mut tx, &author, "auth.token_reused", &object).await?;
            tx.commit().await?;
            return Err(Error::TokenReused);
        }
        if row.expires_at <= now {
            return Err(Error::ExpiredToken);
        }
        if !is_lost {
            store::use_tokens(&mut tx, &row.session_id, now).await?;
        }
        store::touch(&mut tx, &row.session_id, now, &origin.address, &origin.device).await?;
        self.note(&mut tx, &author, "auth.refresh", &object).await?;
        let user = users::store::by_id(&mut tx, &row.user_id).await?.ok_or(Error::InvalidToken)?;
        self.hand_out(tx, &row.session_id, user.user()).await
    }

    /// Ends the session of a refresh token, if there is one.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn logout(&self, token: &str, origin: &Origin) -> Result<(), Error> {
        let mut tx = self.store.begin().await?;
        let Some(row) = store::find_token(&mut tx, &hash(token)).await? else { return Ok(()) };
        store::revoke(&mut tx, &row.session_id, self.clock.now(), "signed out").await?;
        let author = Author { name: row.username, address: origin.address.clone() };
        self.note(&mut tx, &author, "auth.logout", &format!("session:{}", row.session_id)).await?;
        Ok(tx.commit().await?)
    }

    /// Ends all sessions of a person, this one too.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn revoke_all(&self, actor: &Actor) -> Result<(), Error> {
        let mut tx = self.store.begin().await?;
        store::revoke_all(&mut tx, &actor.user_id, self.clock.now(), "all sessions ended", "").await?;
        self.note(&mut tx, &actor.author(), "auth.revoke_all", &format!("user:{}", actor.user_id)).await?;
        Ok(tx.commit().await?)
    }

    /// Sets a new password and ends all other sessions.
    ///
    /// # Errors
    /// If the current password is wrong or the new one too weak.
    pub async fn change_password(&self, actor: &Actor, current: &str, new: &str) -> Result<(), Error> {
        self.attempts.count(&actor.address, &actor.username)?;
        let row = store::actor(&self.store, &actor.session_id, &actor.user_id).await?.ok_or(Error::InvalidToken)?;
        if !self.passwords.is_right(current, Some(&row.password_hash)).await? {
            return Err(Error::WrongPassword);
        }
        Passwords::check_strength(new)?;
        let hash = self.passwords.hash(new).await?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        users::store::set_password(&mut tx, &actor.user_id, &hash, false, now).await?;
        store::revoke_all(&mut tx, &actor.user_id, now, "password changed", &actor.session_id).await?;
        self.note(&mut tx, &actor.author(), "auth.password_changed", &format!("user:{}", actor.user_id)).await?;
        Ok(tx.commit().await?)
    }

    /// The person behind an access token.
    ///
    /// # Errors
    /// If the token is not good, or its session was ended.
    pub async fn actor(&self, token: &str, address: String) -> Result<Actor, Error> {
        let claims = self.tokens.check(token, self.clock.now())?;
        let row = store::actor(&self.store, &claims.sid, &claims.sub).await?.ok_or(Error::InvalidToken)?;
        let role = Role::of(&row.role).ok_or(Error::InvalidToken)?;
        Ok(Actor {
            user_id: row.id,
            username: row.username,
            role,
            must_change_password: row.must_change_password,
            session_id: claims.sid,
            address,
        })
    }

    /// A new session for somebody who has shown who it is.
    async fn begin(&self, mut tx: Tx, user: User, origin: &Origin) -> Result<SignedIn, Error> {
        let (session, now) = (Uuid::now_v7().to_string(), self.clock.now());
        let new =
            store::NewSession { id: &session, user_id: &user.id, device: &origin.device, address: &origin.address };
        store::start(&mut tx, &new, now, now - KEPT_MILLIS).await?;
        let author = Author { name: user.username.clone(), address: origin.address.clone() };
        self.note(&mut tx, &author, "auth.login", &format!("session:{session}")).await?;
        self.hand_out(tx, &session, user).await
    }

    async fn hand_out(&self, mut tx: Tx, session: &str, user: User) -> Result<SignedIn, Error> {
        let (now, refresh_token) = (self.clock.now(), fresh()?);
        store::add_token(&mut tx, &hash(&refresh_token), session, now, now + REFRESH_MILLIS).await?;
        let access_token = self.tokens.issue(&user.id, session, now)?;
        tx.commit().await?;
        Ok(SignedIn { access_token, refresh_token, user })
    }

    async fn note(&self, tx: &mut Tx, author: &Author, action: &'static str, object: &str) -> Result<(), Error> {
        let entry = Entry { at: self.clock.now(), author, action, object: object.into(), details: json!({}) };
        Ok(audit::record(tx, &entry).await?)
    }
}
