//! `notification.webhook`: JSON to any web server.

use std::collections::BTreeMap;

use node_sdk::prelude::*;
use node_sdk::{Channel as Server, Notice, Post};

use crate::common::Common;
use crate::context::Context;
use crate::notify::{Channel, help};

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-ui" = { "preview": { "to": "url", "body": "message" } }))]
pub(crate) struct Config {
    /// The address to send to, with `http://` or `https://`.
    #[schemars(length(min = 1, max = 8192), extend("x-ui" = { "placeholder": "https://example.org/hooks/ops" }))]
    url: String,
    /// What the message says.
    #[serde(default)]
    #[schemars(length(max = 100_000), extend("x-ui" = { "widget": "multiline" }))]
    message: String,
    /// Headers to send, such as `X-Token` = `{{ params.token }}`.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "widget": "key-value" }))]
    headers: BTreeMap<String, String>,
    /// What is sent, as JSON. Without it: the message, and what is known of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "any", extend("x-ui" = { "expression": "allowed", "advanced": true }))]
    payload: Option<Value>,
    #[serde(flatten)]
    common: Common,
}

fn any(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({})
}

pub(crate) struct Webhook;

impl Channel for Webhook {
    const TYPE: &'static str = "notification.webhook";
    const ALIAS: &'static str = "notify.webhook";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Send webhook", Category::Notify)
            .about("Sends a message as JSON to a web server.", HELP)
            .looks("webhook", Shape::Standard)
            .platforms(Platform::ENGINE)
            .example(
                "tell another system",
                json!({ "url": "https://example.org/hooks/ops", "message": "The backup has ended." }),
                "output",
            )
            .example(
                "with a payload of its own",
                json!({ "url": "https://example.org/hooks/ops", "payload": { "event": "backup", "ok": true } }),
                "output",
            )
    }

    fn common(config: &Config) -> &Common {
        &config.common
    }

    async fn notice(_: &Ctx<'_>, config: &Config, context: Context) -> Result<Notice, NodeError> {
        let headers = config.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let body = config.payload.clone().unwrap_or_else(|| usual(&config.message, context));
        Ok(Notice::Post(Post { channel: Server::Webhook, url: Some(config.url.clone()), headers, body }))
    }
}

const HELP: &str = help!(
    "\
Sends JSON by a POST request: `{ \"message\", \"context\": { \"flow\", \"run\", ... }, \"log\" }`, or the payload you give.

Example: **URL** `https://example.org/hooks/ops`, **Message** `{{ flow_name }} has ended`."
);

fn usual(message: &str, context: Context) -> Value {
    let key = |name: &str| name.to_lowercase().replace(' ', "_");
    let facts = context.facts.into_iter().map(|(name, value)| (key(name), Value::from(value)));
    let mut fields = vec![("message", Value::from(message)), ("context", Value::object(facts))];
    fields.extend(context.log.map(|log| ("log", log.into())));
    Value::object(fields)
}

#[cfg(test)]
mod tests {
    use node_testkit::{Bench, contract};

    use super::*;
    use crate::notify::Notify;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Notify::<Webhook>::NODE).await;
    }

    async fn sent(config: serde_json::Value) -> Post {
        let bench = Bench::default();
        bench.run(Notify::<Webhook>::NODE, config).await.expect("sent");
        match bench.fakes.kept.notices().remove(0) {
            Notice::Post(post) => post,
            other @ Notice::Mail(_) => panic!("no post: {other:?}"),
        }
    }

    #[tokio::test]
    async fn the_message_or_the_payload_is_sent() {
        let post = sent(json!({ "url": "https://x.org", "message": "Hi", "headers": { "X-Token": "t" } })).await;
        assert_eq!(post.body.to_string(), r#"{"message":"Hi","context":{}}"#);
        assert_eq!(post.headers, [("X-Token".to_owned(), "t".to_owned())]);
        let post = sent(json!({ "url": "https://x.org", "message": "Hi", "payload": [1, { "a": null }] })).await;
        assert_eq!(post.body.to_string(), r#"[1,{"a":null}]"#);
    }
}
