//! How we say who we are.

use std::sync::Arc;

use node_sdk::{Credential, ErrorKind, NodeError};
use russh::client::{Handle, KeyboardInteractiveAuthResponse as Asked};
use russh::keys::{Error as KeyError, PrivateKey, PrivateKeyWithHashAlg, decode_secret_key};

use super::connection::Guard;

/// Rounds of questions that are answered.
const MOST_ROUNDS: usize = 5;

/// Who signs in, and how.
pub(super) struct Login {
    user: String,
    proof: Proof,
}

enum Proof {
    Password(String),
    Key(Arc<PrivateKey>),
}

impl Login {
    /// What a credential holds.
    ///
    /// # Errors
    /// If it is of another type, or its key cannot be read.
    pub(super) fn new(credential: Option<&Credential>, machine: &str) -> Result<Self, NodeError> {
        let Some(credential) = credential else {
            let message = format!(
                "There is no credential to sign in to `{machine}` with. Give the target one, or name one in the node."
            );
            return Err(NodeError::new(ErrorKind::AUTH, message));
        };
        let proof = match &*credential.kind {
            "ssh_password" => Proof::Password(credential.require("password")?.to_owned()),
            "ssh_key" => {
                let key = read_key(credential.require("private_key")?, credential.get("passphrase"));
                Proof::Key(Arc::new(key.map_err(|(_, reason)| {
                    NodeError::new(
                        ErrorKind::AUTH,
                        format!("The credential `{}` is of no use: {reason}", credential.name),
                    )
                })?))
            }
            _ => return Err(credential.unfit("an SSH password or an SSH key")),
        };
        Ok(Self { user: credential.require("username")?.to_owned(), proof })
    }

    /// Signs in; `false` if the machine does not let us in.
    pub(super) async fn sign_in(&self, session: &mut Handle<Guard>) -> Result<bool, russh::Error> {
        match &self.proof {
            Proof::Key(key) => {
                let hash = session.best_supported_rsa_hash().await?.flatten();
                let key = PrivateKeyWithHashAlg::new(Arc::clone(key), hash);
                Ok(session.authenticate_publickey(&self.user, key).await?.success())
            }
            Proof::Password(password) => Ok(session.authenticate_password(&self.user, password).await?.success()
                || self.answer(session, password).await?),
        }
    }

    /// Some machines ask for the password as a question (RFC 4256).
    async fn answer(&self, session: &mut Handle<Guard>, password: &str) -> Result<bool, russh::Error> {
        let mut asked = session.authenticate_keyboard_interactive_start(&self.user, None).await?;
        for _ in 0..MOST_ROUNDS {
            asked = match asked {
                Asked::Success => return Ok(true),
                Asked::Failure { .. } => return Ok(false),
                Asked::InfoRequest { prompts, .. } => {
                    let answers = prompts.iter().map(|_| password.to_owned()).collect();
                    session.authenticate_keyboard_interactive_respond(answers).await?
                }
            };
        }
        Ok(false)
    }

    /// The name of the account.
    pub(super) fn user(&self) -> &str {
        &self.user
    }
}

/// Whether a private key can be read.
///
/// # Errors
/// The field that is to blame, `private_key` or `passphrase`, and why.
pub fn check_key(key: &str, passphrase: Option<&str>) -> Result<(), (&'static str, String)> {
    read_key(key, passphrase).map(drop)
}

fn read_key(key: &str, passphrase: Option<&str>) -> Result<PrivateKey, (&'static str, String)> {
    match decode_secret_key(key, passphrase.filter(|phrase| !phrase.is_empty())) {
        Ok(key) => Ok(key),
        Err(KeyError::KeyIsEncrypted) => {
            Err(("passphrase", "The private key is encrypted. Give its passphrase, too.".into()))
        }
        Err(_) if passphrase.is_some() && key.contains("PRIVATE KEY-----") => {
            Err(("passphrase", "The passphrase does not open the private key.".into()))
        }
        Err(_) => Err((
            "private_key",
            "This is no private key that can be read. Paste the whole file, from `-----BEGIN` to `-----END`.".into(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key_is_refused() {
        assert_eq!(check_key("swordfish", None).expect_err("no key").0, "private_key");
    }

    #[test]
    fn a_credential_of_another_type_is_refused() {
        let fields = [("token".into(), "t".into(), true)];
        let credential = Credential::new(("1", "web", "http_auth"), 1, fields);
        let error = Login::new(Some(&credential), "web-1").err().expect("refused");
        assert_eq!(error.kind, ErrorKind::VALIDATION);
        assert_eq!(Login::new(None, "web-1").err().expect("refused").kind, ErrorKind::AUTH);
    }
}
