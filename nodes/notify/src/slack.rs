//! `notification.slack`: a message by an incoming webhook of Slack.

use node_sdk::prelude::*;
use node_sdk::{Channel as Server, ConfigError, Notice, Post};

use crate::common::Common;
use crate::context::Context;
use crate::notify::{Channel, help};

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ui" = { "preview": { "to": "channel", "body": "message", "parts": "attachments" } }))]
pub(crate) struct Config {
    /// The channel, such as `#operations`, or the person, such as `@ada`.
    #[schemars(length(min = 1, max = 200), extend("x-ui" = { "placeholder": "#operations" }))]
    channel: String,
    /// What the message says. Slack reads `*bold*`, `_italic_` and `<https://example.org|links>`.
    #[serde(default)]
    #[schemars(length(max = 40_000), extend("x-ui" = { "widget": "multiline" }))]
    message: String,
    /// Blocks under the message, each with a bar of its colour.
    #[serde(default)]
    #[schemars(length(max = 20))]
    attachments: Vec<Attachment>,
    /// The name that the message is shown under.
    #[serde(default)]
    #[schemars(length(max = 80), extend("x-ui" = { "placeholder": "OpsConductor", "advanced": true }))]
    username: String,
    /// The address of the incoming webhook, if it is not the one set up for OpsConductor. Give it as a secret parameter, such as `{{ params.slack }}`.
    #[serde(default)]
    #[schemars(length(max = 8192), extend("x-ui" = { "secret": true, "advanced": true }))]
    webhook_url: String,
    #[serde(flatten)]
    common: Common,
}

/// A block under the message.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
struct Attachment {
    /// The colour of the bar beside the block: `#` with six hexadecimal digits, or `good`, `warning`, `danger`.
    #[serde(default = "grey")]
    #[schemars(length(min = 1, max = 40), extend("x-ui" = { "widget": "color" }))]
    color: String,
    /// What the block shows.
    #[serde(default)]
    #[schemars(length(max = 20), extend("x-ui" = { "widget": "table" }))]
    fields: Vec<Field>,
}

fn grey() -> String {
    "#868e96".into()
}

/// A line of a block.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
struct Field {
    /// What it is.
    #[serde(default)]
    #[schemars(length(max = 300))]
    title: String,
    /// Its value.
    #[serde(default)]
    #[schemars(length(max = 2_000))]
    value: String,
    /// Whether two of them fit beside each other.
    #[serde(default)]
    short: bool,
}

pub(crate) struct Slack;

impl Channel for Slack {
    const TYPE: &'static str = "notification.slack";
    const ALIAS: &'static str = "notify.slack";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Tell Slack", Category::Notify)
            .about("Sends a message to a channel or a person on Slack.", HELP)
            .looks("brand-slack", Shape::Standard)
            .platforms(Platform::ENGINE)
            .example("tell a channel", json!({ "channel": "#operations", "message": "The backup has ended." }), "output")
            .example(
                "with a block of facts",
                json!({
                    "channel": "@ada", "message": "*Disk full*", "attachments": [{
                        "color": "#e03131",
                        "fields": [{ "title": "Host", "value": "web-1", "short": true }, { "title": "Used", "value": "98 %", "short": true }]
                    }]
                }),
                "output",
            )
    }

    fn common(config: &Config) -> &Common {
        &config.common
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let is_empty = config.message.is_empty() && config.attachments.is_empty();
        is_empty.then(|| ConfigError::new("message", "Write a message, or add a block under it.")).into_iter().collect()
    }

    async fn notice(_: &Ctx<'_>, config: &Config, context: Context) -> Result<Notice, NodeError> {
        let facts = context.facts.iter().map(|(title, value)| Field {
            title: (*title).into(),
            value: value.clone(),
            short: value.chars().count() < 40,
        });
        let facts: Vec<_> = facts.collect();
        let below = (!facts.is_empty()).then(|| Attachment { color: grey(), fields: facts });
        let attachments: Vec<_> = config.attachments.iter().cloned().chain(below).collect();
        let log = context.log.map(|log| format!("\n```\n{log}\n```")).unwrap_or_default();
        let mut body = json!({
            "channel": config.channel, "text": format!("{}{log}", config.message), "attachments": attachments
        });
        if !config.username.is_empty() {
            body["username"] = config.username.as_str().into();
        }
        let url = (!config.webhook_url.is_empty()).then(|| config.webhook_url.clone());
        Ok(Notice::Post(Post { channel: Server::Slack, url, headers: Vec::new(), body: body.into() }))
    }
}

const HELP: &str = help!(
    "\
Sends a message by an incoming webhook of Slack: the one set up for OpsConductor (`OPSCONDUCTOR_SLACK_WEBHOOK`), or the \
node's own.

Example: **Channel** `#operations`, **Message** `*{{ flow_name }}* has ended.` Slack lets only some webhooks choose the \
channel and the name; the others use what they were made for."
);

#[cfg(test)]
mod tests {
    use node_testkit::{Bench, contract};

    use super::*;
    use crate::notify::Notify;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Notify::<Slack>::NODE).await;
    }

    #[tokio::test]
    async fn a_message_is_what_slack_reads() {
        let bench = Bench::default();
        let config = json!({
            "channel": "#ops", "message": "*Hi*", "username": "Ops", "webhook_url": "https://hooks.example.org/x",
            "attachments": [{ "color": "#ff0000", "fields": [{ "title": "Host", "value": "web-1", "short": true }] }]
        });
        bench.run(Notify::<Slack>::NODE, config).await.expect("sent");
        let Notice::Post(post) = bench.fakes.kept.notices().remove(0) else { panic!("no post") };
        assert_eq!((post.channel, post.url.as_deref()), (Server::Slack, Some("https://hooks.example.org/x")));
        let expected = json!({
            "channel": "#ops", "text": "*Hi*", "username": "Ops",
            "attachments": [{ "color": "#ff0000", "fields": [{ "title": "Host", "value": "web-1", "short": true }] }]
        });
        assert_eq!(serde_json::Value::from(&post.body), expected);
    }

    #[test]
    fn something_must_be_said() {
        let config: Config = serde_json::from_value(json!({ "channel": "#ops" })).expect("read");
        assert_eq!(Slack::check(&config)[0].field, "message");
    }
}
