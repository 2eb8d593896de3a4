//! Whether a caller knows the secret of a webhook. What is compared takes the same time whatever it is.

use axum::http::{HeaderMap, header};
use hmac::{Hmac, KeyInit, Mac};
use node_sdk::Proof;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::Error;

/// Another header for a token, for callers that cannot set `Authorization`.
pub(super) const TOKEN: &str = "x-webhook-token";
/// The header of a signature: `sha256=` and the HMAC-SHA256 (RFC 2104) of the body in hexadecimal digits, as GitHub
/// sends it (docs.github.com, "Validating webhook deliveries").
pub(super) const SIGNATURE: &str = "x-hub-signature-256";

const WORDS: [(Proof, &str); 3] = [(Proof::Token, "token"), (Proof::Signature, "signature"), (Proof::None, "none")];

/// As it is stored.
pub(super) fn word(proof: Proof) -> &'static str {
    WORDS.into_iter().find(|(one, _)| *one == proof).map_or("token", |(_, word)| word)
}

/// What is stored; nobody gets in by a word that is none.
fn stored(word: &str) -> Proof {
    WORDS.into_iter().find(|(_, one)| *one == word).map_or(Proof::Token, |(proof, _)| proof)
}

/// Checks what a caller shows.
///
/// # Errors
/// If it does not know the secret.
pub(super) fn check(
    auth: &str,
    secret: impl FnOnce() -> Result<String, Error>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Error> {
    let proof = stored(auth);
    if proof == Proof::None {
        return Ok(());
    }
    let secret = &secret()?;
    let is_proven = match proof {
        Proof::None => true,
        Proof::Token => token(headers).is_some_and(|token| is_same(token, secret)),
        Proof::Signature => signature(headers).is_some_and(|signature| is_signed(&signature, secret, body)),
    };
    if is_proven {
        return Ok(());
    }
    Err(Error::Unproven(match proof {
        Proof::Signature => {
            "The signature is missing or wrong. Sign the body with the address's secret, and send `X-Hub-Signature-256`."
        }
        _ => "The token is missing or wrong. Send the address's secret as `Authorization: Bearer <token>`.",
    }))
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = bearer.and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")));
    bearer.or_else(|| headers.get(TOKEN).and_then(|value| value.to_str().ok())).map(str::trim)
}

/// Hashes are compared, so that the length of the secret does not show either.
fn is_same(token: &str, secret: &str) -> bool {
    Sha256::digest(token.as_bytes()).ct_eq(&Sha256::digest(secret.as_bytes())).into()
}

fn signature(headers: &HeaderMap) -> Option<Vec<u8>> {
    let digits = headers.get(SIGNATURE)?.to_str().ok()?.trim().strip_prefix("sha256=")?;
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair.filter(|pair| pair.len() == 2)?, 16).ok()).collect()
}

fn is_signed(signature: &[u8], secret: &str, body: &[u8]) -> bool {
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    mac.chain_update(body).verify_slice(signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::HeaderName::from_static(name), value.parse().expect("a value"))])
    }

    fn passes(proof: Proof, name: &'static str, value: &str) -> bool {
        let secret = || Ok("It's a Secret to Everybody".to_owned());
        check(word(proof), secret, &headers(name, value), b"Hello, World!").is_ok()
    }

    #[test]
    fn a_signature_is_the_one_github_documents() {
        let documented = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        assert!(passes(Proof::Signature, SIGNATURE, documented));
        for wrong in [&documented[..documented.len() - 1], &documented.replace("75", "76"), "sha256=", "sha256=zz", "x"]
        {
            assert!(!passes(Proof::Signature, SIGNATURE, wrong), "{wrong}");
        }
    }

    #[test]
    fn a_token_comes_in_one_of_two_headers() {
        assert!(passes(Proof::Token, "authorization", "Bearer It's a Secret to Everybody"));
        assert!(passes(Proof::Token, TOKEN, "It's a Secret to Everybody"));
        assert!(!passes(Proof::Token, TOKEN, "It's a Secret"));
        assert!(!passes(Proof::Token, "authorization", "It's a Secret to Everybody"));
        assert!(!passes(Proof::Signature, TOKEN, "It's a Secret to Everybody"));
    }

    #[test]
    fn an_open_address_needs_nothing() {
        assert!(passes(Proof::None, "accept", "*/*"));
        let unknown = check("what?", || Err(Error::NoSecret), &HeaderMap::new(), b"");
        assert!(matches!(unknown, Err(Error::NoSecret)));
    }
}
