//! Signing in and out. Every refresh token works once; one handed in twice ends its session.

use std::sync::Arc;

use axum::http::StatusCode;
use node_sdk::Clock;
use serde_json::json;
use uuid::Uuid;

use super::limit::Attempts;
use super::tokens::{Tokens, fresh, hash};
use super::{Actor, Origin, Passwords, Role, store};
use crate::audit::{self, Author, Entry};
use crate::store::{Store, Tx};
use crate::users::{self, User};
use crate::web::Problem;

/// How long a refresh token is good, in milliseconds.
pub(super) const REFRESH_MILLIS: i64 = 7 * 24 * 3600 * 1000;
const KEPT_MILLIS: i64 = 30 * 24 * 3600 * 1000;

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Wrong name or password; which one is not said.
    #[error("The user name or the password is wrong.")]
    InvalidCredentials,
    /// Not the current password.
    #[error("The current password is wrong.")]
    WrongPassword,
    /// Too short or too long.
    #[error("A password needs at least 10 characters, and at most 1000 bytes.")]
    WeakPassword,
    /// Too many attempts.
    #[error("There were too many attempts. Try again in {seconds} seconds.")]
    TooManyAttempts {
        /// How long to wait.
        seconds: u64,
    },
    /// The token was good once.
    #[error("The token has expired. Refresh it, or sign in again.")]
    ExpiredToken,
    /// Not a token of ours, or its session was ended.
    #[error("The token is not valid here, or its session has ended. Sign in again.")]
    InvalidToken,
    /// A refresh token came a second time.
    #[error("This refresh token was used before, so it may have been stolen; its session is ended. Sign in again.")]
    TokenReused,
    /// Hashing or signing failed.
    #[error("{0}")]
    Hashing(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (status, code) = match &error {
            Error::InvalidCredentials => (StatusCode::UNAUTHORIZED, "invalid_credentials"),
            Error::WrongPassword => (StatusCode::UNPROCESSABLE_ENTITY, "wrong_password"),
            Error::WeakPassword => (StatusCode::UNPROCESSABLE_ENTITY, "weak_password"),
            Error::TooManyAttempts { .. } => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
            Error::ExpiredToken => (StatusCode::UNAUTHORIZED, "token_expired"),
            Error::InvalidToken => (StatusCode::UNAUTHORIZED, "token_invalid"),
            Error::TokenReused => (StatusCode::UNAUTHORIZED, "token_reused"),
            Error::Hashing(_) => return Self::internal(&error),
            Error::Store(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        };
        let text = error.to_string();
        let problem = Self::new(status, code, text.clone());
        match error {
            Error::WrongPassword => problem.field("current_password", text),
            Error::WeakPassword => problem.field("new_password", text),
            Error::TooManyAttempts { seconds } => problem.with("retry_after", seconds),
            Error::Store(error) => error.into(),
            _ => problem,
        }
    }
}

/// Somebody who was let in.
pub struct SignedIn {
    /// Good for a quarter of an hour.
    pub access_token: String,
    /// Good once, within a week.
    pub refresh_token: String,
    /// Who it is.
    pub user: User,
}

/// Lets people in.
pub struct Service {
    store: Store,
    clock: Arc<dyn Clock>,
    passwords: Passwords,
    tokens: Tokens,
    attempts: Attempts,
}

impl Service {
    /// Ready to let people in, with the key that signs access tokens.
    ///
    /// # Errors
    /// If password hashing does not work.
    pub fn new(store: Store, clock: Arc<dyn Clock>, signing_key: &[u8]) -> Result<Self, Error> {
        let (passwords, tokens) = (Passwords::new()?, Tokens::new(signing_key));
        Ok(Self { store, clock, passwords, tokens, attempts: Attempts::new() })
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
        let session = Uuid::now_v7().to_string();
        let now = self.clock.now();
        let new =
            store::NewSession { id: &session, user_id: &user.id, device: &origin.device, address: &origin.address };
        store::start(&mut tx, &new, now, now - KEPT_MILLIS).await?;
        self.note(&mut tx, &author, "auth.login", &format!("session:{session}")).await?;
        self.hand_out(tx, &session, user.user()).await
    }

    /// Trades a refresh token for new tokens.
    ///
    /// # Errors
    /// If the token is unknown, expired or was used before.
    pub async fn refresh(&self, token: &str, origin: &Origin) -> Result<SignedIn, Error> {
        let (now, hash) = (self.clock.now(), hash(token));
        let mut tx = self.store.begin().await?;
        let row = store::find_token(&mut tx, &hash).await?.ok_or(Error::InvalidToken)?;
        let author = Author { name: row.username.clone(), address: origin.address.clone() };
        let object = format!("session:{}", row.session_id);
        if row.revoked_at.is_some() || !row.is_active {
            return Err(if row.used_at.is_some() { Error::TokenReused } else { Error::InvalidToken });
        }
        if row.used_at.is_some() {
            store::revoke(&mut tx, &row.session_id, now, "a refresh token was used twice").await?;
            self.note(&mut tx, &author, "auth.token_reused", &object).await?;
            tx.commit().await?;
            return Err(Error::TokenReused);
        }
        if row.expires_at <= now {
            return Err(Error::ExpiredToken);
        }
        store::use_token(&mut tx, &hash, now).await?;
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
