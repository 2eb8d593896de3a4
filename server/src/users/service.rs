//! The first administrator, new users, and passwords that were forgotten.

use node_sdk::Clock;
use serde_json::json;
use uuid::Uuid;

use super::{User, store};
use crate::audit::{self, Author, Entry};
use crate::auth::{self, Passwords, Role};
use crate::store::Store;

const ADMIN: &str = "admin";

/// Why a user could not be added or changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The name is in use.
    #[error("there is a user `{0}` already")]
    NameTaken(String),
    /// Nobody has the name.
    #[error("there is no user `{0}`")]
    Unknown(String),
    /// The password could not be used.
    #[error(transparent)]
    Password(#[from] auth::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

/// Makes sure that somebody can sign in. Returns the password if one was generated.
///
/// # Errors
/// If the configured password is too weak, or the database fails.
pub async fn ensure_admin(store: &Store, clock: &dyn Clock, configured: Option<&str>) -> Result<Option<String>, Error> {
    let mut tx = store.begin().await?;
    let is_first_start = store::count(&mut tx).await? == 0;
    drop(tx);
    if !is_first_start {
        return Ok(None);
    }
    match configured {
        Some(password) => {
            Passwords::check_strength(password)?;
            add(store, clock, ADMIN, Role::Admin, Some(password)).await.map(|_| None)
        }
        None => add(store, clock, ADMIN, Role::Admin, None).await.map(Some),
    }
}

/// Adds a user, and returns the password; a generated one must be changed by its owner.
///
/// # Errors
/// If the name is in use or the database fails.
pub async fn add(
    store: &Store,
    clock: &dyn Clock,
    name: &str,
    role: Role,
    password: Option<&str>,
) -> Result<String, Error> {
    let must_change_password = password.is_none();
    let password = password.map_or_else(auth::generate_password, |password| Ok(password.to_owned()))?;
    let hash = Passwords::new()?.hash(&password).await?;
    let user = User { id: Uuid::now_v7().to_string(), username: name.to_owned(), role, must_change_password };
    let mut tx = store.begin().await?;
    store::insert(&mut tx, &user, &hash, clock.now())
        .await
        .map_err(|error| if error.is_duplicate() { Error::NameTaken(name.to_owned()) } else { error.into() })?;
    let (author, object) = (Author::system(), format!("user:{}", user.id));
    let details = json!({ "username": name, "role": role });
    audit::record(&mut tx, &Entry { at: clock.now(), author: &author, action: "user.create", object, details }).await?;
    tx.commit().await?;
    Ok(password)
}

/// Gives a user a new password, ends all sessions, and returns the password.
///
/// # Errors
/// If there is no such user or the database fails.
pub async fn reset_password(store: &Store, clock: &dyn Clock, name: &str) -> Result<String, Error> {
    let user = store::by_name(store, name).await?.ok_or_else(|| Error::Unknown(name.to_owned()))?;
    let password = auth::generate_password()?;
    let hash = Passwords::new()?.hash(&password).await?;
    let now = clock.now();
    let mut tx = store.begin().await?;
    store::set_password(&mut tx, &user.id, &hash, true, now).await?;
    auth::store::revoke_all(&mut tx, &user.id, now, "password reset", "").await?;
    let (author, object) = (Author::system(), format!("user:{}", user.id));
    let entry = Entry { at: now, author: &author, action: "user.password_reset", object, details: json!({}) };
    audit::record(&mut tx, &entry).await?;
    tx.commit().await?;
    Ok(password)
}
