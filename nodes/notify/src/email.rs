//! `notification.email`.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, HostError, Mail, Notice};

use crate::common::Common;
use crate::context::Context;
use crate::notify::{Channel, help};

/// The most bytes that the attached files may have together.
const MOST_ATTACHED: u64 = 10 << 20;
/// The most addresses a mail may go to.
const MOST_RECIPIENTS: usize = 100;

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ui" = {
    "preview": { "to": "recipients", "title": "subject", "body": "message", "format": "format" }
}))]
pub(crate) struct Config {
    /// Who gets the mail.
    #[schemars(length(min = 1, max = 100), inner(length(min = 1, max = 254)), extend("x-ui" = {
        "widget": "tags", "check": "email", "placeholder": "ops@example.org", "expression": "allowed"
    }))]
    recipients: Vec<String>,
    /// What the mail is about, in one line.
    #[schemars(length(min = 1, max = 500), extend("x-ui" = { "placeholder": "{{ flow_name }} has ended" }))]
    subject: String,
    /// What the mail says.
    #[schemars(length(max = 100_000), extend("x-ui" = { "widget": "multiline" }))]
    message: String,
    /// Whether the message is plain text or HTML. Values put into HTML by `{{ }}` are not escaped.
    #[serde(default)]
    format: Format,
    /// Who gets a copy.
    #[serde(default)]
    #[schemars(length(max = 100), inner(length(min = 1, max = 254)), extend("x-ui" = {
        "widget": "tags", "check": "email", "expression": "allowed", "advanced": true
    }))]
    cc: Vec<String>,
    /// Who gets a copy that the others do not see.
    #[serde(default)]
    #[schemars(length(max = 100), inner(length(min = 1, max = 254)), extend("x-ui" = {
        "widget": "tags", "check": "email", "expression": "allowed", "advanced": true
    }))]
    bcc: Vec<String>,
    /// Files of the workspace that are sent along, 10 MiB at most.
    #[serde(default)]
    #[schemars(length(max = 20), inner(length(min = 1, max = 4096)), extend("x-ui" = {
        "widget": "tags", "placeholder": "reports/disk.csv", "expression": "allowed", "advanced": true
    }))]
    attachments: Vec<String>,
    #[serde(flatten)]
    common: Common,
}

/// What a mail is written in.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Format {
    /// Plain text.
    #[default]
    Text,
    /// HTML.
    Html,
}

pub(crate) struct Email;

impl Channel for Email {
    const TYPE: &'static str = "notification.email";
    const ALIAS: &'static str = "notify.email";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Send mail", Category::Notify)
            .about("Sends a mail.", HELP)
            .looks("mail", Shape::Standard)
            .example(
                "tell the team",
                json!({ "recipients": ["ops@example.org"], "subject": "Backup", "message": "The backup has ended." }),
                "output",
            )
            .example(
                "a report, as HTML and with a file",
                json!({
                    "recipients": ["ops@example.org"], "cc": ["Ada Lovelace <ada@example.org>"], "subject": "Report",
                    "message": "<h1>Report</h1>", "format": "html", "attachments": ["hello.txt"]
                }),
                "output",
            )
    }

    fn common(config: &Config) -> &Common {
        &config.common
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let lists = [("recipients", &config.recipients), ("cc", &config.cc), ("bcc", &config.bcc)];
        let all = lists.iter().flat_map(|(field, list)| {
            list.iter().enumerate().map(move |(index, address)| (format!("{field}/{index}"), address))
        });
        let wrong = all.filter_map(|(field, address)| Some(ConfigError::new(field, problem(address)?)));
        let lines = config.subject.contains(['\n', '\r']).then(|| ConfigError::new("subject", ONE_LINE));
        wrong.chain(lines).collect()
    }

    async fn notice(ctx: &Ctx<'_>, config: &Config, context: Context) -> Result<Notice, NodeError> {
        let wrong = Self::check(config).into_iter().next();
        if let Some(wrong) = wrong {
            return Err(NodeError::new(ErrorKind::VALIDATION, wrong.message));
        }
        let recipients = config.recipients.len() + config.cc.len() + config.bcc.len();
        if recipients > MOST_RECIPIENTS {
            let message = format!("The mail has {recipients} recipients; {MOST_RECIPIENTS} are the most.");
            return Err(NodeError::new(ErrorKind::LIMIT, message));
        }
        let is_html = config.format == Format::Html;
        Ok(Notice::Mail(Mail {
            to: config.recipients.clone(),
            cc: config.cc.clone(),
            bcc: config.bcc.clone(),
            subject: config.subject.clone(),
            body: if is_html { html(&config.message, &context) } else { context.below(&config.message) },
            is_html,
            attachments: files(ctx, &config.attachments).await?,
        }))
    }
}

const ONE_LINE: &str = "The subject must be one line. Put further lines into the message.";

const HELP: &str = help!(
    "\
Sends a mail by the mail server that is set up for OpsConductor (`OPSCONDUCTOR_SMTP_URL`, `--mail-from`).

Example: **Recipients** `ops@example.org`, **Subject** `{{ flow_name }} has ended`, **Message** \
`It took {{ execution_time }}.` An address may have a name before it: `Ada Lovelace <ada@example.org>`."
);

/// Why a text is no address to send to.
fn problem(address: &str) -> Option<String> {
    let is_sound = email_address::EmailAddress::is_valid(address);
    (!is_sound).then(|| format!("`{}` is no mail address. Write it like `ops@example.org`.", address.escape_debug()))
}

fn html(message: &str, context: &Context) -> String {
    let below = context.below("");
    if below.is_empty() { message.to_owned() } else { format!("{message}\n<hr>\n<pre>{}</pre>", escape(&below)) }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

async fn files(ctx: &Ctx<'_>, paths: &[String]) -> Result<Vec<(String, Vec<u8>)>, NodeError> {
    let mut files = Vec::new();
    if paths.is_empty() {
        return Ok(files);
    }
    let host = ctx.host().await?;
    let mut room = MOST_ATTACHED;
    for path in paths {
        let content = host.read(path, room + 1).await.map_err(|error| not_attached(path, error))?;
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        room = room.checked_sub(size).ok_or_else(|| too_large(path))?;
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        files.push((name.to_owned(), content));
    }
    Ok(files)
}

fn too_large(path: &str) -> NodeError {
    let most = MOST_ATTACHED >> 20;
    let message = format!("With `{path}`, the attached files have more than {most} MiB. Send a link to them instead.");
    NodeError::new(ErrorKind::LIMIT, message)
}

fn not_attached(path: &str, error: HostError) -> NodeError {
    let mut error = NodeError::from(error);
    error.message = format!("`{path}` cannot be attached: {}", error.message);
    error
}

#[cfg(test)]
mod tests {
    use node_testkit::{Bench, contract};

    use super::*;
    use crate::notify::Notify;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Notify::<Email>::NODE).await;
    }

    fn config(extra: &serde_json::Value) -> serde_json::Value {
        let mut config = json!({ "recipients": ["ops@example.org"], "subject": "S", "message": "M" });
        config.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        config
    }

    async fn sent(extra: &serde_json::Value) -> Mail {
        let bench = Bench::default();
        bench.run(Notify::<Email>::NODE, config(extra)).await.expect("sent");
        match bench.fakes.kept.notices().remove(0) {
            Notice::Mail(mail) => mail,
            other @ Notice::Post(_) => panic!("no mail: {other:?}"),
        }
    }

    fn check(extra: &serde_json::Value, fields: &[&str]) {
        let config: Config = serde_json::from_value(config(extra)).expect("read");
        let found: Vec<_> = Email::check(&config).into_iter().map(|problem| problem.field).collect();
        assert_eq!(found, fields);
    }

    #[test]
    fn what_is_no_address_is_named() {
        check(&json!({ "recipients": ["a@b.org", "root@localhost", "Ada Lovelace <ada@b.org>"] }), &[]);
        check(
            &json!({ "recipients": ["ops"], "cc": ["a@b.org", "a@@b"], "bcc": ["a b@c.org"] }),
            &["recipients/0", "cc/1", "bcc/0"],
        );
        check(&json!({ "recipients": ["a@b.org\r\nBcc: c@d.org"] }), &["recipients/0"]);
        check(&json!({ "subject": "one\nBcc: c@d.org" }), &["subject"]);
    }

    #[tokio::test]
    async fn a_file_of_the_workspace_goes_along_under_its_own_name() {
        let mail = sent(&json!({ "attachments": ["logs/app.log"] })).await;
        assert_eq!(mail.attachments, [("app.log".to_owned(), b"started\nready\n".to_vec())]);
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_keeps_the_mail_back() {
        let bench = Bench::default();
        let config = config(&json!({ "attachments": ["none.txt"], "fail_flow_on_error": true }));
        let error = bench.run(Notify::<Email>::NODE, config).await.expect_err("there is no such file");
        assert!(error.message.starts_with("`none.txt` cannot be attached"), "{error}");
        assert_eq!(bench.fakes.kept.notices(), []);
    }

    #[test]
    fn what_is_known_of_the_run_is_no_html_of_its_own() {
        let context = Context { facts: vec![("Flow", "<b>&".into())], log: None };
        assert_eq!(html("<p>Hi", &context), "<p>Hi\n<hr>\n<pre>Flow: &lt;b&gt;&amp;</pre>");
        assert_eq!(html("<p>Hi", &Context::default()), "<p>Hi");
    }
}
