//! Mail by SMTP (RFC 5321), with TLS unless the server is on this machine or an administrator says otherwise.

use std::net::IpAddr;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use node_sdk::{ErrorKind, Mail, NodeError};
use reqwest::Url;

const PATIENCE: Duration = Duration::from_secs(60);

/// A mail server, and who mails come from.
#[derive(Clone)]
pub struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Host and port, to name in errors.
    shown: String,
}

/// Why a mail server cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum MailServerError {
    /// The address says nothing to send by.
    #[error(
        "the mail server's address is not valid: {0}. Write it like `smtp://USER:PASSWORD@mail.example.org:587` (STARTTLS) \
         or `smtps://USER:PASSWORD@mail.example.org:465`"
    )]
    Address(String),
    /// The sender is none.
    #[error("`{0}` is no sender of mails; write it like `OpsConductor <ops@example.org>`")]
    From(String),
}

impl MailServer {
    /// Sends by a server such as `smtp://USER:PASSWORD@HOST:587`; `?tls=none` sends without TLS.
    ///
    /// # Errors
    /// If the address or the sender is none. The address is not repeated, because it may hold a password.
    pub fn new(address: &str, from: &str) -> Result<Self, MailServerError> {
        let url = secured(address)?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|_| MailServerError::Address("it must begin with smtp:// or smtps://, and name a host".into()))?;
        let from: Mailbox = from.parse().map_err(|_| MailServerError::From(from.to_owned()))?;
        let host = url.host_str().unwrap_or_default();
        let shown = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Ok(Self { transport: transport.timeout(Some(PATIENCE)).build(), from, shown })
    }

    /// Sends a mail; `key` tells it from every other, however often it is sent.
    ///
    /// # Errors
    /// As [`node_sdk::Notices::send`].
    pub(super) async fn send(&self, mail: Mail, key: &str) -> Result<String, NodeError> {
        let message = self.write(mail, key)?;
        let answer = self.transport.send(message).await.map_err(|error| self.explain(&error))?;
        Ok(answer.message().collect::<Vec<_>>().join(" "))
    }

    fn write(&self, mail: Mail, key: &str) -> Result<Message, NodeError> {
        let mut builder = Message::builder()
            .from(self.from.clone())
            .subject(mail.subject)
            .message_id(Some(format!("<{key}@{}>", self.from.email.domain())));
        for address in &mail.to {
            builder = builder.to(mailbox(address)?);
        }
        for address in &mail.cc {
            builder = builder.cc(mailbox(address)?);
        }
        for address in &mail.bcc {
            builder = builder.bcc(mailbox(address)?);
        }
        let text = if mail.is_html { SinglePart::html(mail.body) } else { SinglePart::plain(mail.body) };
        let written = if mail.attachments.is_empty() {
            builder.singlepart(text)
        } else {
            let parts = MultiPart::mixed().singlepart(text);
            builder.multipart(mail.attachments.into_iter().fold(parts, |parts, file| parts.singlepart(attached(file))))
        };
        written.map_err(|error| NodeError::new(ErrorKind::VALIDATION, format!("The mail cannot be written: {error}.")))
    }

    fn explain(&self, error: &SmtpError) -> NodeError {
        let server = &self.shown;
        if error.is_timeout() {
            let message = format!("The mail server `{server}` did not answer within {} seconds.", PATIENCE.as_secs());
            return NodeError::new(ErrorKind::TIMEOUT, message);
        }
        let reason = reason(error);
        match error.status().map(|code| code.to_string()) {
            Some(code) if ["530", "534", "535", "538"].contains(&code.as_str()) => NodeError::new(
                ErrorKind::AUTH,
                format!("The mail server `{server}` refused the user name or password: {reason}"),
            ),
            Some(_) if error.is_transient() => NodeError::failed(
                ErrorKind::LIMIT,
                format!(
                    "The mail server `{server}` did not take the mail for now: {reason}. It can be tried again later."
                ),
            ),
            Some(_) => NodeError::failed(
                ErrorKind::VALIDATION,
                format!("The mail server `{server}` did not take the mail: {reason}"),
            ),
            None => NodeError::new(
                ErrorKind::NETWORK,
                format!(
                    "The mail server `{server}` could not be used: {reason}. Check its address, port and certificate."
                ),
            ),
        }
    }
}

/// STARTTLS is a must, so that no password and no mail crosses a network in the clear.
fn secured(address: &str) -> Result<Url, MailServerError> {
    let mut url = Url::parse(address).map_err(|error| MailServerError::Address(error.to_string()))?;
    let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    match tls.as_deref() {
        None if url.scheme() == "smtp" && !is_here(&url) => url.set_query(Some("tls=required")),
        Some("none") => url.set_query(None),
        _ => {}
    }
    Ok(url)
}

fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn mailbox(address: &str) -> Result<Mailbox, NodeError> {
    address.parse().map_err(|_| {
        let message = format!("`{}` is no mail address. Write it like `ops@example.org`.", address.escape_debug());
        NodeError::new(ErrorKind::VALIDATION, message)
    })
}

fn attached((name, content): (String, Vec<u8>)) -> SinglePart {
    let content_type = ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN);
    Attachment::new(name).body(content, content_type)
}

/// The last cause: what the server said, or why it was not reached.
fn reason(error: &SmtpError) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &str) {
        assert_eq!(secured(address).expect("an address").as_str(), expected);
    }

    #[test]
    fn tls_is_a_must_unless_the_server_is_here_or_it_is_switched_off() {
        check("smtp://u:p@mail.example.org:587", "smtp://u:p@mail.example.org:587?tls=required");
        check("smtp://mail.example.org?tls=none", "smtp://mail.example.org");
        check("smtp://localhost:25", "smtp://localhost:25");
        check("smtp://[::1]:25", "smtp://[::1]:25");
        check("smtps://mail.example.org", "smtps://mail.example.org");
    }

    #[test]
    fn what_cannot_be_set_up_is_said_without_the_password() {
        for (address, from) in
            [("http://u:hunter2@x", "a@b.org"), ("smtp:hunter2", "a@b.org"), ("smtp://u:hunter2@h", "x")]
        {
            let error = MailServer::new(address, from).err().expect("refused").to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
