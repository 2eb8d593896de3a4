//! `notification.teams`: an Adaptive Card by a webhook of Microsoft Teams.

use node_sdk::prelude::*;
use node_sdk::{Channel as Server, Notice, Post};
use serde_json::Value as Json;

use crate::common::Common;
use crate::context::Context;
use crate::notify::{Channel, help};

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ui" = { "preview": { "title": "title", "body": "message", "parts": "facts" } }))]
pub(crate) struct Config {
    /// The headline.
    #[serde(default)]
    #[schemars(length(max = 300), extend("x-ui" = { "placeholder": "{{ flow_name }} has ended" }))]
    title: String,
    /// What the message says. Teams reads `**bold**`, `_italic_` and `[links](https://example.org)`.
    #[schemars(length(min = 1, max = 20_000), extend("x-ui" = { "widget": "multiline" }))]
    message: String,
    /// Names and values under the message.
    #[serde(default)]
    #[schemars(length(max = 50), extend("x-ui" = { "widget": "table" }))]
    facts: Vec<Fact>,
    /// The address of the webhook, if it is not the one set up for OpsConductor; it decides the channel. Give it as a secret parameter, such as `{{ params.teams }}`.
    #[serde(default)]
    #[schemars(length(max = 8192), extend("x-ui" = { "secret": true, "advanced": true }))]
    webhook_url: String,
    #[serde(flatten)]
    common: Common,
}

/// A line under the message.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
struct Fact {
    /// What it is.
    #[serde(default)]
    #[schemars(length(max = 300))]
    title: String,
    /// Its value.
    #[serde(default)]
    #[schemars(length(max = 2_000))]
    value: String,
}

pub(crate) struct Teams;

impl Channel for Teams {
    const TYPE: &'static str = "notification.teams";
    const ALIAS: &'static str = "notify.teams";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Tell Teams", Category::Notify)
            .about("Sends a message to a channel of Microsoft Teams.", HELP)
            .looks("message", Shape::Standard)
            .platforms(Platform::ENGINE)
            .example("tell a channel", json!({ "title": "Backup", "message": "The backup has ended." }), "output")
            .example(
                "with facts",
                json!({ "message": "**Disk full**", "facts": [{ "title": "Host", "value": "web-1" }] }),
                "output",
            )
    }

    fn common(config: &Config) -> &Common {
        &config.common
    }

    async fn notice(_: &Ctx<'_>, config: &Config, context: Context) -> Result<Notice, NodeError> {
        let url = (!config.webhook_url.is_empty()).then(|| config.webhook_url.clone());
        let body = config.card(&context).into();
        Ok(Notice::Post(Post { channel: Server::Teams, url, headers: Vec::new(), body }))
    }
}

const HELP: &str = help!(
    "\
Sends a card by a webhook of Teams (made by a workflow that posts what it receives): the one set up for OpsConductor \
(`OPSCONDUCTOR_TEAMS_WEBHOOK`), or the node's own.

Example: **Title** `{{ flow_name }} has ended`, **Message** `It took {{ execution_time }}.`"
);

impl Config {
    /// The message as an Adaptive Card, version 1.4, in the envelope that Teams takes.
    fn card(&self, context: &Context) -> Json {
        let facts = self.facts.iter().map(|fact| json!({ "title": fact.title, "value": fact.value }));
        let known = context.facts.iter().map(|(title, value)| json!({ "title": title, "value": value }));
        let facts: Vec<_> = facts.chain(known).collect();
        let title =
            json!({ "type": "TextBlock", "text": self.title, "weight": "Bolder", "size": "Medium", "wrap": true });
        let message = json!({ "type": "TextBlock", "text": self.message, "wrap": true });
        let log = context
            .log
            .as_ref()
            .map(|log| json!({ "type": "TextBlock", "text": log, "fontType": "Monospace", "wrap": true }));
        let title = (!self.title.is_empty()).then_some(title);
        let facts = (!facts.is_empty()).then(|| json!({ "type": "FactSet", "facts": facts }));
        let body: Vec<_> = title.into_iter().chain([message]).chain(facts).chain(log).collect();
        let card = json!({
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": body
        });
        json!({
            "type": "message",
            "attachments": [{ "contentType": "application/vnd.microsoft.card.adaptive", "content": card }]
        })
    }
}

#[cfg(test)]
mod tests {
    use node_testkit::contract;

    use super::*;
    use crate::notify::Notify;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Notify::<Teams>::NODE).await;
    }

    #[test]
    fn a_message_is_a_card_with_its_facts() {
        let given = json!({ "title": "T", "message": "M", "facts": [{ "title": "Host", "value": "web-1" }] });
        let config: Config = serde_json::from_value(given).expect("read");
        let context = Context { facts: vec![("Flow", "Backup".into())], log: Some("done".into()) };
        let card = config.card(&context);
        let body = &card["attachments"][0]["content"]["body"];
        let kinds: Vec<_> = body.as_array().expect("a list").iter().map(|part| part["type"].as_str()).collect();
        assert_eq!(kinds, [Some("TextBlock"), Some("TextBlock"), Some("FactSet"), Some("TextBlock")]);
        let facts = json!([{ "title": "Host", "value": "web-1" }, { "title": "Flow", "value": "Backup" }]);
        assert_eq!(body[2]["facts"], facts);
    }
}
