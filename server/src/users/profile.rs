//! What people say of themselves, and the names they may have.

use email_address::EmailAddress;
use node_sdk::Clock;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::store;
use crate::audit::{self, Entry};
use crate::auth::{self, Actor, Unfit};
use crate::store::Store;
use crate::web::iso;

const LONGEST_NAME: usize = 64;
const LONGEST_FULL_NAME: usize = 100;
/// Who starts runs that no person starts.
const RESERVED: [&str; 3] = ["system", "scheduler", "webhook"];

/// What somebody says of themselves; both may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// As others call the person.
    pub full_name: String,
    /// Where mail reaches the person.
    pub email: String,
}

/// A person, in the person's own eyes.
#[derive(Serialize, ToSchema)]
pub struct Profile {
    /// As others call the person.
    full_name: String,
    /// Where mail reaches the person.
    email: String,
    /// Since when there is the account.
    created_at: String,
}

impl About {
    /// Without spaces around.
    pub fn new(full_name: &str, email: &str) -> Self {
        Self { full_name: full_name.trim().to_owned(), email: email.trim().to_owned() }
    }

    /// What cannot be taken as it is.
    pub(crate) fn unfit(&self) -> impl Iterator<Item = Unfit> + use<> {
        let is_name = self.full_name.chars().count() <= LONGEST_FULL_NAME && !self.full_name.contains(char::is_control);
        let is_address = self.email.is_empty() || EmailAddress::is_valid(&self.email);
        let name = (!is_name)
            .then(|| ("full_name", format!("A name has at most {LONGEST_FULL_NAME} characters in one line.")));
        let email = (!is_address)
            .then(|| ("email", "This is not an e-mail address. Write one such as anna@example.org, or none.".into()));
        name.into_iter().chain(email)
    }
}

/// Whether somebody may take this name.
///
/// # Errors
/// With what a name must be like.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_inner = |byte: u8| is_plain(byte) || b"._-".contains(&byte);
    let is_fit = (2..=LONGEST_NAME).contains(&name.len())
        && name.bytes().next().is_some_and(is_plain)
        && name.bytes().all(is_inner);
    if RESERVED.contains(&name) {
        return Err(format!("`{name}` stands for OpsConductor itself. Choose another name."));
    }
    if is_fit {
        return Ok(());
    }
    Err(format!(
        "A user name has 2 to {LONGEST_NAME} small letters a to z, digits, dots, hyphens and underscores, \
         and begins with a letter or a digit."
    ))
}

/// A person, in the person's own eyes.
///
/// # Errors
/// If there is no such person any more, or the database fails.
pub(crate) async fn profile(store: &Store, id: &str) -> Result<Profile, auth::Error> {
    let row = store::profile(store, id).await?.ok_or(auth::Error::InvalidToken)?;
    Ok(Profile { full_name: row.full_name, email: row.email, created_at: iso(row.created_at) })
}

/// Keeps what somebody says of themselves.
///
/// # Errors
/// If a field does not fit, or the database fails.
pub(crate) async fn describe(
    store: &Store,
    clock: &dyn Clock,
    actor: &Actor,
    about: &About,
) -> Result<(), auth::Error> {
    let unfit: Vec<_> = about.unfit().collect();
    if !unfit.is_empty() {
        return Err(auth::Error::Unfit(unfit));
    }
    let now = clock.now();
    let mut tx = store.begin().await?;
    store::describe(&mut tx, &actor.user_id, about, now).await?;
    let (author, object) = (actor.author(), format!("user:{}", actor.user_id));
    let entry = Entry { at: now, author: &author, action: "user.profile_changed", object, details: json!({}) };
    audit::record(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_small_and_plain() {
        for name in ["anna", "a1", "0x", "anna.b_c-d", &"a".repeat(64)] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in ["", "a", "Anna", ".a", "-a", "an na", "änna", "a\u{0}", "a/b", &"a".repeat(65)] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_written_to_is_no_address() {
        let fields =
            |name: &str, email: &str| -> Vec<_> { About::new(name, email).unfit().map(|(field, _)| field).collect() };
        assert!(fields("", "").is_empty());
        assert!(fields(" Anna Ödegård ", " anna@example.org ").is_empty());
        assert_eq!(fields("two\nlines", "anna"), ["full_name", "email"]);
        assert_eq!(fields(&"x".repeat(101), "a b@example.org"), ["full_name", "email"]);
        assert_eq!(fields("", &format!("{}@example.org", "x".repeat(300))), ["email"]);
    }
}
