//! Passwords: Argon2id on the blocking pool, a few at a time, so that sign-ins cannot take all memory.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use super::Error;

/// The fewest characters a password may have.
pub(super) const LEAST: usize = 10;
const MOST: usize = 1000;
const AT_ONCE: usize = 4;
const ALPHABET: &[u8; 64] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_23456";

/// Makes and checks password hashes.
pub struct Passwords {
    turns: Semaphore,
    /// Checked where there is no such user, so that both take the same time.
    decoy: String,
}

impl Passwords {
    /// Ready to check.
    ///
    /// # Errors
    /// If hashing does not work at all.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { turns: Semaphore::new(AT_ONCE), decoy: hash("no one has this password")? })
    }

    /// Whether a password may be used.
    ///
    /// # Errors
    /// If it is too short or too long.
    pub fn check_strength(password: &str) -> Result<(), Error> {
        if password.chars().count() < LEAST { Err(Error::WeakPassword) } else { check_length(password) }
    }

    /// The hash to store.
    ///
    /// # Errors
    /// If hashing fails.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.in_turn(move || hash(&password)).await
    }

    /// Whether the password is the one that was hashed; takes as long if there is no hash.
    ///
    /// # Errors
    /// If the check itself fails.
    pub async fn is_right(&self, password: &str, stored: Option<&str>) -> Result<bool, Error> {
        if check_length(password).is_err() {
            return Ok(false);
        }
        let (password, is_known) = (password.to_owned(), stored.is_some());
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        let is_equal = self.in_turn(move || {
            let parsed = PasswordHash::new(&stored).map_err(|error| Error::Hashing(error.to_string()))?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
        });
        Ok(is_equal.await? && is_known)
    }

    async fn in_turn<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Error> + Send + 'static,
    {
        let stopped = |reason: &dyn std::fmt::Display| Error::Hashing(reason.to_string());
        let _turn = self.turns.acquire().await.map_err(|error| stopped(&error))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| stopped(&error))?
    }
}

/// A new password of 20 characters that people can type.
///
/// # Errors
/// If the system gives no random numbers.
pub fn generate() -> Result<String, Error> {
    let bytes = crate::keys::random::<20>().map_err(|error| Error::Hashing(error.to_string()))?;
    Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 64)])).collect())
}

fn check_length(password: &str) -> Result<(), Error> {
    if password.len() > MOST { Err(Error::WeakPassword) } else { Ok(()) }
}

fn hash(password: &str) -> Result<String, Error> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| Error::Hashing(error.to_string()))
}
