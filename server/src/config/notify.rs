//! Settings of messages to people.

use anyhow::{Context as _, ensure};
use node_hosts::{Allowed, CourierSettings, MailServer};

use super::secret;

const MOST_PER_MINUTE: u32 = 10_000;
const MOST_PER_RUN: u32 = 100_000;
const MAIL_FROM: &str = "OpsConductor <opsconductor@localhost>";

/// Who may be told, and how often; as flags, and in the file. The ways themselves may be secret, and come from the
/// environment only.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct NotifyFlags {
    /// Who mails come from, such as `OpsConductor <ops@example.org>`; the mail server is OPSCONDUCTOR_SMTP_URL
    #[arg(long, env = "OPSCONDUCTOR_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Mail addresses, mail domains and hosts that messages may go to; `.example.org` is a domain and all below it [default: any]
    #[arg(long, env = "OPSCONDUCTOR_NOTIFY_ALLOW", value_delimiter = ',')]
    pub notify_allow: Vec<String>,
    /// How many messages a minute may go by mail, and as many by each other way [default: 60]
    #[arg(long, env = "OPSCONDUCTOR_NOTIFY_PER_MINUTE")]
    pub notify_per_minute: Option<u32>,
    /// How many messages one run may send [default: 100]
    #[arg(long, env = "OPSCONDUCTOR_NOTIFY_PER_RUN")]
    pub notify_per_run: Option<u32>,
    /// Where people reach this server, for links in messages, such as `https://ops.example.org`
    #[arg(long, env = "OPSCONDUCTOR_PUBLIC_URL")]
    pub public_url: Option<String>,
}

/// Puts flags, file and environment together.
pub(crate) fn courier(flags: NotifyFlags, file: NotifyFlags) -> anyhow::Result<CourierSettings> {
    let bounded = |name: &str, number: Option<u32>, most: u32| {
        let is_sound = number.is_none_or(|number| (1..=most).contains(&number));
        ensure!(is_sound, "{name} must be from 1 to {most}, not {}", number.unwrap_or_default());
        Ok(number)
    };
    let per_minute = flags.notify_per_minute.or(file.notify_per_minute);
    let per_run = flags.notify_per_run.or(file.notify_per_run);
    let from = flags.mail_from.or(file.mail_from);
    let allowed = if flags.notify_allow.is_empty() { file.notify_allow } else { flags.notify_allow };
    allowed.iter().try_for_each(|entry| check_allowed(entry))?;
    Ok(CourierSettings {
        mail: mail_server(secret("OPSCONDUCTOR_SMTP_URL")?.as_deref(), from.as_deref())?,
        slack: web_address("OPSCONDUCTOR_SLACK_WEBHOOK", secret("OPSCONDUCTOR_SLACK_WEBHOOK")?)?,
        teams: web_address("OPSCONDUCTOR_TEAMS_WEBHOOK", secret("OPSCONDUCTOR_TEAMS_WEBHOOK")?)?,
        allowed: (!allowed.is_empty()).then(|| Allowed::new(allowed)),
        per_minute: bounded("notify_per_minute", per_minute, MOST_PER_MINUTE)?,
        per_run: bounded("notify_per_run", per_run, MOST_PER_RUN)?,
        public_url: web_address("public_url", flags.public_url.or(file.public_url))?,
    })
}

/// An entry that could never be met would let nothing through, and nobody would know why.
fn check_allowed(entry: &str) -> anyhow::Result<()> {
    let is_sound = !entry.trim().is_empty() && !entry.trim().contains(['/', ':', '*', ' ', '<', '>']);
    ensure!(
        is_sound,
        "notify_allow holds `{}`; write a mail address, a domain or host such as `example.org`, or `.example.org` for a \
         domain and all below it",
        entry.escape_debug()
    );
    Ok(())
}

fn mail_server(address: Option<&str>, from: Option<&str>) -> anyhow::Result<Option<MailServer>> {
    let server = address.map(|address| MailServer::new(address, from.unwrap_or(MAIL_FROM)));
    server.transpose().context("OPSCONDUCTOR_SMTP_URL or mail_from cannot be used")
}

/// The address is not repeated: it may be a secret.
fn web_address(name: &str, address: Option<String>) -> anyhow::Result<Option<String>> {
    let is_sound = |address: &str| {
        reqwest::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    ensure!(
        address.as_deref().is_none_or(is_sound),
        "{name} must be an address that begins with https:// or http://, such as https://ops.example.org"
    );
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: NotifyFlags, refused: &str) {
        let error = courier(given, NotifyFlags::default()).err().expect("refused").to_string();
        assert!(error.starts_with(refused), "{error}");
    }

    #[tokio::test]
    async fn what_could_not_work_is_refused_by_name() {
        let flags = NotifyFlags::default;
        check(NotifyFlags { notify_per_minute: Some(0), ..flags() }, "notify_per_minute must be from 1 to");
        check(NotifyFlags { notify_per_run: Some(u32::MAX), ..flags() }, "notify_per_run must be from 1 to");
        for entry in ["https://example.org", "*.example.org", "a.org b.org", ""] {
            check(NotifyFlags { notify_allow: vec![entry.into()], ..flags() }, "notify_allow holds");
        }
        check(NotifyFlags { public_url: Some("ops.example.org".into()), ..flags() }, "public_url must be an address");
        let hidden = web_address("x", Some("ftp://hooks/secret".into())).expect_err("refused").to_string();
        assert!(!hidden.contains("secret"), "{hidden}");
        assert!(mail_server(Some("smtp://u:hunter2@h"), Some("nobody")).is_err());
        assert!(mail_server(Some("smtp://u:hunter2@h"), Some("Ops <ops@example.org>")).is_ok());
    }

    #[test]
    fn flags_go_before_the_file() {
        let file =
            NotifyFlags { notify_allow: vec!["a.org".into()], notify_per_run: Some(5), ..NotifyFlags::default() };
        let flags = NotifyFlags { notify_allow: vec!["b.org".into()], ..NotifyFlags::default() };
        let settings = courier(flags, file).expect("settings");
        assert_eq!(settings.allowed, Some(Allowed::new(["b.org".to_owned()])));
        assert_eq!((settings.per_run, settings.per_minute), (Some(5), None));
    }
}
