//! Access tokens: signed, short-lived, naming a user and a session. Refresh tokens: random.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Error;

/// How long an access token is good, in seconds.
pub(super) const ACCESS_SECONDS: i64 = 15 * 60;

/// What an access token says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Claims {
    /// Id of the user.
    pub sub: String,
    /// Id of the session.
    pub sid: String,
    /// Seconds since 1970.
    pub iat: i64,
    /// Seconds since 1970.
    pub exp: i64,
}

/// Signs and checks access tokens.
pub(super) struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// With the key they are signed with.
    pub(super) fn new(key: &[u8]) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false; // checked in `check`, against the server's own clock
        validation.required_spec_claims.clear();
        Self { encoding: EncodingKey::from_secret(key), decoding: DecodingKey::from_secret(key), validation }
    }

    /// A token for a session, good from now on.
    ///
    /// # Errors
    /// If signing fails.
    pub(super) fn issue(&self, user: &str, session: &str, now: i64) -> Result<String, Error> {
        let iat = now / 1000;
        let claims = Claims { sub: user.into(), sid: session.into(), iat, exp: iat + ACCESS_SECONDS };
        encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .map_err(|error| Error::Hashing(error.to_string()))
    }

    /// What a token says, if it is ours and still good.
    ///
    /// # Errors
    /// If it is not.
    pub(super) fn check(&self, token: &str, now: i64) -> Result<Claims, Error> {
        let claims: Claims = decode(token, &self.decoding, &self.validation).map_err(|_| Error::InvalidToken)?.claims;
        if claims.exp <= now / 1000 { Err(Error::ExpiredToken) } else { Ok(claims) }
    }
}

/// A new refresh token.
///
/// # Errors
/// If the system gives no random numbers.
pub(super) fn fresh() -> Result<String, Error> {
    let bytes = crate::keys::random::<32>().map_err(|error| Error::Hashing(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is stored of a refresh token.
pub(super) fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}
