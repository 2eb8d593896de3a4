//! Why a request failed, as a kind to decide on and a sentence to read.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use node_sdk::{ErrorKind, NodeError};
use rustls::CertificateError;

use crate::egress::Refusal;

/// Explains the failure of a request to `host`.
pub(crate) fn explain(error: &reqwest::Error, host: &str, timeout: Duration) -> NodeError {
    if let Some(refusal) = find::<Refusal>(error) {
        return refused(refusal);
    }
    if error.is_timeout() {
        let seconds = timeout.as_secs_f64();
        let message =
            format!("`{host}` did not answer in full within {seconds} seconds. Allow more time, or check the server.");
        return NodeError::new(ErrorKind::TIMEOUT, message);
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        return NodeError::new(ErrorKind::NETWORK, explain_tls(tls, host));
    }
    let message = if error.is_builder() {
        return NodeError::new(ErrorKind::VALIDATION, format!("The request cannot be sent: {}.", innermost(error)));
    } else if error.is_connect() {
        format!(
            "No connection to `{host}`: {}. Check the address, the port and whether the server runs.",
            innermost(error)
        )
    } else {
        format!("The exchange with `{host}` broke off: {}.", innermost(error))
    };
    NodeError::new(ErrorKind::NETWORK, message)
}

/// A redirect to a redirect, and so on.
pub(crate) fn circle(host: &str, most: usize) -> NodeError {
    let message =
        format!("`{host}` redirects more than {most} times or in a circle. Ask for the final address directly.");
    NodeError::new(ErrorKind::NETWORK, message)
}

/// An address that was not used.
pub(crate) fn refused(refusal: &Refusal) -> NodeError {
    let kind = match refusal {
        Refusal::OffLimits { .. } => ErrorKind::NOT_PERMITTED,
        Refusal::UnknownName(_) => ErrorKind::NETWORK,
    };
    NodeError::new(kind, refusal.to_string())
}

fn explain_tls(error: &rustls::Error, host: &str) -> String {
    let what = match error {
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            "is signed by an authority this machine does not trust. Add the authority to the machine's trusted certificates"
        }
        rustls::Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            "has expired. Renew it"
        }
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => "is made out to another name. Use that name",
        rustls::Error::InvalidCertificate(_) => "is not valid. Replace it",
        other => return format!("No secure connection to `{host}`: {other}. Check that the port speaks TLS."),
    };
    format!("The certificate of `{host}` {what}, or switch off `verify_ssl` if you trust the server anyway.")
}

/// The first cause of a type. An `io::Error` hides the error it carries from `source`, so it is opened.
fn find<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    if let Some(found) = error.downcast_ref() {
        return Some(found);
    }
    let carried = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    match carried {
        Some(carried) => find(carried),
        None => error.source().and_then(find),
    }
}

/// The last cause; the ones above it repeat the address, which may hold a secret.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string().trim_end_matches('.').to_owned()
}
